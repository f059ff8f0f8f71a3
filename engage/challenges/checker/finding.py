"""What the checker says of a few words of a text."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from engage.challenges.portals import Portal


class Severity(StrEnum):
    """How much it matters. Only what the law asks for is refused."""

    REFUSE = "refuse"
    WARN = "warn"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True)
class Finding:
    """Advice about ``text[start:end]`` of one field; ``quoted`` is exactly those words.

    Offsets count characters (code points). ``reason`` says why it matters, with the law or the
    criterion it rests on; ``suggestion`` says what to do.
    """

    code: str
    severity: Severity
    field: str
    quoted: str
    start: int
    end: int
    reason: str
    suggestion: str

    @property
    def words(self) -> str:
        """What was quoted, without what spacing and capitals add."""
        return plain(self.quoted)


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, and what all its findings share; a reason names laws as ``Portal.told`` wants."""

    code: str
    severity: Severity
    reason: str
    suggestion: str

    def found(
        self,
        field: str,
        text: str,
        start: int,
        end: int,
        *,
        severity: Severity | None = None,
        suggestion: str = "",
    ) -> Finding:
        """This rule's finding about a part of a text."""
        return Finding(
            self.code,
            severity or self.severity,
            field,
            text[start:end],
            start,
            end,
            self.reason,
            suggestion or self.suggestion,
        )


def in_law(found: Iterable[Finding], portal: Portal) -> list[Finding]:
    """These findings, with the laws of a nation where their reasons name any."""
    return [replace(each, reason=portal.told(each.reason)) for each in found]


def plain(words: str) -> str:
    """Words as they are compared: small letters, single spaces."""
    return " ".join(words.casefold().split())
