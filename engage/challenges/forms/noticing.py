"""What publishing asks of the notice, once."""

from typing import Any

from engage.challenges.lifecycle import NoticeAnswer
from engage.challenges.portals import Portal
from engage.challenges.service.listing import (
    BELOW_THRESHOLD,
    LONGEST_REASON,
    BadNotice,
    checked_number,
)
from engage.web.fields import ChoiceField, LongTextField, TextField
from engage.web.forms import Form

BELOW = "below"
CHOICES = (
    (NoticeAnswer.PUBLISHED.value, "It is published: I have its number"),
    (
        NoticeAnswer.TO_COME.value,
        "It will be published",
        "The page can be read at its address, but no list, search or e-mail shows it before you "
        "give the number.",
    ),
    (BELOW, "None is needed: the contract is below the threshold"),
    (NoticeAnswer.NONE.value, "There is none, for another reason"),
)


class NoticeForm(Form):
    """The sub-form about the notice; ``plan`` is what ``service.plan_notice`` takes."""

    notice = ChoiceField(
        "Is the notice published?", noun="what applies to the notice", choices=CHOICES
    )
    notice_id = TextField(
        "Number of the notice",
        hint="If it is published. For example 083655-2026",
        noun="the number of the notice",
        max_length=20,
        optional=True,
        marked=False,
        width=10,
    )
    notice_ocid = TextField(
        "Its OCID",
        hint="If you know it. It begins with ocds-h6vhtk",
        noun="the OCID",
        max_length=40,
        optional=True,
        width=20,
    )
    notice_reason = LongTextField(
        "Why is there no notice?",
        hint="If there is none for another reason. Everybody can read this.",
        noun="the reason",
        max_length=LONGEST_REASON,
        rows=3,
        optional=True,
        marked=False,
    )

    def under(self, portal: Portal) -> None:
        """Ask what the law of the council's nation asks."""
        self.notice_reason.description += portal.cite("notice")
        if portal.is_bound:
            return
        none = (NoticeAnswer.NONE.value, "There is none")
        kept = [each for each in self.notice.choices if each[0] not in (BELOW, none[0])]
        self.notice.choices = [*kept, none]
        self.notice_id.description = f"If it is published. For example {portal.example}"
        self.notice_ocid.description = "Only if it is on Find a Tender too."
        self.notice_reason.description = "If there is none. Everybody can read this."

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return self._has_number() and self._has_reason() and good

    @staticmethod
    def shown(plan: dict[str, Any]) -> dict[str, Any]:
        """What the fields show for what was said before."""
        below = plan.get("reason") == BELOW_THRESHOLD
        return {
            "notice": BELOW if below else plan.get("answer", ""),
            "notice_id": plan.get("notice_id", ""),
            "notice_ocid": plan.get("ocid", ""),
            "notice_reason": "" if below else plan.get("reason", ""),
        }

    def plan(self) -> dict[str, str]:
        if self.notice.data == BELOW:
            return {"answer": NoticeAnswer.NONE.value, "reason": BELOW_THRESHOLD}
        return {
            "answer": str(self.notice.data),
            "notice_id": self.notice_id.data,
            "ocid": self.notice_ocid.data,
            "reason": self.notice_reason.data,
        }

    def _has_number(self) -> bool:
        if self.notice.data != NoticeAnswer.PUBLISHED:
            return True
        try:
            checked_number(self.notice_id.data, "")
        except BadNotice as refusal:
            self.notice_id.errors = [str(refusal)]
            return False
        try:
            checked_number(self.notice_id.data, self.notice_ocid.data)
        except BadNotice as refusal:
            self.notice_ocid.errors = [str(refusal)]
            return False
        return True

    def _has_reason(self) -> bool:
        if not self.needs_reason() or self.notice_reason.data.strip():
            return True
        self.notice_reason.errors = ["Enter the reason"]
        return False

    def needs_reason(self) -> bool:
        """Whether the answer is one that has to be explained."""
        return bool(self.notice.data == NoticeAnswer.NONE)
