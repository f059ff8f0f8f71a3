"""Which council is asked to share a challenge, how one wants to, and who else is named."""

from typing import Any

from engage.authorities.forms import PPON, PPON_SCHEME
from engage.challenges.models import Relation, Sharing
from engage.web.fields import ChoiceField, LongTextField, TextField, ValidationError
from engage.web.forms import Form


class AskForm(Form):
    council = ChoiceField("Which council do you ask?", noun="the council", as_select=True)


class ShareForm(Form):
    sharing = ChoiceField(
        "What do you want to do?",
        noun="what you want to do",
        choices=[
            (Sharing.FOLLOWER.value, "Follow it: it stands in our list of shared challenges"),
            (Sharing.SPONSOR.value, "Co-sponsor it: our name stands on its page, if they agree"),
        ],
    )
    council = ChoiceField("For which council?", noun="the council", optional=True, marked=False)


class PartyForm(Form):
    """``given`` is what ``service.add_party`` takes."""

    party = TextField(
        "Name of the organisation", noun="the name of the organisation", max_length=200
    )
    relation = ChoiceField(
        "What has it to do with this contract?",
        noun="what it has to do with this contract",
        choices=[
            (Relation.BUYS_TOO.value, "It buys together with your council"),
            (Relation.WE_ACT_FOR.value, "Your council buys for it"),
            (Relation.ACTS_FOR_US.value, "It acts for your council, for example runs the buying"),
        ],
    )
    summary = LongTextField(
        "What does it do for your council?",
        noun="what it does for your council",
        hint="Only if it acts for your council. Everybody can read this.",
        max_length=1000,
        rows=3,
        optional=True,
        marked=False,
    )
    ppon = TextField(
        "Its number on Find a Tender (PPON)",
        noun="the PPON",
        hint="If you know it, for example PJYG-6658-PPMY.",
        max_length=30,
        optional=True,
    )

    def validate_ppon(self, field: TextField) -> None:
        typed = PPON_SCHEME.sub("", field.data.upper().replace(" ", ""))
        if typed and not PPON.fullmatch(typed):
            raise ValidationError("The PPON must look like PJYG-6658-PPMY")
        field.data = typed

    def validate_relation(self, field: ChoiceField) -> None:
        if field.data == Relation.ACTS_FOR_US and not self.summary.data.strip():
            raise ValidationError("Say below what it does for your council")

    def given(self) -> dict[str, Any]:
        return {
            "name": self.party.data,
            "relation": Relation(self.relation.data),
            "ppon": self.ppon.data,
            "summary": self.summary.data,
        }
