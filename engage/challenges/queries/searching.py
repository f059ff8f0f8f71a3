"""The search of public challenges. What it costs grows with the page, not with the table."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import AFTER_THE_END, PUBLIC, Stage
from engage.challenges.models import Challenge, ChallengeCpv
from engage.challenges.reference import VALUE_BANDS, codes_within, regions_within
from engage.kernel.paging import Page
from engage.kernel.search import count_to, matches, matches_one

MOST_SHOWN = 1000
"""Results are counted and shown to here; whoever wants others narrows the search."""
FEW = 5000
"""As many rows are sorted at once; of more, the newest are looked at one by one (SQLite)."""
SOON = timedelta(days=7)
KNOWN_TO_THE_DATABASE = frozenset({"q", "cpv"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the public list."""

    reference: str
    title: str
    need: str  # its beginning
    region: str
    stage: Stage
    engagement_ends: datetime | None
    council: str
    slug: str  # of the council

    def stage_at(self, at: datetime) -> Stage:
        """Closed from the very instant it ends, however late the sweeper is."""
        over = self.engagement_ends is not None and at >= self.engagement_ends
        return Stage.CLOSED if self.stage is Stage.OPEN and over else self.stage


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a search finds."""

    rows: list[Listed]
    total: int  # at most MOST_SHOWN
    more: bool  # than the total
    further: bool = False  # there is a next page, although nobody counted to there
    by_stage: Mapping[str, int] = field(default_factory=dict)  # empty: too many to count


def is_listed() -> ColumnElement[bool]:
    """What lists, searches, feeds and alerts may show: published, and listed too.

    A page whose notice is not out yet is reached by its address only.

    Whatever column it reads belongs into the index ``ix_challenge_searched`` as well. Nearly all
    rows pass, so it names what does not: no index of the stage can serve that and be chosen.
    """
    is_public = Challenge.stage.not_in(frozenset(Stage) - PUBLIC)
    return and_(is_public, Challenge.listed_at.is_not(None))


def search(session: Session, wanted: Mapping[str, str], *, at: datetime, page: Page) -> Found:
    """The challenges that pass these filters. At most four statements."""
    few = _few(session, wanted)
    tests = [is_listed(), *_about(wanted, few), *_facts(wanted)]
    at_stage = _stages(at).get(_stage(wanted))
    here = tests if at_stage is None else [*tests, at_stage]
    rows = _rows(session, here, _order(wanted, few), page)
    further, rows = len(rows) > page.limit, rows[: page.limit]
    if "q" in wanted and "q" not in few:
        return Found(rows, page.offset + len(rows), more=further, further=further)
    by_stage, total = _counted(session, tests, at_stage, at)
    return Found(rows, min(total, MOST_SHOWN), more=total > MOST_SHOWN, by_stage=by_stage)


def _rows(
    session: Session, tests: list[ColumnElement[bool]], order: tuple[Any, ...], page: Page
) -> list[Listed]:
    """First the keys, which an index holds, then what the page shows of them; one more to see."""
    keys = select(Challenge.id).where(*tests).order_by(*order)
    chosen = keys.offset(page.offset).limit(page.limit + 1).subquery()
    wanted = (
        select(
            Challenge.reference,
            Challenge.title,
            func.substr(Challenge.need, 1, 400),
            Challenge.region,
            Challenge.stage,
            Challenge.engagement_ends,
            Authority.name,
            Authority.slug,
        )
        .join(chosen, chosen.c.id == Challenge.id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .order_by(*order)
    )
    return [Listed(*row) for row in session.execute(wanted)]


def _counted(
    session: Session,
    tests: list[ColumnElement[bool]],
    at_stage: ColumnElement[bool] | None,
    at: datetime,
) -> tuple[dict[str, int], int]:
    """How many of each stage, if they can be counted, and how many of the stage asked for."""
    over = Challenge.engagement_ends <= at
    few = select(Challenge.stage, over.label("over")).where(*tests).limit(MOST_SHOWN + 1).subquery()
    rest = select(Challenge.id).where(*tests, *([] if at_stage is None else [at_stage]))
    own = select(func.count()).select_from(rest.limit(MOST_SHOWN + 1).subquery())
    wanted = select(few.c.stage, few.c.over, func.count(), own.scalar_subquery())
    rows = session.execute(wanted.group_by(few.c.stage, few.c.over)).all()
    total = rows[0][-1] if rows else 0
    if sum(row[2] for row in rows) > MOST_SHOWN:
        return {}, total
    return _by_stage((stage, bool(ended), number) for stage, ended, number, _own in rows), total


def _by_stage(counts: Iterator[tuple[Stage, bool, int]]) -> dict[str, int]:
    found = dict.fromkeys(("open", "ended", "closed", "outcome", "withdrawn"), 0)
    kinds = {Stage.CONCLUDED: "outcome", Stage.WITHDRAWN: "withdrawn"}
    for stage, over, number in counts:
        is_open = stage is Stage.OPEN and not over
        found["open" if is_open else "ended"] += number
        if not is_open:
            found[kinds.get(stage, "closed")] += number
    return found


def _stage(wanted: Mapping[str, str]) -> str:
    """What closes soon is open, whether or not somebody said so."""
    return wanted.get("stage", "open" if wanted.get("sort") == "closing" else "")


def _stages(at: datetime) -> dict[str, ColumnElement[bool]]:
    opened = Challenge.stage == Stage.OPEN
    over = and_(opened, Challenge.engagement_ends <= at)
    return {
        "open": and_(opened, Challenge.engagement_ends > at),
        "soon": and_(opened, Challenge.engagement_ends.between(at, at + SOON)),
        "ended": _is_any(over, *AFTER_THE_END, Stage.WITHDRAWN),
        "closed": _is_any(over, Stage.CLOSED, Stage.WITH_BOARD),
        "outcome": Challenge.stage == Stage.CONCLUDED,
        "withdrawn": Challenge.stage == Stage.WITHDRAWN,
    }


def _is_any(over: ColumnElement[bool], *stages: Stage) -> ColumnElement[bool]:
    """Many rows are, so they are met on the way: an index of the stage would have all sorted."""
    return or_(over, Challenge.stage.concat("").in_([stage.value for stage in stages]))


def _order(wanted: Mapping[str, str], few: Collection[str]) -> tuple[Any, ...]:
    """The key makes every order total. Few rows are sorted: SQLite would walk an index to them."""
    soonest = wanted.get("sort") == "closing" and _stage(wanted) in ("open", "soon")
    when: Any = Challenge.engagement_ends if soonest else Challenge.published_at
    if few and few is not KNOWN_TO_THE_DATABASE:
        when = func.ifnull(when, "")
    return (when, Challenge.id) if soonest else (when.desc(), Challenge.id.desc())


def _about(wanted: Mapping[str, str], few: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """Words and subject. What few have is looked up first; what many have is asked row by row."""
    if "q" in wanted:
        asked = matches if "q" in few else matches_one
        yield asked("challenge", wanted["q"])
    if "cpv" in wanted:
        coded = ChallengeCpv.code.between(*codes_within(wanted["cpv"]))
        if "cpv" in few and "q" not in few:
            yield Challenge.id.in_(select(ChallengeCpv.challenge_id).where(coded))
        else:
            yield exists().where(ChallengeCpv.challenge_id == Challenge.id, coded)


def _facts(wanted: Mapping[str, str]) -> Iterator[ColumnElement[bool]]:
    if "council" in wanted:
        council = select(Authority.id).where(Authority.slug == wanted["council"])
        yield Challenge.authority_id == council.scalar_subquery()
    if "region" in wanted:
        yield Challenge.region.in_(regions_within(wanted["region"]))
    if wanted.get("value") in VALUE_BANDS:
        _label, least, most = VALUE_BANDS[wanted["value"]]
        yield Challenge.value >= least
        if most is not None:
            yield Challenge.value < most
    if "sme" in wanted:
        yield Challenge.sme_suitable.is_(True)


def _few(session: Session, wanted: Mapping[str, str]) -> Collection[str]:
    """Of words and subject, those that few challenges have. PostgreSQL knows that by itself."""
    if session.get_bind().dialect.name != "sqlite":
        return KNOWN_TO_THE_DATABASE
    few = set()
    if "q" in wanted and (session.scalar(count_to("challenge", wanted["q"], FEW)) or 0) < FEW:
        few.add("q")
    if "cpv" in wanted:
        coded = ChallengeCpv.code.between(*codes_within(wanted["cpv"]))
        rows = select(ChallengeCpv.code).where(coded).limit(FEW).subquery()
        if (session.scalar(select(func.count()).select_from(rows)) or 0) < FEW:
            few.add("cpv")
    return few
