"""What the checker finds, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from engage.challenges.checker import Severity
from engage.challenges.models import Challenge
from engage.challenges.queries.checking import Noted
from engage.challenges.views.blueprint import LABELS
from engage.challenges.views.sections import place_of
from engage.kernel.text import excerpt

LONGEST = 200  # characters of a quotation
TAGS = {
    Severity.REFUSE: ("Must change", "red"),
    Severity.WARN: ("Look again", "orange"),
    Severity.ADVISE: ("Advice", "blue"),
}


@dataclass(frozen=True)
class Shown:
    """A finding on a page; ``dismiss`` is empty where nobody may."""

    label: str
    words: str
    tag: str
    colour: str
    reason: str
    suggestion: str
    change: str
    dismiss: str


def shown(
    noted: Iterable[Noted], challenge: Challenge, section: str = "", *, change: str, dismiss: bool
) -> list[Shown]:
    """Findings of one section of the statement.

    ``change``: the pages on which the text can be changed, "statement" or "amend"; or empty.
    """
    root = f"/desk/challenges/{challenge.reference}"
    pages = f"{root}/{change}" if change else ""
    return [
        told(
            each,
            LABELS.get(each.finding.field, each.finding.field),
            change=f"{pages}/{place_of(section, each.finding.field)}" if pages else "",
            dismiss=f"{root}/check/{each.mark}" if dismiss else "",
        )
        for each in noted
    ]


def told(noted: Noted, label: str, *, change: str, dismiss: str) -> Shown:
    """One finding; what the law asks for cannot be dismissed, whoever reads it."""
    found = noted.finding
    tag, colour = TAGS[found.severity]
    return Shown(
        label,
        excerpt(found.quoted, LONGEST),
        tag,
        colour,
        found.reason,
        found.suggestion,
        change,
        dismiss if found.severity is not Severity.REFUSE else "",
    )
