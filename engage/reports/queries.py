"""Reads of compilations, and the rows that go into tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.reports.manifest import Snapshot
from engage.reports.models import Compilation, CompiledFile, State
from engage.reports.tables import Cell
from engage.reports.tables.counting import Closed
from engage.responses import queries as responses
from engage.responses.kinds import CLOSED, cell
from engage.responses.models import Prompt

UNFINISHED = (State.QUEUED, State.RUNNING)
MOST_KEPT = 20
# The only columns that ever leave: what is not named here is in no table.
YES = "Yes"  # what a declaration that was made says
FACTS = (responses.COMPANY, responses.PEOPLE, responses.REGIONS)  # as the profile said then
HEADER = ("Receipt", "Organisation", "Submitted at (UTC)", "How it came", *FACTS)


@dataclass(frozen=True)
class Asked:
    """A compilation as its page shows it."""

    compilation: Compilation
    asker: str


@dataclass(frozen=True)
class Ready:
    """One finished file of a compilation."""

    challenge: Challenge
    compilation_id: UUID
    file: CompiledFile


def compilations(session: Session, challenge: Challenge) -> list[Asked]:
    """The newest first, with who asked."""
    wanted = (
        select(Compilation, Person.name)
        .join(Person, Person.id == Compilation.asked_by)
        .options(lazyload(Compilation.challenge))
        .where(Compilation.challenge_id == challenge.id)
        .order_by(Compilation.id.desc())
        .limit(MOST_KEPT)
    )
    return [Asked(row[0], row[1]) for row in session.execute(wanted)]


def unfinished(session: Session, challenge: Challenge) -> Compilation | None:
    """The compiling that is under way."""
    wanted = select(Compilation).where(
        Compilation.challenge_id == challenge.id, Compilation.state.in_(UNFINISHED)
    )
    return session.scalars(wanted.limit(1)).one_or_none()


def for_desk(session: Session, actor: Actor, ref: str, compilation_id: UUID) -> Compilation | None:
    """A compilation of a challenge whose responses may be read now."""
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(Compilation).where(
        Compilation.id == compilation_id, Compilation.challenge_id == challenge.id
    )
    return session.scalars(wanted).one_or_none()


def file_ready(
    session: Session, actor: Actor, ref: str, compilation_id: UUID, format: str
) -> Ready | None:
    """One file of a finished compilation, of a challenge whose responses may be read now."""
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        select(CompiledFile)
        .join(Compilation, Compilation.id == CompiledFile.compilation_id)
        .where(
            Compilation.id == compilation_id,
            Compilation.challenge_id == challenge.id,
            Compilation.state == State.DONE,
            CompiledFile.format == format,
        )
    )
    found = session.scalars(wanted).one_or_none()
    return None if found is None else Ready(challenge, compilation_id, found)


def header(prompts: Sequence[Prompt]) -> list[str]:
    """The columns: those about the response, then one a question in its order."""
    return [*HEADER, *(prompt.text for prompt in prompts)]


def cells(rows: Iterable[Row[Any]], prompts: Sequence[Prompt]) -> Iterator[list[Cell]]:
    """Table rows of what ``responses.queries.batch`` read."""
    keys = [str(prompt.id) for prompt in prompts]
    for row in rows:
        said: Mapping[str, str] = row.answers
        yield [
            row.receipt,
            row.organisation,
            _instant(row.submitted_at),
            row.channel.label,
            *(row.facts.get(name, "") for name in FACTS),
            *(cell(prompt, said.get(key, "")) for prompt, key in zip(prompts, keys, strict=True)),
        ]


def closed(prompts: Sequence[Prompt]) -> list[Closed]:
    """The questions whose answers are counted, by their place in a row of ``cells``."""
    return [
        Closed(place, each.text, each.options or [YES])
        for place, each in enumerate(prompts, start=len(HEADER))
        if each.kind in CLOSED
    ]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_stale(session: Session, compilation: Compilation, *, at: datetime) -> bool:
    """Whether what counts now is not what was compiled: sent, replaced or taken back since."""
    if not compilation.snapshot:
        return False
    now_counting = Snapshot()
    for each in responses.counting(session, compilation.challenge, at=at):
        now_counting.add(each)
    return now_counting.sha256 != compilation.snapshot
