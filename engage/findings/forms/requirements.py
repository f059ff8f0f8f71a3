"""What officers say of a requirement."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from engage.findings.models import RequirementKind
from engage.web.fields import ChoiceField, ChoicesField, LongTextField
from engage.web.forms import Form

KINDS = [
    (RequirementKind.REQUIREMENT, "A requirement", "Something that the contract must bring."),
    (RequirementKind.CRITERION, "A criterion", "Something that tenders will be weighed by."),
]
MOST_AT_ONCE = 50


class AddForm(Form):
    """Typed, or pasted from the draft of a specification."""

    texts = LongTextField(
        "Requirements or criteria",
        hint="One a line. You can paste them from a draft.",
        noun="at least one",
        max_length=20_000,
        rows=6,
    )
    kind = ChoiceField("What are they?", choices=KINDS, default=RequirementKind.REQUIREMENT)

    def lines(self) -> list[str]:
        return [line.strip()[:2000] for line in self.texts.data.splitlines() if line.strip()]

    def validate(self, *_: Any, **__: Any) -> bool:
        good = bool(super().validate())
        if good and len(self.lines()) > MOST_AT_ONCE:
            self.texts.errors = [f"Add {MOST_AT_ONCE} or fewer at once"]
            return False
        return good


class RequirementForm(Form):
    text = LongTextField("Words", noun="the words", max_length=2000, rows=3)
    kind = ChoiceField("What is it?", choices=KINDS)
    themes = ChoicesField("Themes that prompted it", noun="themes", optional=True, marked=False)
    receipts = LongTextField(
        "Answers that prompted it",
        hint="Receipt, a slash and the number of the question, one a line. Themes cite them so.",
        noun="the answers",
        max_length=5000,
        rows=3,
        optional=True,
    )

    def offer(self, themes: Iterable[Sequence[Any]]) -> None:
        self.themes.choices = [(str(each[0]), each[1]) for each in themes]

    def told(self) -> dict[str, Any]:
        return {
            "text": self.text.data,
            "kind": RequirementKind(self.kind.data),
            "themes": [UUID(each) for each in self.themes.data],
            "receipts": [line for line in self.receipts.data.splitlines() if line.strip()][:100],
        }
