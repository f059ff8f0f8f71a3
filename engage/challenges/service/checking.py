"""What people decide about the checker: advice dismissed, words added and left out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.checker import Finding, Kind, Severity, key_of, shipped
from engage.challenges.events import CouncilWordsChanged, FindingDismissed, FindingRestored
from engage.challenges.models import Challenge, CouncilWord, DismissedFinding
from engage.challenges.queries import history, locked
from engage.challenges.queries.checking import Noted, findings
from engage.challenges.service.amending import as_amended
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record

MOST_CHANGES = 300


class NothingThere(Refusal):
    """The words have changed, or somebody else was faster."""


class NotAdvice(Refusal):
    """The law asks for it, so it cannot be waved away."""


class NotAWord(Refusal):
    """The lists cannot be changed so."""


def as_written(session: Session, challenge: Challenge, at: datetime) -> Challenge:
    """The statement as whoever writes it has it now: of a published one, the working copy."""
    if not challenge.may_change(at):
        return challenge
    return as_amended(challenge, history.amendment(session, challenge.id))


def dismiss(
    session: Session, challenge: Challenge, *, mark: str, reason: str, by: UUID, at: datetime
) -> DismissedFinding:
    """Put advice aside, with a reason, until the words it quotes change."""
    locked(session, challenge)
    looked = findings(session, as_written(session, challenge, at), at)
    return put_aside(session, challenge, looked.at(mark), reason=reason, by=by, at=at)


def put_aside(
    session: Session,
    challenge: Challenge,
    noted: Noted | None,
    *,
    reason: str,
    by: UUID,
    at: datetime,
) -> DismissedFinding:
    """Dismiss what was found; the caller holds the challenge, and looked under that lock."""
    mark, finding = _to_dismiss(noted)
    if not reason.strip():
        raise Refusal("Say why this is right as it is.")
    dismissed = DismissedFinding(
        challenge_id=challenge.id,
        mark=mark,
        code=finding.code,
        field=finding.field,
        words=finding.words,
        reason=reason,
        dismissed_by=by,
        dismissed_at=at,
    )
    session.add(dismissed)
    session.flush()
    said = {"code": finding.code, "field": finding.field}
    fact = FindingDismissed(subject_id=dismissed.id, **belonging(challenge), **said)
    record(session, fact, by=by, at=at)
    return dismissed


def _to_dismiss(noted: Noted | None) -> tuple[str, Finding]:
    if noted is None:
        raise NothingThere("These words have changed, or the advice was dismissed already.")
    if noted.finding.severity is Severity.REFUSE:
        raise NotAdvice("The law asks for this, so it cannot be dismissed. Change the text.")
    return noted.mark, noted.finding


def restore(session: Session, dismissed: DismissedFinding, *, by: UUID, at: datetime) -> None:
    """Let advice count again. Somebody who was faster wanted the same."""
    challenge = locked(session, dismissed.challenge)
    still = select(DismissedFinding.id).where(DismissedFinding.id == dismissed.id)
    if session.scalar(still) is None:
        return
    session.delete(dismissed)
    session.flush()
    fact = FindingRestored(
        subject_id=dismissed.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        code=dismissed.code,
        field=dismissed.field,
    )
    record(session, fact, by=by, at=at)


def add_word(
    session: Session,
    authority: Authority,
    *,
    kind: Kind,
    word: str,
    instead: str,
    by: UUID,
    at: datetime,
) -> CouncilWord:
    """Let the checker of this council look for a word of its own."""
    if (kind, key_of(word)) in _ours():
        raise NotAWord(f"“{word}” is in this list already. If you took it out, undo that below.")
    return _change(session, authority, kind, word, instead=instead, left_out=False, by=by, at=at)


def leave_out_word(
    session: Session, authority: Authority, *, kind: Kind, word: str, by: UUID, at: datetime
) -> CouncilWord:
    """Let the checker of this council pass over a word that engage ships."""
    shipped_word = _ours().get((kind, key_of(word)))
    if shipped_word is None:
        raise NotAWord(f"“{word}” is not in this list of engage. What you added, undo below.")
    return _change(session, authority, kind, shipped_word, instead="", left_out=True, by=by, at=at)


def undo_word(session: Session, word: CouncilWord, *, by: UUID, at: datetime) -> None:
    """Take a change to the lists back."""
    _lock(session, word.authority)
    if session.scalar(select(CouncilWord.id).where(CouncilWord.id == word.id)) is None:
        return
    session.delete(word)
    session.flush()
    _record(session, word, by=by, at=at)


def _change(
    session: Session,
    authority: Authority,
    kind: Kind,
    word: str,
    *,
    instead: str,
    left_out: bool,
    by: UUID,
    at: datetime,
) -> CouncilWord:
    row = CouncilWord(
        authority_id=authority.id,
        kind=kind,
        word=word,
        key=key_of(word),
        instead=instead,
        left_out=left_out,
        changed_at=at,
    )
    _lock(session, authority)
    _require_room(session, row)
    session.add(row)
    session.flush()
    _record(session, row, by=by, at=at)
    return row


def _require_room(session: Session, row: CouncilWord) -> None:
    if not row.key:
        raise NotAWord("Enter a word with letters or digits.")
    here = select(CouncilWord.id).where(CouncilWord.authority_id == row.authority_id)
    if session.scalar(here.where(CouncilWord.kind == row.kind, CouncilWord.key == row.key)):
        raise NotAWord(f"You changed the list for “{row.word}” already. Undo that first.")
    made = session.scalar(select(func.count()).select_from(here.subquery())) or 0
    if made >= MOST_CHANGES:
        raise NotAWord(f"You made {MOST_CHANGES} changes. Undo one to make another.")


def _lock(session: Session, authority: Authority) -> None:
    """One change to the lists of a council at a time."""
    session.refresh(authority, with_for_update=True)


def _ours() -> dict[tuple[Kind, str], str]:
    return {(entry.kind, entry.key): entry.word for entry in shipped().entries}


def _record(session: Session, word: CouncilWord, *, by: UUID, at: datetime) -> None:
    fact = CouncilWordsChanged(
        subject_id=word.id, authority_id=word.authority_id, kind=word.kind.value
    )
    record(session, fact, by=by, at=at)
