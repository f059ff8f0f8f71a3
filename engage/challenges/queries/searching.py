"""The search of public challenges. What it costs grows with the page, not with the table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import AFTER_THE_END, PUBLIC, Stage
from engage.challenges.models import Challenge, ChallengeCpv
from engage.challenges.reference import VALUE_BANDS, codes_within, regions_within
from engage.kernel.db import Instant
from engage.kernel.paging import Page
from engage.kernel.search import count_to, expected, matches, matches_one

MOST_SHOWN = 1000
"""Results are counted and shown to here; whoever wants others narrows the search."""
FEW = 5000
"""As many rows are sorted at once; of more, the newest are looked at one by one (SQLite)."""
SOON = timedelta(days=7)
AT: BindParameter[datetime] = bindparam("at", type_=Instant)
SOON_AT: BindParameter[datetime] = bindparam("soon_at", type_=Instant)


@dataclass(frozen=True, slots=True)
class Few:
    """Of words and subject, those that few challenges have."""

    known: frozenset[str]
    by_the_database: bool = False  # it knows that by itself
    words_last: bool = False  # very many have the words: count those that fit all else first


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


def _is_any(over: ColumnElement[bool], *stages: Stage) -> ColumnElement[bool]:
    """Many rows are, so they are met on the way: an index of the stage would have all sorted."""
    return or_(over, Challenge.stage.concat("").in_([stage.value for stage in stages]))


OPENED = Challenge.stage == Stage.OPEN
OVER_AT = Challenge.engagement_ends <= AT
OVER = and_(OPENED, OVER_AT)
STAGES: Mapping[str, ColumnElement[bool]] = {
    "open": and_(OPENED, Challenge.engagement_ends > AT),
    "soon": and_(OPENED, Challenge.engagement_ends.between(AT, SOON_AT)),
    "ended": _is_any(OVER, *AFTER_THE_END, Stage.WITHDRAWN),
    "closed": _is_any(OVER, Stage.CLOSED, Stage.WITH_BOARD),
    "outcome": Challenge.stage == Stage.CONCLUDED,
    "withdrawn": Challenge.stage == Stage.WITHDRAWN,
}


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
    rows_of, counts_of = _statements(frozenset(wanted.items()), few, page)
    times = {AT.key: at, SOON_AT.key: at + SOON}
    rows = [Listed(*row) for row in session.execute(rows_of, times)]
    further, rows = len(rows) > page.limit, rows[: page.limit]
    if "q" in wanted and "q" not in few.known:
        return Found(rows, page.offset + len(rows), more=further, further=further)
    by_stage, total = _counted(session.execute(counts_of, times).all())
    return Found(rows, min(total, MOST_SHOWN), more=total > MOST_SHOWN, by_stage=by_stage)


@lru_cache(maxsize=32)
def _statements(
    filters: frozenset[tuple[str, str]], few: Few, page: Page
) -> tuple[Select[Any], Select[Any]]:
    """Of rows and of counts. To write them down costs as much as to have them answered."""
    wanted = dict(filters)
    facts, about = [is_listed(), *_facts(wanted)], list(_about(wanted, few))
    at_stage = STAGES.get(_stage(wanted), true())
    tests = [*facts, *about]  # what is cheap to look at comes first: PostgreSQL keeps the order
    rows_of = _rows([*facts, at_stage, *about], _order(wanted, few), page)
    if few.words_last:
        others = [*facts, *_about({"cpv": wanted["cpv"]}, few)]
        return rows_of, _counts(*_words_last(others, at_stage, wanted["q"]))
    columns: tuple[Any, ...] = (Challenge.stage, OVER_AT.label("over"))
    kept, here = select(*columns).where(*tests), [*facts, at_stage, *about]
    return rows_of, _counts(kept, select(Challenge.id).where(*here))


def _rows(tests: list[ColumnElement[bool]], order: tuple[Any, ...], page: Page) -> Select[Any]:
    """First the keys, which an index holds, then what the page shows of them; one more to see."""
    keys = select(Challenge.id).where(*tests).order_by(*order)
    chosen = keys.offset(page.offset).limit(page.limit + 1).subquery()
    wanted = select(
        Challenge.reference,
        Challenge.title,
        func.substr(Challenge.need, 1, 400),
        Challenge.region,
        Challenge.stage,
        Challenge.engagement_ends,
        Authority.name,
        Authority.slug,
    )
    return (
        wanted.join(chosen, chosen.c.id == Challenge.id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .order_by(*order)
    )


def _counts(kept: Select[Any], here: Select[Any]) -> Select[Any]:
    """How many of each stage, and beside each how many of the stage asked for."""
    few, rest = (each.limit(MOST_SHOWN + 1).subquery() for each in (kept, here))
    own = select(func.count()).select_from(rest).scalar_subquery()
    wanted = select(few.c.stage, few.c.over, func.count(), own)
    return wanted.group_by(few.c.stage, few.c.over)


def _words_last(
    others: list[ColumnElement[bool]], at_stage: ColumnElement[bool], words: str
) -> tuple[Select[Any], Select[Any]]:
    """What fits all else, which indexes tell, and only of that who has the words (PostgreSQL).

    To look into the words of a row costs it a hundred times what it plans with, so it would look
    into those of all rows.
    """
    columns = (Challenge.id, Challenge.stage, OVER_AT.label("over"), at_stage.label("here"))
    fits = select(*columns).where(*others).cte("fits").prefix_with("MATERIALIZED")
    said = select(matches("challenge", words)).where(Challenge.id == fits.c.id)
    has_words = said.correlate(fits).scalar_subquery()
    kept = select(fits.c.stage, fits.c.over).where(has_words)
    return kept, select(fits.c.id).where(fits.c.here, has_words)


def _counted(rows: Sequence[Any]) -> tuple[dict[str, int], int]:
    """What was counted, unless it was too much to go on, and how many of the stage asked for."""
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


def _order(wanted: Mapping[str, str], few: Few) -> tuple[Any, ...]:
    """The key makes every order total. Few rows are sorted: SQLite would walk an index to them."""
    soonest = wanted.get("sort") == "closing" and _stage(wanted) in ("open", "soon")
    when: Any = Challenge.engagement_ends if soonest else Challenge.published_at
    if few.known and not few.by_the_database:
        when = func.ifnull(when, "")
    return (when, Challenge.id) if soonest else (when.desc(), Challenge.id.desc())


def _about(wanted: Mapping[str, str], few: Few) -> Iterator[ColumnElement[bool]]:
    """Words and subject. What few have is looked up first; what many have is asked row by row."""
    if "q" in wanted:
        asked = matches if "q" in few.known else matches_one
        yield asked("challenge", wanted["q"])
    if "cpv" in wanted:
        coded = ChallengeCpv.code.between(*codes_within(wanted["cpv"]))
        if "cpv" in few.known and "q" not in few.known:
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


def _few(session: Session, wanted: Mapping[str, str]) -> Few:
    """PostgreSQL knows it by itself, SQLite has to be told."""
    if session.get_bind().dialect.name != "sqlite":
        both = "q" in wanted and "cpv" in wanted
        many = both and expected(session, "challenge", wanted["q"]) > FEW
        return Few(frozenset({"q", "cpv"}), by_the_database=True, words_last=many)
    few = set()
    if "q" in wanted and (session.scalar(count_to("challenge", wanted["q"], FEW)) or 0) < FEW:
        few.add("q")
    if "cpv" in wanted:
        coded = ChallengeCpv.code.between(*codes_within(wanted["cpv"]))
        rows = select(ChallengeCpv.code).where(coded).limit(FEW).subquery()
        if (session.scalar(select(func.count()).select_from(rows)) or 0) < FEW:
            few.add("cpv")
    return Few(frozenset(few))
