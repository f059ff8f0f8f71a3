"""Whether a release that was read is a notice somebody waits for. Pure."""

import re
from dataclasses import dataclass
from uuid import UUID

from engage.notices.parsing.notice import Notice

ENGAGEMENT = "UK2"
ALIKE = 0.6  # of the words of both titles
NUMBER = re.compile(r"[0-9]{6}-[0-9]{4}")
OCID = re.compile(r"ocds-h6vhtk-[0-9a-f]{6}")
TOO_COMMON = frozenset(["a", "an", "and", "for", "in", "of", "on", "the", "to", "with"])
GENERIC = frozenset(
    [
        "the",
        "of",
        "and",
        "council",
        "authority",
        "borough",
        "city",
        "county",
        "district",
        "london",
        "metropolitan",
        "royal",
    ]
)
"""Words that do not tell one council from another."""


@dataclass(frozen=True)
class Awaited:
    """A published challenge whose notice is still to come; ``known`` are numbers it had before."""

    challenge_id: UUID
    authority_id: UUID
    reference: str
    title: str
    buyer: str
    ppon: str
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """``certain``: it has our own reference and names our council. Otherwise we ask somebody."""

    certain: bool
    why: str


def is_ours_to_read(notice: Notice) -> bool:
    """A preliminary market engagement notice with a number and an OCID of Find a Tender."""
    return bool(
        notice.notice_type == ENGAGEMENT
        and NUMBER.fullmatch(notice.notice_id or "")
        and OCID.fullmatch(notice.ocid or "")
    )


def match(notice: Notice, awaited: Awaited) -> Match | None:
    """None when nothing says that they belong together."""
    buyer = same_buyer(notice, awaited)
    if notice.reference and notice.reference.strip().upper() == awaited.reference.upper():
        if buyer:
            return Match(certain=True, why="It has the reference of this challenge.")
        return Match(
            certain=False, why="It has the reference of this challenge, but names another buyer."
        )
    alike = _alike(notice.title or "", awaited.title)
    if buyer and alike == 1:
        return Match(certain=False, why="It has the same title and buyer.")
    if buyer and alike >= ALIKE:
        return Match(certain=False, why="It has the same buyer and a title much like this one.")
    return None


def same_buyer(notice: Notice, awaited: Awaited) -> bool:
    """By the number of the organisation where both have one, else by the words of its name."""
    if notice.buyer_ppon and awaited.ppon:
        return notice.buyer_ppon.upper() == awaited.ppon.upper()
    theirs, ours = _words(notice.buyer_name or "", GENERIC), _words(awaited.buyer, GENERIC)
    return bool(theirs) and theirs == ours


def _alike(title: str, other: str) -> float:
    """The share of words that both titles have: 0 to 1."""
    some, more = _words(title, TOO_COMMON), _words(other, TOO_COMMON)
    return len(some & more) / len(some | more) if some and more else 0.0


def _words(text: str, without: frozenset[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold())) - without
