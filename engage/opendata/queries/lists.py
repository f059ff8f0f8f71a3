"""Lists of what is public, a page at a time, and one thing of each.

Challenges and outcomes come in the order in which they changed, and nothing is shown while a
change that would stand before it may still be committed: who goes on from the last misses none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, ChallengeCpv
from engage.challenges.queries import REFERENCE
from engage.kernel.clock import from_wall, to_wall
from engage.kernel.horizon import settled
from engage.kernel.installation import installation
from engage.notices.models import Notice
from engage.opendata import cursors, notices, shapes
from engage.opendata.cursors import Cursor, Reader, written
from engage.opendata.queries import columns
from engage.outcomes.models import Summary
from engage.questions.models import Question
from engage.workshops.models import Sitting
from engage.workshops.queries.materials import published_of, shown_at

Shaped = list[shapes.Values]
Shape = Callable[[Session, list[Row[Any]], str, datetime], Shaped]
Filter = Callable[[Any, datetime], ColumnElement[bool]]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One kind of thing: what may be had of it, in which total order, narrowed by what."""

    rows: Callable[[], Select[Any]]
    order: tuple[Any, ...]
    key: tuple[str, ...]  # names of the ordering columns in a row
    shape: Shape
    reader: Reader
    filters: Mapping[str, Filter]
    stamped: bool = False  # the first of the order says when it changed


@dataclass(frozen=True)
class Found:
    """Some of a list, where it ends, and whether there is more."""

    results: list[shapes.Values]
    last: str | None
    more: bool


def some(
    session: Session,
    listing: Listing,
    wanted: Mapping[str, Any],
    *,
    after: Cursor | None,
    limit: int,
    base: str,
    at: datetime,
) -> Found:
    """A page of a list: four statements at most, however long it is."""
    tests = [listing.filters[name](value, at) for name, value in wanted.items()]
    if listing.stamped:
        tests.append(settled(session, listing.order[0]))
    if after is not None:
        tests.append(tuple_(*listing.order) > after)
    rows = listing.rows().where(*tests).order_by(*listing.order).limit(limit + 1)
    found = list(session.execute(rows))
    page = found[:limit]
    last = written(*(getattr(page[-1], name) for name in listing.key)) if page else None
    return Found(listing.shape(session, page, base, at), last, len(found) > limit)


def one(
    session: Session, listing: Listing, *tests: ColumnElement[bool], base: str, at: datetime
) -> tuple[shapes.Values, datetime | None] | None:
    """The one thing that passes these tests, and when it changed last, where that is known."""
    row = session.execute(listing.rows().where(*tests)).one_or_none()
    return (listing.shape(session, [row], base, at)[0], _changed_at(row, at)) if row else None


def _changed_at(row: Row[Any], at: datetime) -> datetime | None:
    """When a challenge changed last; that it ended by the clock is a change."""
    ends, changed = getattr(row, "engagement_ends", None), getattr(row, "updated_at", None)
    return max(changed, ends) if changed and ends and ends <= at else changed


def by_reference(ref: str) -> ColumnElement[bool]:
    """The challenge of this reference; nothing that is not one reaches the database."""
    return Challenge.reference == (ref if REFERENCE.fullmatch(ref) else "")


def _challenges(session: Session, rows: list[Row[Any]], base: str, at: datetime) -> Shaped:
    codes: dict[UUID, list[str]] = {row.id: [] for row in rows}
    noticed: dict[UUID, list[Row[Any]]] = {row.id: [] for row in rows}
    if rows:
        coded = select(ChallengeCpv.challenge_id, ChallengeCpv.code)
        for challenge_id, code in session.execute(
            coded.where(ChallengeCpv.challenge_id.in_(codes))
        ):
            codes[challenge_id].append(code)
        known = columns.notices().where(Notice.challenge_id.in_(noticed))
        for version in session.execute(known):
            noticed[version.challenge_id].append(version)
    prefix = installation(session).ocid_prefix
    return [
        {
            **shapes.challenge(row, codes[row.id], base=base, at=at),
            "ocid": f"{prefix}-{row.reference}",
            **notices.of(row, noticed[row.id]),
        }
        for row in rows
    ]


def _authorities(_s: Session, rows: list[Row[Any]], base: str, _at: datetime) -> Shaped:
    return [shapes.authority(row, base=base) for row in rows]


def _workshops(session: Session, rows: list[Row[Any]], base: str, at: datetime) -> Shaped:
    """With what was published after each; nothing is asked where none has begun."""
    begun = [row.workshop_id for row in rows if row.starts_at <= at]
    found = published_of(session, begun) if begun else {}
    return [
        shapes.workshop(row, shown_at(found.get(row.workshop_id, ()), row.id), base=base)
        for row in rows
    ]


def _questions(_s: Session, rows: list[Row[Any]], base: str, _at: datetime) -> Shaped:
    return [shapes.question(row, to_wall(row.answered_at)[0], base=base) for row in rows]


def _outcomes(_s: Session, rows: list[Row[Any]], base: str, _at: datetime) -> Shaped:
    return [shapes.outcome(row, base=base) for row in rows]


def still_open(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Engagements that suppliers can take part in now."""
    return Challenge.stage == Stage.OPEN, Challenge.engagement_ends > at


def _in_stage(stage: str, at: datetime) -> ColumnElement[bool]:
    """The stages of the public list: an engagement is closed from the instant at which it ends."""
    is_open = Challenge.stage == Stage.OPEN
    return {
        "open": and_(*still_open(at)),
        "closed": or_(
            and_(is_open, Challenge.engagement_ends <= at),
            Challenge.stage.in_([Stage.CLOSED, Stage.WITH_BOARD]),
        ),
        "outcome": Challenge.stage == Stage.CONCLUDED,
        "withdrawn": Challenge.stage == Stage.WITHDRAWN,
    }[stage]


def _since_day(day: date, _at: datetime) -> ColumnElement[bool]:
    return Question.answered_at >= from_wall(day, time(0), later=False)


def _of_council(slug: str, _at: datetime) -> ColumnElement[bool]:
    return Authority.slug == slug


def _of_challenge(reference: str, _at: datetime) -> ColumnElement[bool]:
    return Challenge.reference == reference


CHALLENGES = Listing(
    rows=columns.challenges,
    order=(Challenge.updated_at, Challenge.reference),
    key=("updated_at", "reference"),
    shape=_challenges,
    reader=cursors.changed,
    filters={
        "stage": _in_stage,
        "council": _of_council,
        "updated_since": lambda since, _: Challenge.updated_at >= since,
    },
    stamped=True,
)
AUTHORITIES = Listing(
    rows=columns.authorities,
    order=(Authority.slug,),
    key=("slug",),
    shape=_authorities,
    reader=cursors.named,
    filters={},
)
WORKSHOPS = Listing(
    rows=columns.workshops,
    order=(Sitting.starts_at, Sitting.id),
    key=("starts_at", "id"),
    shape=_workshops,
    reader=cursors.timed,
    filters={
        "council": _of_council,
        "challenge": _of_challenge,
        "starts_since": lambda since, _: Sitting.starts_at >= since,
    },
)
QUESTIONS = Listing(
    rows=columns.questions,
    order=(Challenge.reference, Question.number),
    key=("reference", "number"),
    shape=_questions,
    reader=cursors.numbered,
    filters={
        "council": _of_council,
        "challenge": _of_challenge,
        "answered_since": _since_day,
    },
)
OUTCOMES = Listing(
    rows=columns.outcomes,
    order=(Summary.published_at, Challenge.reference),
    key=("published_at", "reference"),
    shape=_outcomes,
    reader=cursors.changed,
    filters={
        "council": _of_council,
        "challenge": _of_challenge,
        "published_since": lambda since, _: Summary.published_at >= since,
    },
    stamped=True,
)
