"""What was shown at sessions: drafts for the desk, the rest for everybody, and what is owed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import Session, contains_eager

from engage.accounts.actor import Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import PUBLIC, Stage
from engage.challenges.models import Challenge
from engage.files.models import File, State
from engage.workshops.deadlines import deadline, last_day
from engage.workshops.models import Material, MaterialsClock, Sitting, Workshop
from engage.workshops.queries.desk import for_desk

IN_ORDER = (Material.added_at, Material.id)
PUBLISHED = Material.published_at.is_not(None)


@dataclass(frozen=True)
class After:
    """What there is, or will be, after a session. ``due_on`` None: nothing is promised."""

    materials: Sequence[Material] = field(default_factory=tuple)
    due_on: date | None = None
    late: bool = False
    none_because: str = ""

    @property
    def is_missing(self) -> bool:
        return self.due_on is not None


@dataclass(frozen=True)
class Missing:
    """A session whose materials are still to come. The last day is ``due_on``."""

    sitting_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    due_on: date
    late: bool


def of_sitting(session: Session, sitting: Sitting) -> Sequence[Material]:
    """Every material of a session for its desk page: drafts, published and withdrawn ones."""
    wanted = select(Material).where(about_sitting(sitting))
    return session.scalars(wanted.order_by(*IN_ORDER)).all()


def material_for_desk(
    session: Session, actor: Actor, ref: str, sitting_id: UUID, material_id: UUID
) -> tuple[Sitting, Material] | None:
    """One that is there still, of a session that the actor may see at the desk."""
    sitting = for_desk(session, actor, ref, sitting_id)
    if sitting is None:
        return None
    wanted = select(Material).where(
        Material.id == material_id, about_sitting(sitting), Material.withdrawn_at.is_(None)
    )
    material = session.scalars(wanted).one_or_none()
    return (sitting, material) if material else None


def public_material(
    session: Session, _actor: Actor, ref: str, material_id: UUID
) -> Material | None:
    """A file that everybody may take away."""
    wanted = (
        select(Material)
        .join(Material.file)
        .join(Challenge, Challenge.id == Material.challenge_id)
        .options(contains_eager(Material.file))
        .where(
            Challenge.reference == ref,
            Challenge.stage.in_(PUBLIC),
            Material.id == material_id,
            PUBLISHED,
            Material.withdrawn_at.is_(None),
            File.state == State.CLEAN,
        )
    )
    return session.scalars(wanted).one_or_none()


def of_file(session: Session, file_id: UUID) -> Material | None:
    return session.scalars(select(Material).where(Material.file_id == file_id)).one_or_none()


def of_batch(session: Session, batch_id: UUID) -> Sequence[Material]:
    """What was published together and is there still."""
    wanted = select(Material).where(Material.batch_id == batch_id, Material.withdrawn_at.is_(None))
    return session.scalars(wanted.order_by(*IN_ORDER)).all()


def after_each(
    session: Session,
    challenge: Challenge,
    rows: Sequence[Row[*tuple[Any, ...]]],
    *,
    at: datetime,
) -> Mapping[UUID, After]:
    """What everybody finds after each session that has begun; no statement where none has.

    ``rows`` are those of ``announced``, with the clock of each.
    """
    begun = [row for row in rows if row.starts_at <= at]
    if not begun:
        return {}
    found = published_of(session, [row.workshop_id for row in begun])
    council, region = challenge.authority, challenge.region
    withdrawn = challenge.stage is Stage.WITHDRAWN
    known = {}
    for row in begun:
        shown = shown_at(found[row.workshop_id], row.id)
        due_at = None
        if row.settled_at is None and not withdrawn:
            due_at = row.due_at or deadline(council, region, row.ends_at).due_at
        known[row.id] = _after(shown, due_at, row.none_because or "", at)
    return known


def after(session: Session, sitting: Sitting, *, at: datetime) -> After:
    """The same for one session at the desk; nothing while it is to come or was cancelled."""
    if sitting.cancelled_at is not None or at < sitting.starts_at:
        return After()
    clock = session.get(MaterialsClock, sitting.id)
    challenge, due_at = sitting.challenge, clock.due_at if clock else None
    if due_at is None:
        due_at = deadline(challenge.authority, challenge.region, sitting.ends_at).due_at
    if challenge.stage is Stage.WITHDRAWN or (clock and clock.settled_at):
        due_at = None
    found = published_of(session, [sitting.workshop_id])[sitting.workshop_id]
    return _after(shown_at(found, sitting.id), due_at, clock.none_because if clock else "", at)


def published_of(
    session: Session, workshop_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Material]]:
    """By workshop, what everybody may read of it, and what they could and cannot any more."""
    wanted = select(Material).where(Material.workshop_id.in_(set(workshop_ids)), PUBLISHED)
    found: dict[UUID, list[Material]] = defaultdict(list)
    for each in session.scalars(wanted.order_by(*IN_ORDER)):
        found[each.workshop_id].append(each)
    return found


def missing(session: Session, challenge_id: UUID, *, at: datetime) -> list[Missing]:
    """Sessions of a challenge that are over and whose materials are not here, the oldest first."""
    clock = MaterialsClock
    wanted = (
        select(
            *(Sitting.id, Workshop.title, Sitting.starts_at, Sitting.ends_at, clock.due_at),
            *(Challenge.region, Authority),
        )
        .join(Sitting.workshop)
        .join(Challenge, Challenge.id == Sitting.challenge_id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .outerjoin(clock, clock.sitting_id == Sitting.id)
        .where(
            Sitting.challenge_id == challenge_id,
            Sitting.cancelled_at.is_(None),
            Sitting.ends_at <= at,
            Challenge.stage != Stage.WITHDRAWN,
            or_(
                and_(clock.sitting_id.is_(None), ~has_published()),
                and_(clock.sitting_id.is_not(None), clock.settled_at.is_(None)),
            ),
        )
        .order_by(Sitting.ends_at, Sitting.id)
    )
    rows = session.execute(wanted)
    return [_missing(*row, at) for row in rows]


def _missing(
    sitting_id: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    due_at: datetime | None,
    region: str,
    council: Authority,
    at: datetime,
) -> Missing:
    due = due_at or deadline(council, region, ends_at).due_at
    return Missing(sitting_id, title, starts_at, ends_at, last_day(due), at >= due)


def about_sitting(sitting: Sitting) -> ColumnElement[bool]:
    """Of this session, or of all sessions of its workshop."""
    whole = Material.sitting_id.is_(None)
    of_workshop = Material.workshop_id == sitting.workshop_id
    return and_(of_workshop, or_(whole, Material.sitting_id == sitting.id))


def has_published() -> ColumnElement[bool]:
    """Whether something was published for ``Sitting`` and is there still."""
    return exists().where(
        Material.workshop_id == Sitting.workshop_id,
        or_(Material.sitting_id.is_(None), Material.sitting_id == Sitting.id),
        PUBLISHED,
        Material.withdrawn_at.is_(None),
    )


def shown_at(found: Sequence[Material], sitting_id: UUID) -> Sequence[Material]:
    """Of the materials of a workshop, those about one session or all of them."""
    return [each for each in found if each.sitting_id in (None, sitting_id)]


def _after(shown: Sequence[Material], due_at: datetime | None, because: str, at: datetime) -> After:
    """What is here is not promised any more."""
    if due_at is None or any(each.withdrawn_at is None for each in shown):
        return After(shown, none_because=because)
    return After(shown, last_day(due_at), at >= due_at, because)
