"""Choose when responses may be read, and by whom, before anybody can send one."""

from collections.abc import Sequence
from datetime import datetime
from itertools import permutations
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.accounts.models import OpeningKey
from engage.challenges.events import SealingChosen
from engage.challenges.lifecycle import UNPUBLISHED
from engage.challenges.models import Challenge, Sealing
from engage.challenges.queries import locked
from engage.challenges.service import NotADraft
from engage.kernel import boxes
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.responses import queries
from engage.responses.events import OpenersNamed
from engage.responses.kinds import NO_FILES, Kind
from engage.responses.models import Envelope, Prompt

FEWEST, MOST = 2, 5  # officers who can open; any two of them together do


class CannotSeal(Refusal):
    """Responses cannot be sealed in this way."""


def why_sealing_stays(challenge: Challenge) -> str:
    """Why nobody can choose any more; empty while somebody can."""
    if challenge.stage in UNPUBLISHED:
        return ""
    return (
        "Suppliers were told when the challenge was published, and wrote what they wrote because "
        "of it. So this can no longer change."
    )


def choose_sealing(
    session: Session,
    challenge: Challenge,
    *,
    sealing: Sealing,
    openers: Sequence[OpeningKey] = (),
    counts_shown: bool = False,
    by: UUID,
    at: datetime,
) -> None:
    """Say when the council may read responses. Raises NotADraft from publication on, CannotSeal.

    ``openers``: the keys of those who open what is sealed with keys, any two of them together.
    ``counts_shown``: the council may see how many there are before it may read them.
    """
    locked(session, challenge)
    if reason := why_sealing_stays(challenge):
        raise NotADraft(reason)
    challenge.counts_shown = counts_shown and sealing is not Sealing.ROLLING
    changed = challenge.sealing is not sealing
    challenge.sealing = sealing
    if sealing is Sealing.KEY:
        _name(session, challenge, openers, by=by, at=at)
    else:
        _take_apart(session, challenge)
    session.flush()
    if changed:
        fact = SealingChosen(sealing=sealing.value, **_about(challenge))
        record(session, fact, by=by, at=at)


def _name(
    session: Session, challenge: Challenge, openers: Sequence[OpeningKey], *, by: UUID, at: datetime
) -> None:
    """A new pair of keys for the challenge; the private one exists in nested boxes only."""
    if not FEWEST <= len({each.person_id for each in openers}) <= MOST:
        raise CannotSeal(
            f"Select {FEWEST} to {MOST} people who have an opening key. Two of them together open "
            "the responses, so nobody can do it alone. Each makes a key on the page of their "
            "account."
        )
    asks = select(Prompt.id).where(Prompt.challenge_id == challenge.id, Prompt.kind == Kind.FILE)
    if session.scalar(asks.limit(1)):
        raise CannotSeal(f"{NO_FILES} Change the question that asks for a file first.")
    if {each.id for each in openers} == set(queries.opening_keys(session, challenge.id)):
        return
    _take_apart(session, challenge)
    pair = boxes.new_pair()
    challenge.sealing_key = pair.public
    for first, second in permutations(openers, 2):
        inner = boxes.sealed(second.public, pair.private)
        about = {"challenge_id": challenge.id, "box": boxes.sealed(first.public, inner)}
        session.add(Envelope(first_key_id=first.id, second_key_id=second.id, **about))
    session.flush()
    people = tuple(sorted(str(each.person_id) for each in openers))
    record(session, OpenersNamed(people=people, **_about(challenge)), by=by, at=at)


def _take_apart(session: Session, challenge: Challenge) -> None:
    challenge.sealing_key = None
    session.execute(
        delete(Envelope)
        .where(Envelope.challenge_id == challenge.id)
        .execution_options(synchronize_session=False)
    )


def _about(challenge: Challenge) -> dict[str, UUID]:
    return {
        "subject_id": challenge.id,
        "authority_id": challenge.authority_id,
        "challenge_id": challenge.id,
    }
