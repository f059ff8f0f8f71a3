"""Who asked this before: public challenges of any council that say much the same."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries.searching import is_listed
from engage.kernel.search import alike, telling_words

MOST_SIMILAR = 5
LOOKED_AT = 200  # the best by the database's own score; these are compared word by word
WORDS = 16  # of a statement: its title first, then its need
STEM = 5  # letters: "repair", "repairs" and "repaired" are one word here
LEAST = 3  # words in common: fewer is chance


@dataclass(frozen=True, slots=True)
class Similar:
    """A challenge like this one, and the words that both have: why it is shown."""

    reference: str
    title: str
    council: str
    stage: Stage
    published_at: datetime | None
    shared: tuple[str, ...]


def similar(session: Session, challenge: Challenge) -> list[Similar]:
    """At most five public challenges, those with most words in common first."""
    ours = telling_words(f"{challenge.title} {challenge.need}", WORDS)
    if len(ours) < LEAST:
        return []
    like = alike(session, "challenge", ours, most=LOOKED_AT)
    wanted = (
        select(
            Challenge.reference,
            Challenge.title,
            Authority.name,
            Challenge.stage,
            Challenge.published_at,
            func.substr(Challenge.need, 1, 2000),
        )
        .join(like, like.c.id == Challenge.id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .where(Challenge.id != challenge.id, is_listed())
        .order_by(like.c.score.desc(), Challenge.reference)
    )
    found = [
        Similar(ref, title, council, stage, published, _shared(ours, f"{title} {need}"))
        for ref, title, council, stage, published, need in session.execute(wanted)
    ]
    close = [each for each in found if len(each.shared) >= LEAST]
    return sorted(close, key=lambda each: -len(each.shared))[:MOST_SIMILAR]


def _shared(ours: list[str], theirs: str) -> tuple[str, ...]:
    stems = {word[:STEM] for word in telling_words(theirs, 1000)}
    return tuple(word for word in ours if word[:STEM] in stems)
