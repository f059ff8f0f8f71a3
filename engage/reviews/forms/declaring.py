"""The shape of declared interests and what is decided about them."""

from typing import Any

from engage.reviews.models import Conflict, Declaration, FindingState, Ruling
from engage.web.fields import (
    ChoiceField,
    LongTextField,
    TextField,
)
from engage.web.forms import Form, Versioned

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
    organisations = LongTextField(
        "Which organisations in this field did you work for, own a part of, or know well?",
        hint=(
            "One on each line: the name, or the company number. People who work there as well. "
            "We compare them with whoever sends an idea, so that you need not know who did."
        ),
        max_length=4000,
        rows=4,
        optional=True,
        noun="the organisations",
    )

    def submitted(self) -> bool:
        good = super().submitted()
        if good and self.kind.data != Conflict.NONE and not self.detail.data:
            self.detail.errors = [*self.detail.errors, "Say what the interest is"]
            return False
        return good

    @staticmethod
    def values(said: Declaration | None) -> dict[str, Any]:
        names = ("kind", "detail", "organisations")
        return {name: getattr(said, name) for name in names} if said else {}


class IdeaInterestForm(Form):
    kind = ChoiceField(
        "What kind of interest do you have in this idea?",
        choices=CONFLICTS[1:],
        required_message="Select which kind of interest it is",
    )
    detail = LongTextField(
        "What is the interest?",
        hint="The council’s officers and auditors can read it.",
        max_length=2000,
        rows=4,
        noun="the interest",
    )


class CheckForm(Form):
    who = TextField(
        "A name, an e-mail address, or an organisation or company number",
        hint=(
            "It is compared with everybody who registered for this challenge. "
            "Nothing that you type is kept."
        ),
        max_length=254,
        autocomplete="off",
        noun="whom to check",
    )


class FindingForm(Versioned):
    state = ChoiceField(
        "Is there a conflict?",
        choices=[
            (FindingState.CONFIRMED, "Yes", "They never see this response, and do not score it."),
            (FindingState.DISMISSED, "No, or there is a safeguard", "They can review it."),
        ],
        required_message="Select whether there is a conflict",
    )
    reason = LongTextField(
        "Why, or what is the safeguard?",
        hint="It stays on the record, so that nobody is asked again about the same likeness.",
        max_length=2000,
        noun="the reason",
    )
