"""The shape of what boards and desks send."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request

from engage.kernel.paging import PER_PAGE
from engage.reviews.models import (
    Conflict,
    Criterion,
    Declaration,
    Review,
    Ruling,
    Verdict,
)
from engage.reviews.queries import Candidate, Member, Referrable
from engage.reviews.service import Weighting
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    HiddenField,
    LongTextField,
    TextField,
    WholeNumberField,
    YesField,
)
from engage.web.forms import Form, Versioned

ROWS = range(1, 9)
SCORES = (
    ("0", "0 No evidence"),
    ("1", "1 Very weak"),
    ("2", "2 Weak"),
    ("3", "3 Fair"),
    ("4", "4 Good"),
    ("5", "5 Excellent"),
)
CONFLICTS = (
    (Conflict.NONE, "I have no interest", "None that you know of, in the need or in any supplier."),
    (Conflict.ACTUAL, "An actual interest", "For example, you own shares in a likely supplier."),
    (
        Conflict.POTENTIAL,
        "A potential interest",
        "It could become one. For example, you have applied for a job with a supplier.",
    ),
    (
        Conflict.PERCEIVED,
        "A perceived interest",
        "A reasonable person could think so. For example, a close friend works for a supplier.",
    ),
)


class _CriteriaRows(Versioned):
    """Eight rows, of which the empty ones are left out; the rows are added below."""

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each row: name, weight, help."""
        return [(self[f"name_{n}"], self[f"weight_{n}"], self[f"help_{n}"]) for n in ROWS]

    def submitted(self) -> bool:
        self._allow_blanks(True)
        good = super().submitted()
        self._allow_blanks(False)
        for name, weight, _ in self.rows() if good else ():
            if name.data and weight.data is None:
                weight.errors.append(f"Enter how much “{name.data}” weighs")
                good = False
            if weight.data is not None and not name.data:
                name.errors.append("Enter what this weight is for, or clear the weight")
                good = False
        return good

    def _allow_blanks(self, allowed: bool) -> None:
        """Any row may be empty, so "(optional)" beside each name would only be noise."""
        for name, weight, _ in self.rows():
            name.optional = weight.optional = allowed

    def criteria(self) -> list[Weighting]:
        return [
            Weighting(name.data, weight.data, help_.data)
            for name, weight, help_ in self.rows()
            if name.data
        ]

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        blanks = dict.fromkeys(field.name for field in self.visible)
        return {**blanks, **self.values(saved["criteria"])}

    def label_of(self, field: Any) -> str:
        """All rows have the same labels; the sentences about them say which is meant."""
        return str(field.says)

    @staticmethod
    def values(criteria: Iterable[Weighting]) -> dict[str, Any]:
        """Stored criteria as the values of the rows."""
        shown: dict[str, Any] = {}
        for number, each in enumerate(criteria, 1):
            shown[f"name_{number}"] = each.name
            shown[f"weight_{number}"] = each.weight
            shown[f"help_{number}"] = each.help
        return shown


def _row(number: int) -> dict[str, Any]:
    say = f"criterion {number}"
    return {
        f"name_{number}": TextField("Name", max_length=120, noun=f"the name of {say}"),
        f"weight_{number}": WholeNumberField(
            "Weight", minimum=1, maximum=100, width=3, noun=f"the weight of {say}"
        ),
        f"help_{number}": TextField(
            "What to look for", max_length=1000, optional=True, noun=f"the help for {say}"
        ),
    }


CriteriaForm: type[_CriteriaRows] = type(
    "CriteriaForm",
    (_CriteriaRows,),
    {name: made for number in ROWS for name, made in _row(number).items()},
)


class MembersForm(Versioned):
    members = ChoicesField("Who sits on this board?", required_message="Select at least one member")
    chair = ChoiceField("Who is the chair?", required_message="Select the chair")

    def offer(self, candidates: Sequence[Candidate], seated: Sequence[Member]) -> None:
        known = {one.id: (one.name, one.email) for one in candidates}
        gone = {one.id: (one.name, "No longer a board member") for one in seated}
        self.members.choices = [(str(key), *words) for key, words in (gone | known).items()]
        self.chair.choices = [(str(one.id), one.name) for one in candidates if one.may_chair]


class ReferForm(Form):
    responses = ChoicesField(
        "Which responses should the board see?",
        hint="The board sees the answers and a number, not who sent them.",
        required_message="Select at least one response",
    )

    def ticked(self) -> list[UUID]:
        """Those of the ticked values that are identifiers at all, as many as a page holds."""
        if request.method != "POST":
            return []
        return [found for found in map(_identifier, self.responses.data[:PER_PAGE]) if found]

    def offer(self, found: Sequence[Referrable]) -> None:
        self.responses.choices = [(str(one.id), one.organisation) for one in found]


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class RulingForm(Versioned):
    ruling = ChoiceField(
        "What should they do?",
        choices=[
            (Ruling.MAY_REVIEW, "Review, with a safeguard"),
            (Ruling.STANDS_ASIDE, "Stand aside", "They see no idea and give no score."),
        ],
        required_message="Select whether they may review or stand aside",
    )
    mitigation = LongTextField(
        "What is the safeguard, or why should they stand aside?",
        hint="They can read this. For example: “They sold the shares last year.”",
        max_length=2000,
        noun="the safeguard or the reason",
    )


class DeclareForm(Form):
    kind = ChoiceField(
        "Do you have an interest in this need, or in anybody likely to offer something for it?",
        choices=CONFLICTS,
        hint="An interest may be personal, professional or about money; yours or your family’s.",
        required_message="Select whether you have an interest",
    )
    detail = LongTextField(
        "What is the interest?",
        hint=(
            "Only needed if you have one. The chair, and the council’s officers and auditors, "
            "can read it. It is kept when you declare again."
        ),
        max_length=2000,
        rows=4,
        optional=True,
        noun="the interest",
    )

    def submitted(self) -> bool:
        good = super().submitted()
        if good and self.kind.data != Conflict.NONE and not self.detail.data:
            self.detail.errors = [*self.detail.errors, "Say what the interest is"]
            return False
        return good

    @staticmethod
    def values(said: Declaration | None) -> dict[str, Any]:
        return {"kind": said.kind, "detail": said.detail} if said else {}


class DecisionForm(Versioned):
    verdict = ChoiceField(
        "What do you decide?",
        choices=[
            (Verdict.SHORTLISTED, "Shortlist it", "Take the idea forward in this engagement."),
            (Verdict.NOT_SHORTLISTED, "Do not shortlist it"),
        ],
        required_message="Select whether the idea is shortlisted",
    )
    reasons = LongTextField(
        "What are the reasons?",
        hint="They are kept as the record, and help to write feedback to whoever sent the idea.",
        max_length=4000,
        required_message="Enter the reasons",
        noun="the reasons",
    )
    although = YesField("Decide without the reviews that are not in")
    idea = HiddenField(max_length=9)


class ReviewForm(Versioned):
    """Scores and a comment. A draft may leave blanks; ``shaped`` adds a field per criterion."""

    @property
    def is_draft(self) -> bool:
        return request.form.get("do") == "draft"

    @property
    def is_change(self) -> bool:
        """Something that was submitted before is submitted again."""
        return request.form.get("do") == "change"

    def submitted(self) -> bool:
        self._allow_blanks(self.is_draft)
        good = super().submitted()
        self._allow_blanks(False)
        return good

    def _allow_blanks(self, allowed: bool) -> None:
        for field in self.visible:
            field.optional = allowed

    def scores(self) -> dict[UUID, int]:
        typed = {
            UUID(name.removeprefix("score_")): field.data
            for name, field in self._fields.items()
            if name.startswith("score_")
        }
        return {key: int(value) for key, value in typed.items() if value}

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        scores = {f"score_{key.hex}": value for key, value in saved["scores"].items()}
        blanks = dict.fromkeys((field.name for field in self.visible), "")
        return {**blanks, **scores, "comment": saved["comment"]}

    @staticmethod
    def shaped(criteria: Sequence[Criterion]) -> "type[ReviewForm]":
        fields: dict[str, Any] = {
            f"score_{one.id.hex}": ChoiceField(
                f"{one.name} ({one.weight} of 100)",
                hint=one.help,
                choices=SCORES,
                required_message=f"Score “{one.name}” from 0 to 5",
            )
            for one in criteria
        }
        fields["comment"] = LongTextField(
            "What do you think of the idea as a whole?",
            hint="The board reads this, and the law may ask the council to release it.",
            max_length=4000,
            required_message="Write a comment about the idea as a whole",
            noun="the comment",
        )
        return type("ShapedReviewForm", (ReviewForm,), fields)

    @staticmethod
    def values(review: Review | None) -> Mapping[str, Any]:
        if review is None:
            return {"version": 0}
        scores = {f"score_{one.criterion_id.hex}": str(one.value) for one in review.scores}
        return {**scores, "comment": review.comment, "version": review.version}
