"""How many independent suppliers there are among several: one group counts once.

Two are one where they were merged, have one company number, or write from one mail domain that is
not a free one. What nobody knows of, such as a parent company of another name, is not seen.
"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from engage.interest.queries.duplicates import FREE_MAIL


class Sender(NamedTuple):
    """A participant: who it is, by everything that can be the same."""

    interest_id: UUID
    who: UUID
    company_number: str | None
    email: str


def groups(senders: Iterable[Sender]) -> dict[UUID, int]:
    """For each participant the number of the group it belongs to."""
    leader: dict[str, str] = {}

    def first(mark: str) -> str:
        leader.setdefault(mark, mark)
        while leader[mark] != mark:
            leader[mark] = mark = leader[leader[mark]]
        return mark

    known = [(each.interest_id, list(_marks(each))) for each in senders]
    for _, (mark, *others) in known:
        for other in others:
            leader[first(other)] = first(mark)
    numbers: dict[str, int] = {}
    return {key: numbers.setdefault(first(marks[0]), len(numbers)) for key, marks in known}


def _marks(sender: Sender) -> Iterable[str]:
    yield f"who:{sender.who}"
    if sender.company_number:
        yield f"number:{sender.company_number}"
    domain = sender.email.rpartition("@")[2].lower()
    if domain and domain not in FREE_MAIL:
        yield f"domain:{domain}"
