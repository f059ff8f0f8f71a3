"""Reads of challenges, each shaped for the page or task that asks."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import PUBLIC, UNPUBLISHED, Stage
from engage.challenges.models import Challenge, ChallengeCpv, ChallengeDocument, Timetable
from engage.challenges.queries.documents import (
    addition_of,
    document_of_file,
    document_of_public,
    documents,
    one_document,
    public_documents,
)
from engage.challenges.queries.parties import named_outside, outside_parties, outside_party
from engage.challenges.queries.partners import (
    MOST_PARTNERS,
    councils_to_ask,
    names_of,
    partner,
    partners,
    shared_with,
    shares,
    to_answer,
)
from engage.challenges.queries.searching import MOST_SHOWN, Found, Listed, is_listed, search
from engage.challenges.queries.similar import Similar, similar
from engage.kernel.clock import from_wall
from engage.kernel.lifecycle import IllegalMove

__all__ = [
    "MOST_PARTNERS",
    "MOST_SHOWN",
    "Found",
    "Listed",
    "Similar",
    "addition_of",
    "councils_to_ask",
    "document_of_file",
    "document_of_public",
    "documents",
    "is_listed",
    "named_outside",
    "names_of",
    "outside_parties",
    "outside_party",
    "partner",
    "partners",
    "public_documents",
    "search",
    "shares",
    "similar",
    "to_answer",
]
REFERENCE = re.compile(r"[A-Z0-9]{1,6}-[0-9]{4}-[0-9]{3,8}")
DECIDING = ("stage", "engagement_ends", "questions_end", "version")  # whether it is open
MOST_CLASHES = 5


class Discarded(IllegalMove):
    """Somebody deleted the draft a moment ago."""


def at_side_of(actor: Actor) -> ColumnElement[bool]:
    """Challenges of the councils at whose side the actor stands, joint ones among them.

    Never a deleted draft.
    """
    places = actor.authorities(*COUNCIL_SIDE)
    ours = or_(Challenge.authority_id.in_(places), Challenge.id.in_(shared_with(places)))
    return and_(ours, Challenge.stage != Stage.DISCARDED)


def for_desk(session: Session, actor: Actor, ref: str) -> Challenge | None:
    """A challenge of a council at whose side the actor stands."""
    wanted = _at_desk(actor, ref)
    return None if wanted is None else session.scalars(wanted).one_or_none()


def document_for_desk(
    session: Session, actor: Actor, ref: str, document_id: UUID
) -> ChallengeDocument | None:
    """A document, not a removed one, of a challenge at whose council's side the actor stands."""
    if not REFERENCE.fullmatch(ref):
        return None
    wanted = one_document(ref, document_id).where(at_side_of(actor))
    return session.scalars(wanted).one_or_none()


def locked(session: Session, challenge: Challenge) -> Challenge:
    """This challenge as it is now, locked until the transaction ends.

    SQLite has no row locks: there the transaction was begun as the only writer. Raises Discarded:
    every verb on a challenge comes this way, so none needs to ask again.
    """
    session.refresh(challenge, with_for_update={"of": Challenge})
    if challenge.stage is Stage.DISCARDED:
        raise Discarded("Somebody has deleted this draft, so nothing can be added to it.")
    return challenge


def held(session: Session, challenge: Challenge) -> Challenge:
    """This challenge as it is now, so that it cannot be closed or withdrawn under us.

    Many may hold it at once; ``locked`` waits for all of them. Read the clock after this.
    """
    shared = {"of": Challenge, "read": True, "key_share": True}
    session.refresh(challenge, DECIDING, with_for_update=shared)
    return challenge


def public(session: Session, _actor: object, ref: str) -> Challenge | None:
    """A challenge anybody may see; never a draft."""
    if not REFERENCE.fullmatch(ref):
        return None
    wanted = select(Challenge).where(Challenge.reference == ref, Challenge.stage.in_(PUBLIC))
    return session.scalars(wanted).one_or_none()


def councils_to_draft_for(session: Session, actor: Actor) -> list[Authority]:
    """Where this person may begin a challenge, by name."""
    places = actor.authorities(*DESK_WRITERS)
    wanted = select(Authority).where(Authority.id.in_(places)).order_by(Authority.name)
    return list(session.scalars(wanted))


def timetable(session: Session, challenge: Challenge) -> Timetable | None:
    """What was saved for the timetable of a challenge."""
    wanted = select(Timetable).where(Timetable.challenge_id == challenge.id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def planned(timetable: Timetable | None) -> dict[str, Any]:
    """What people say about a timetable, by name; empty values when nobody has."""
    empty: dict[str, Any] = {
        "tender_on": None,
        "opens_on": None,
        "planned_notice_on": None,
        "pipeline_number": "",
        "light_touch": False,
    }
    return {name: getattr(timetable, name) for name in empty} if timetable else empty


@dataclass(frozen=True, slots=True)
class Clash:
    """Another engagement in the same CPV division at the same time, and where it is shown."""

    title: str
    council: str
    ends: datetime | None
    address: str


def clashes(
    session: Session, actor: Actor, challenge: Challenge, days: tuple[date, date]
) -> list[Clash]:
    """Engagements that overlap these London days and have a CPV division in common: at most 5.

    Those anybody may find, and drafts at whose side the actor stands.
    """
    if not challenge.cpv:
        return []
    is_draft = Challenge.stage.in_(UNPUBLISHED)
    columns = (Challenge.title, Authority.name, Challenge.engagement_ends, Challenge.reference)
    wanted = (
        _from_here(*columns, is_draft)
        .where(Challenge.id != challenge.id, _same_market(challenge), _at_the_time(actor, days))
        .order_by(Challenge.engagement_ends, Challenge.reference)
        .limit(MOST_CLASHES)
    )
    return [
        Clash(title, council, ends, f"{'/desk' if drafted else ''}/challenges/{reference}")
        for title, council, ends, reference, drafted in session.execute(wanted)
    ]


def _same_market(challenge: Challenge) -> ColumnElement[bool]:
    divisions = sorted({code[:2] for code in challenge.cpv_codes})
    within = (ChallengeCpv.code.between(f"{two}000000", f"{two}999999") for two in divisions)
    return exists().where(ChallengeCpv.challenge_id == Challenge.id, or_(*within))


def _at_the_time(actor: Actor, days: tuple[date, date]) -> ColumnElement[bool]:
    first = from_wall(days[0], time(0), later=False)
    last = from_wall(days[1], time(23, 59), later=True)
    ours = and_(Challenge.stage.in_(UNPUBLISHED), at_side_of(actor))
    public = and_(is_listed(), Challenge.stage == Stage.OPEN, Challenge.published_at <= last)
    return and_(or_(ours, public), Challenge.engagement_ends >= first)


def _at_desk(actor: Actor, ref: str) -> Select[Challenge] | None:
    if not actor.authorities(*COUNCIL_SIDE) or not REFERENCE.fullmatch(ref):
        return None
    return select(Challenge).where(Challenge.reference == ref, at_side_of(actor))


def _from_here(*columns: Any) -> Select[Any]:
    council = Authority.id == Challenge.authority_id
    return select(*columns).select_from(Challenge).join(Authority, council)
