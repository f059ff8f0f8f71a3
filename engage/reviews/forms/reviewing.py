"""The shape of reviews and decisions."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request

from engage.reviews.models import Criterion, Review, Verdict
from engage.web.fields import (
    ChoiceField,
    HiddenField,
    LongTextField,
    YesField,
)
from engage.web.forms import Versioned

SCORES = (
    ("0", "0 No evidence"),
    ("1", "1 Very weak"),
    ("2", "2 Weak"),
    ("3", "3 Fair"),
    ("4", "4 Good"),
    ("5", "5 Excellent"),
)


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
