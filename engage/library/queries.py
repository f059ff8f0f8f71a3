"""Reads of the library: one entry for its council, and what everybody finds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, literal, select
from sqlalchemy.orm import Session, contains_eager

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.challenges.queries import REFERENCE, is_listed
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.kernel.search import matches
from engage.library.models import LibraryEntry
from engage.outcomes.models import Summary
from engage.outcomes.queries import public

SHORTEST_NAME, FEW = 4, 5
BEGINNING = 240  # characters of what was heard that a list shows
IS_READ = (LibraryEntry.shared_at.is_not(None), is_listed())


def is_over(session: Session, challenge: Challenge) -> bool:
    """Whether its outcome is published."""
    told = exists().where(Summary.challenge_id == challenge.id, Summary.published_at.is_not(None))
    return bool(session.scalar(select(told)))


def entry_of(session: Session, challenge: Challenge) -> LibraryEntry | None:
    """Also while it is a draft: for its council."""
    mine = select(LibraryEntry).where(LibraryEntry.challenge_id == challenge.id)
    return session.scalars(mine).one_or_none()


def named(session: Session, challenge_id: UUID, text: str) -> Sequence[str]:
    """Organisations that took part and stand in this text; a few of them."""
    said = literal(text.casefold())
    wanted = (
        select(Interest.organisation)
        .where(
            Interest.challenge_id == challenge_id,
            func.length(Interest.organisation) >= SHORTEST_NAME,
            said.contains(func.lower(Interest.organisation), autoescape=False),
        )
        .order_by(Interest.organisation)
    )
    return session.scalars(wanted.limit(FEW)).all()


def beginning(session: Session, challenge: Challenge) -> dict[str, Any]:
    """What an entry starts with: what is public of the challenge and its outcome already."""
    said = session.get(Summary, challenge.id)
    if said is None or said.published_at is None:
        return {}
    themes = public.named_themes(session, challenge.id) if said.themes_shown else []
    named = "\n".join(f"- {name}" for name, _ in themes)
    parts = (named and f"What suppliers spoke about:\n\n{named}", said.changed)
    return {
        "title": challenge.title,
        "asked": challenge.need,
        "heard": said.heard,
        "advice": "\n\n".join(filter(None, parts)),
    }


def shared_entry(session: Session, _actor: object, ref: str) -> LibraryEntry | None:
    """For everybody, as long as its council agrees."""
    if not REFERENCE.fullmatch(ref):
        return None
    wanted = (
        select(LibraryEntry)
        .join(LibraryEntry.challenge)
        .options(contains_eager(LibraryEntry.challenge))
        .where(Challenge.reference == ref, *IS_READ)
    )
    return session.scalars(wanted).one_or_none()


def found(session: Session, query: str, *, page: Page) -> tuple[int, Sequence[Row[Any]]]:
    """How many entries have these words, and one page of them: the newest first."""
    which = (*IS_READ, *((matches("library_entry", query),) if query else ()))
    joined = select(func.count()).select_from(LibraryEntry).join(LibraryEntry.challenge)
    total = session.scalar(joined.where(*which)) or 0
    wanted = (
        select(Challenge.reference, LibraryEntry.title, Authority.name.label("council"))
        .add_columns(func.substr(LibraryEntry.heard, 1, BEGINNING).label("heard"))
        .add_columns(LibraryEntry.shared_at)
        .select_from(LibraryEntry)
        .join(LibraryEntry.challenge)
        .join(Authority, Authority.id == LibraryEntry.authority_id)
        .where(*which)
        .order_by(LibraryEntry.shared_at.desc(), LibraryEntry.id.desc())
        .offset(page.offset)
        .limit(page.limit)
    )
    return total, session.execute(wanted).all()
