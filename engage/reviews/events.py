"""What happened on digital boards. No name, no score, no word of a declaration."""

from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class CriteriaSet(Event, frozen=True, kw_only=True):
    """``weights`` in the order of the criteria."""

    name: ClassVar[str] = "criteria.set"
    weights: tuple[int, ...]


class SeatGiven(Event, frozen=True, kw_only=True):
    """The subject is the challenge."""

    name: ClassVar[str] = "seat.given"
    person_id: UUID
    is_chair: bool


class SeatEnded(Event, frozen=True, kw_only=True):
    """The subject is the challenge."""

    name: ClassVar[str] = "seat.ended"
    person_id: UUID


class BoardArranged(Event, frozen=True, kw_only=True):
    """The parts, the terms or what the board agreed on changed. The subject is the challenge."""

    name: ClassVar[str] = "board.arranged"
    quorum: int | None


class ResponseReferred(Event, frozen=True, kw_only=True):
    """The subject is the response; ``number`` is how the board speaks of it."""

    name: ClassVar[str] = "response.referred"
    referral_id: UUID
    number: int


class DeclarationMade(Event, frozen=True, kw_only=True):
    """Made for the first time, or again."""

    name: ClassVar[str] = "declaration.made"
    kind: str
    ruling: str


class DeclarationRuled(Event, frozen=True, kw_only=True):
    """``again``: it had been ruled on before."""

    name: ClassVar[str] = "declaration.ruled"
    person_id: UUID
    ruling: str
    again: bool


class DeclarationsExported(Event, frozen=True, kw_only=True):
    """Somebody took away all that was declared and decided. The subject is the challenge."""

    name: ClassVar[str] = "declarations.exported"


class ConflictsSuggested(Event, frozen=True, kw_only=True):
    """Members and senders are alike in some way. The subject is the challenge."""

    name: ClassVar[str] = "conflicts.suggested"
    number: int


class ConflictDeclared(Event, frozen=True, kw_only=True):
    """A member said that they have an interest in one idea. The subject is the referral."""

    name: ClassVar[str] = "conflict.declared"
    kind: str


class ConflictDecided(Event, frozen=True, kw_only=True):
    """The subject is the finding."""

    name: ClassVar[str] = "conflict.decided"
    person_id: UUID
    state: str


class ReviewSubmitted(Event, frozen=True, kw_only=True):
    """The subject is the referral; ``again``: it had been submitted before."""

    name: ClassVar[str] = "review.submitted"
    again: bool


class ReviewsComplete(Event, frozen=True, kw_only=True):
    """Every review that the chair waits for is in. The subject is the challenge."""

    name: ClassVar[str] = "reviews.complete"


class ShortlistDecided(Event, frozen=True, kw_only=True):
    """The subject is the referral; ``missing``: how many reviews it was decided without.

    Never the verdict: the trail is read at the desk before the shortlist is released.
    """

    name: ClassVar[str] = "shortlist.decided"
    number: int
    missing: int


class ShortlistProposed(Event, frozen=True, kw_only=True):
    """The chair says that it is whole. The subject is the challenge."""

    name: ClassVar[str] = "shortlist.proposed"


class ShortlistReleased(Event, frozen=True, kw_only=True):
    """A second person let it leave the board; how many of the ideas are on it."""

    name: ClassVar[str] = "shortlist.released"
    shortlisted: int
    ideas: int
