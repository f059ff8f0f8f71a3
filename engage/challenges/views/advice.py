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
    noted: Iterable[Noted], challenge: Challenge, section: str, *, may_write: bool
) -> list[Shown]:
    """Findings of one section of the statement."""
    root = f"/desk/challenges/{challenge.reference}"
    return [_shown(each, root, section, may_write=may_write) for each in noted]


def _shown(noted: Noted, root: str, section: str, *, may_write: bool) -> Shown:
    found = noted.finding
    tag, colour = TAGS[found.severity]
    may_dismiss = may_write and found.severity is not Severity.REFUSE
    return Shown(
        LABELS.get(found.field, found.field),
        excerpt(found.quoted, LONGEST),
        tag,
        colour,
        found.reason,
        found.suggestion,
        f"{root}/statement/{place_of(section, found.field)}" if may_write else "",
        f"{root}/check/{noted.mark}" if may_dismiss else "",
    )
