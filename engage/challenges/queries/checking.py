"""Reads for the checker: a council's lists of words, and what it finds in a statement."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import COUNCIL_SIDE, Actor
from engage.accounts.queries import council
from engage.challenges.checker import Entry, Finding, Lists, check, shipped
from engage.challenges.models import Challenge, CouncilWord, DismissedFinding
from engage.kernel.paging import Page

CHECKED = (
    *("title", "need", "who", "evidence", "today", "cost", "tried", "outcomes", "success"),
    *("limits", "inclusion", "lots", "renewal", "process"),
)
"""The texts of a statement, in its order; those the model does not have are passed over."""


@dataclass(frozen=True)
class Noted:
    """A finding, and the mark that stays the same while the words do."""

    mark: str
    finding: Finding


@dataclass(frozen=True)
class FindingAt:
    """Something found in a challenge."""

    challenge: Challenge
    noted: Noted


@dataclass(frozen=True)
class Looked:
    """What the checker finds in a statement: to look at, and looked at already."""

    waiting: list[Noted]
    dismissed: list[tuple[Noted, DismissedFinding]]

    def count(self, fields: Sequence[str]) -> int:
        """How many things to look at these fields have."""
        return len(self.of(fields))

    def of(self, fields: Sequence[str]) -> list[Noted]:
        """What to look at in these fields."""
        return [noted for noted in self.waiting if noted.finding.field in fields]

    def at(self, mark: str) -> Noted | None:
        """What waits under this mark."""
        return next((noted for noted in self.waiting if noted.mark == mark), None)


def findings(session: Session, challenge: Challenge, at: datetime) -> Looked:
    """What the checker finds, as its council wants it. Two statements."""
    return sorted_out(session, challenge.id, _found(session, challenge, at))


def sorted_out(session: Session, challenge_id: UUID, found: Sequence[Noted]) -> Looked:
    """What of this waits, and what was dismissed. One statement."""
    known = {
        row.mark: row
        for row in session.scalars(
            select(DismissedFinding).where(DismissedFinding.challenge_id == challenge_id)
        )
    }
    return Looked(
        [noted for noted in found if noted.mark not in known],
        [(noted, known[noted.mark]) for noted in found if noted.mark in known],
    )


def lists_of(session: Session, authority_id: UUID) -> Lists:
    """The words that engage ships, with what this council added and left out."""
    wanted = select(
        CouncilWord.kind,
        CouncilWord.word,
        CouncilWord.key,
        CouncilWord.instead,
        CouncilWord.left_out,
    ).where(CouncilWord.authority_id == authority_id)
    rows = session.execute(wanted).all()
    if not rows:
        return shipped()
    return shipped().changed(
        [Entry(row.kind, row.word, row.instead) for row in rows if not row.left_out],
        {(row.kind, row.key) for row in rows},
    )


def dismissal_for_desk(
    session: Session, actor: Actor, ref: str, dismissal_id: UUID
) -> DismissedFinding | None:
    """What somebody dismissed in such a challenge."""
    challenge = _at_side(session, actor, ref)
    if challenge is None:
        return None
    return session.scalar(
        select(DismissedFinding).where(
            DismissedFinding.id == dismissal_id, DismissedFinding.challenge_id == challenge.id
        )
    )


def council_word(session: Session, actor: Actor, slug: str, word_id: UUID) -> CouncilWord | None:
    """A change that this council made to the lists."""
    authority = council(session, actor, slug)
    if authority is None:
        return None
    return session.scalar(
        select(CouncilWord).where(
            CouncilWord.id == word_id, CouncilWord.authority_id == authority.id
        )
    )


def count_council_words(session: Session, authority_id: UUID) -> int:
    here = CouncilWord.authority_id == authority_id
    return session.scalar(select(func.count()).select_from(CouncilWord).where(here)) or 0


def council_words(session: Session, authority_id: UUID, page: Page) -> Sequence[CouncilWord]:
    """One page of a council's changes, the latest first."""
    wanted = (
        select(CouncilWord)
        .where(CouncilWord.authority_id == authority_id)
        .order_by(CouncilWord.changed_at.desc(), CouncilWord.id)
    )
    return session.scalars(wanted.limit(page.limit).offset(page.offset)).all()


def mark_of(challenge_id: UUID, finding: Finding) -> str:
    """The same for the same words, however they are spaced; of no other challenge."""
    whole = "\0".join((str(challenge_id), finding.code, finding.field, finding.words))
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:32]


def _found(session: Session, challenge: Challenge, at: datetime) -> list[Noted]:
    texts = texts_of(challenge)
    found = check(
        {name: text for name, text in texts.items() if text.strip()},
        lists_of(session, challenge.authority_id),
        ends=challenge.engagement_ends,
        begins=challenge.published_at or at,
        over=challenge.retrospective,
        under=challenge.portal,
    )
    return [Noted(mark_of(challenge.id, each), each) for each in found]


def texts_of(challenge: Challenge) -> dict[str, str]:
    """The texts by field, in the order of the statement; the words of all lots are one text."""
    columns = Challenge.__table__.columns
    texts = {name: getattr(challenge, name) for name in CHECKED if name in columns}
    named = [f"{each['title']}\n\n{each['description']}" for each in challenge.lot_list]
    return texts | {"lot_list": "\n\n".join(named)}


def _at_side(session: Session, actor: Actor, ref: str) -> Challenge | None:
    places = actor.authorities(*COUNCIL_SIDE)
    if not places or not ref.isascii():
        return None
    wanted = select(Challenge).where(Challenge.reference == ref, Challenge.authority_id.in_(places))
    return session.scalars(wanted).one_or_none()
