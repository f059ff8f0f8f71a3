"""What happened on digital boards. No name, no score, no word of a declaration."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CriteriaSet(Event):
    """``weights`` in the order of the criteria."""

    name: ClassVar[str] = "criteria.set"
    weights: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SeatGiven(Event):
    """The subject is the challenge."""

    name: ClassVar[str] = "seat.given"
    person_id: UUID
    is_chair: bool


@dataclass(frozen=True, kw_only=True)
class SeatEnded(Event):
    """The subject is the challenge."""

    name: ClassVar[str] = "seat.ended"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class ResponseReferred(Event):
    """The subject is the response; ``number`` is how the board speaks of it."""

    name: ClassVar[str] = "response.referred"
    referral_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class DeclarationMade(Event):
    """Made for the first time, or again."""

    name: ClassVar[str] = "declaration.made"
    kind: str
    ruling: str


@dataclass(frozen=True, kw_only=True)
class DeclarationRuled(Event):
    """``again``: it had been ruled on before."""

    name: ClassVar[str] = "declaration.ruled"
    person_id: UUID
    ruling: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class DeclarationsExported(Event):
    """Somebody took away all that was declared and decided. The subject is the challenge."""

    name: ClassVar[str] = "declarations.exported"


@dataclass(frozen=True, kw_only=True)
class ReviewSubmitted(Event):
    """The subject is the referral; ``again``: it had been submitted before."""

    name: ClassVar[str] = "review.submitted"
    again: bool


@dataclass(frozen=True, kw_only=True)
class ReviewsComplete(Event):
    """Every review that the chair waits for is in. The subject is the challenge."""

    name: ClassVar[str] = "reviews.complete"


@dataclass(frozen=True, kw_only=True)
class ShortlistDecided(Event):
    """The subject is the referral; ``missing``: how many reviews it was decided without."""

    name: ClassVar[str] = "shortlist.decided"
    number: int
    verdict: str
    missing: int
