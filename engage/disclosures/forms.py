"""The shape of what officers note in the ledger, and what they decide about it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from engage.disclosures.models import Disclosure, Ground, What
from engage.disclosures.models.entries import BY_HAND, GROUNDS, LABELS
from engage.disclosures.service.finding import Considered
from engage.disclosures.service.noting import Given
from engage.files.checking import ENDINGS, WrongFile
from engage.files.forms import ALLOWED, LONGEST_TITLE
from engage.kernel.clock import from_wall
from engage.kernel.errors import Refusal
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    LongTextField,
    TextField,
    TimeField,
    UploadField,
)
from engage.web.fields.uploads import MEGABYTE
from engage.web.forms import Form

PUBLISH, KEEP, AGREE, REFUSE = "publish", "keep", "agree", "refuse"


class AddForm(Form):
    what = ChoiceField("How were they told?", choices=[(each, LABELS[each]) for each in BY_HAND])
    title = TextField(
        "What was it about?",
        hint="Leave out names, for example: How many of the homes have gas",
        max_length=LONGEST_TITLE,
    )
    detail = LongTextField(
        "What was said or given?",
        noun="what was said or given",
        hint="As you would say it to everybody. Your council reads this until you publish it.",
        rows=6,
    )
    day = DateField("Day", noun="the day")
    at = TimeField("Time", noun="the time", hint="London time, for example 2:30pm")
    suppliers = ChoicesField(
        "Which suppliers were told?", noun="who was told", optional=True, marked=False
    )
    others = LongTextField(
        "Others",
        hint="Suppliers that are not listed above, one a line.",
        noun="the others",
        max_length=5000,
        rows=3,
        optional=True,
    )
    file = UploadField("File that was given", extensions=ENDINGS, optional=True)

    def at_most(self, megabytes: int) -> None:
        self.file.max_bytes = megabytes * MEGABYTE
        self.file.description = f"{ALLOWED}. At most {megabytes} MB"

    def offer(self, known: Iterable[Sequence[Any]]) -> None:
        self.suppliers.choices = [(str(each[0]), each[1]) for each in known]

    def refuse_file(self, problem: WrongFile) -> None:
        self.file.errors = [str(problem)]

    @property
    def given_at(self) -> datetime:
        return from_wall(self.day.data, self.at.data, later=False)

    @property
    def given(self) -> Given:
        what = What(self.what.data)
        return Given(what, self.title.data, self.given_at, self.detail.data, what.label)

    def chosen(self, known: Iterable[Sequence[Any]]) -> list[tuple[UUID, str]]:
        return [(each[0], each[1]) for each in known if str(each[0]) in self.suppliers.data]

    def validate(self, *_: Any, **__: Any) -> bool:
        if not super().validate():
            return False
        try:
            return bool(self.given_at)
        except Refusal as problem:
            self.at.errors = [str(problem)]
            return False


class DecideForm(Form):
    """Give it to everybody, or say why not; a colleague's reason is agreed to, or is not."""

    do = ChoiceField("What is to happen?")
    title = TextField(
        "Title that everybody reads", max_length=LONGEST_TITLE, optional=True, marked=False
    )
    text = LongTextField(
        "Words that everybody reads",
        hint="Leave out who said what, and who was told first.",
        rows=8,
        optional=True,
        marked=False,
    )
    ground = ChoiceField(
        "If it cannot be published, why?",
        choices=list(GROUNDS.items()),
        optional=True,
        marked=False,
    )
    reason = LongTextField(
        "Reason",
        hint="The statement of steps taken says this.",
        max_length=2000,
        rows=3,
        optional=True,
        marked=False,
    )

    def offer(self, entry: Disclosure, me: UUID) -> None:
        asked, mine = entry.excused_at is not None, entry.excused_by == me
        choices = [(PUBLISH, "Publish it for everybody")]
        if not asked:
            choices.append((KEEP, "Ask a colleague to agree that it is not published"))
        elif not mine:
            choices.append((AGREE, "Agree with my colleague: it is not published"))
        if asked:
            choices.append((REFUSE, "Take the request back" if mine else "Do not agree"))
            del self.ground, self.reason
        self.do.choices = choices

    def validate(self, *_: Any, **__: Any) -> bool:
        good = bool(super().validate())
        needed: dict[str, tuple[str, ...]] = {
            PUBLISH: ("title", "text"),
            KEEP: ("ground", "reason"),
        }
        for name in needed.get(self.do.data, ()):
            if not self[name].data:
                self[name].errors = [NEEDED[name]]
                good = False
        return good

    @property
    def chosen_ground(self) -> Ground:
        return Ground(self.ground.data)


NEEDED = {
    "title": "Enter the title",
    "text": "Enter the words that everybody reads",
    "ground": "Select why it cannot be published",
    "reason": "Enter the reason",
}


KEEP_DRAFT, SIGN = "draft", "sign"


class FindingForm(Form):
    """Whether one supplier has an unfair advantage. The software proposes nothing but the steps."""

    supplier = TextField("Supplier", max_length=200)
    advantage = LongTextField(
        "What is the advantage?",
        noun="the advantage",
        hint="What does this supplier know or have, from this engagement, that others do not?",
        max_length=5000,
        rows=4,
    )
    steps = LongTextField(
        "What was done so that it is not unfair?",
        noun="what was done",
        hint="It begins with what the ledger says.",
        max_length=5000,
        rows=5,
    )
    avoidable = ChoiceField(
        "Can the unfair advantage be avoided?",
        choices=[
            ("yes", "Yes, or there is none"),
            ("no", "No", "Then the supplier may not take part in the procurement."),
        ],
    )
    reasons = LongTextField("Reasons", noun="the reasons", max_length=5000, rows=5)
    do = ChoiceField(
        "What do you want to do?",
        choices=[
            (KEEP_DRAFT, "Keep these words as the draft"),
            (SIGN, "Sign what my colleague wrote", "What you changed above is not saved."),
        ],
        default=KEEP_DRAFT,
    )

    @property
    def thought(self) -> Considered:
        return Considered(
            supplier=self.supplier.data,
            advantage=self.advantage.data,
            steps=self.steps.data,
            avoidable=self.avoidable.data == "yes",
            reasons=self.reasons.data,
        )
