"""Reads of councils that share a challenge of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import PUBLIC, Stage
from engage.challenges.models import Challenge, Partner, Sharing
from engage.kernel.paging import Page

MOST_PARTNERS = 20
MOST_ASKED = 20  # shown at the desk; the answers lead to the rest


def shared_with(councils: frozenset[UUID]) -> Select[UUID]:
    """Challenges of others in which one of these councils is a joint authority."""
    return select(Partner.challenge_id).where(
        Partner.council_id.in_(councils),
        Partner.sharing == Sharing.JOINT,
        Partner.joined_at.is_not(None),
    )


def partner(session: Session, actor: Actor, partner_id: UUID) -> Partner | None:
    """A partnership of a council at whose desk the actor works, on either side."""
    found = session.get(Partner, partner_id)
    ours = actor.authorities(*DESK_WRITERS)
    return found if found and {found.council_id, found.authority_id} & ours else None


def partners(session: Session, challenge: Challenge) -> Sequence[Partner]:
    """Everybody who shares it, was asked or offered: there are at most MOST_PARTNERS."""
    wanted = select(Partner).where(Partner.challenge_id == challenge.id)
    return session.scalars(wanted.order_by(Partner.asked_at, Partner.id)).all()


@dataclass(frozen=True, slots=True)
class Asked:
    """A council that waits for our answer about one challenge."""

    reference: str
    title: str
    sharing: Sharing
    who: str
    where: str
    asked_at: datetime


def to_answer(session: Session, actor: Actor) -> list[Asked]:
    """Who asks my councils to join, or to have them as a sponsor; the longest waiting first.

    Only for those who may answer: see ``policy.may_accept``.
    """
    ours = actor.authorities(*DESK_WRITERS)
    if not ours:
        return []
    to_join = and_(Partner.sharing == Sharing.JOINT, Partner.council_id.in_(ours))
    to_sponsor = and_(Partner.sharing == Sharing.SPONSOR, Partner.authority_id.in_(ours))
    asks = case((to_join, Partner.authority_id), else_=Partner.council_id)
    wanted = (
        select(
            Challenge.reference, Challenge.title, Partner.sharing, Authority.name, Partner.asked_at
        )
        .join(Challenge, Challenge.id == Partner.challenge_id)
        .join(Authority, Authority.id == asks)
        .where(Partner.joined_at.is_(None), or_(to_join, to_sponsor))
        .where(Challenge.stage != Stage.DISCARDED)
        .order_by(Partner.asked_at, Partner.id)
        .limit(MOST_ASKED)
    )
    return [
        Asked(ref, title, sharing, who, _where(sharing, ref), asked_at)
        for ref, title, sharing, who, asked_at in session.execute(wanted)
    ]


def _where(sharing: Sharing, reference: str) -> str:
    """The page on which it is answered."""
    return "/desk/shared" if sharing is Sharing.JOINT else f"/desk/challenges/{reference}/partners"


def councils_to_ask(session: Session, challenge: Challenge) -> list[tuple[str, str]]:
    """(slug, name) of councils that have no part in this challenge yet."""
    known = select(Partner.council_id).where(Partner.challenge_id == challenge.id)
    wanted = (
        select(Authority.slug, Authority.name)
        .where(Authority.id != challenge.authority_id, Authority.id.not_in(known))
        .order_by(Authority.name)
    )
    return [(slug, name) for slug, name in session.execute(wanted)]


@dataclass(frozen=True, slots=True)
class Share:
    """A challenge of another council, as a council that shares it sees it."""

    id: UUID
    reference: str
    title: str
    lead: str
    council: str
    sharing: Sharing
    joined_at: datetime | None
    may_answer: bool
    is_public: bool


def shares(session: Session, actor: Actor, *, page: Page) -> tuple[int, list[Share]]:
    """How many challenges my councils share, were asked to share, or follow; one page of them."""
    mine = actor.authorities(*COUNCIL_SIDE)
    other, lead = aliased(Authority), aliased(Authority)
    wanted = (
        select(
            Partner.id,
            Challenge.reference,
            Challenge.title,
            lead.name,
            other.name,
            Partner.sharing,
            Partner.joined_at,
            Partner.council_id,
            Challenge.stage.in_(PUBLIC),
            func.count().over(),
        )
        .join(Challenge, Challenge.id == Partner.challenge_id)
        .join(lead, lead.id == Partner.authority_id)
        .join(other, other.id == Partner.council_id)
        .where(Partner.council_id.in_(mine), Challenge.stage != Stage.DISCARDED)
        .order_by(Partner.joined_at.is_not(None), Partner.asked_at.desc(), Partner.id)
    )
    rows = session.execute(wanted.offset(page.offset).limit(page.limit)).all()
    writes = actor.authorities(*DESK_WRITERS)
    found = [
        Share(key, ref, title, leads, council, sharing, joined, asked in writes, public)
        for key, ref, title, leads, council, sharing, joined, asked, public, _total in rows
    ]
    return (rows[0][-1] if rows else 0), found


def names_of(sharing: Sharing) -> ScalarSelect[str]:
    """The names of councils that share this challenge so, in one value; for a column."""
    return (
        select(func.aggregate_strings(Authority.name, ", "))
        .join(Partner, Partner.council_id == Authority.id)
        .where(
            Partner.challenge_id == Challenge.id,
            Partner.sharing == sharing,
            Partner.joined_at.is_not(None),
        )
        .correlate(Challenge)
        .scalar_subquery()
    )
