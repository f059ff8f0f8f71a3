"""Declarations of interest, and what somebody else decides about them (PA 2023 ss.81-83)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from engage.accounts.actor import DESK_WRITERS
from engage.accounts.models import Membership, Person
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.versions import require_seen
from engage.reviews.events import DeclarationMade, DeclarationRuled, DeclarationsExported
from engage.reviews.models import Conflict, Declaration, DeclarationRuling, Referral, Ruling, Seat
from engage.reviews.policy import Standing, not_oneself, standing
from engage.reviews.queries.conflicted import sees
from engage.reviews.queries.declared import current, has_chair
from engage.reviews.service.assessing import record_assessed
from engage.reviews.service.comparing import compare
from engage.reviews.service.completeness import missing, note_if_complete


class DeclaredAgain(Refusal):
    """The declaration that was read has been replaced by a newer one."""


class Conflicted(Refusal):
    """This person may not see or score ideas (now)."""


def declare(
    session: Session,
    challenge: Challenge,
    person: Person,
    *,
    kind: Conflict,
    detail: str,
    organisations: str = "",
    at: datetime,
) -> Declaration:
    """Say which interests a member has, before anything is seen; or say it again.

    What was said before stays, with what was decided about it. Nobody talks themselves out of
    an interest: after one was declared, "none" waits as well.
    """
    _check_declaring(session, challenge, person, kind, detail)
    known = current(session, challenge.id, person.id)
    fresh = known is None or known.ruling is Ruling.NOT_NEEDED
    made = Declaration(
        **{**belonging(challenge), "person_id": person.id},
        kind=kind,
        detail=detail,
        organisations=organisations,
        declared_at=at,
        ruling=Ruling.NOT_NEEDED if fresh and kind is Conflict.NONE else Ruling.WAITING,
    )
    _keep(session, made, instead_of=known)
    record(session, _declared(challenge, made), by=person.id, at=at)
    compare(session, challenge, person_id=person.id, by=person.id, at=at)
    return made


def ruled(declaration: Declaration) -> dict[str, str]:
    """What was decided about a declaration."""
    return {"ruling": declaration.ruling, "mitigation": declaration.mitigation}


def rule_on(
    session: Session,
    declaration: Declaration,
    *,
    ruling: Ruling,
    mitigation: str,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Decide that a member may review, with a mitigation, or stands aside, with a reason.

    What was decided about it before stays as it was decided; the newest counts. Refused once
    the declaration that was read is replaced, or somebody else ruled on it.
    """
    challenge = locked(session, session.get_one(Challenge, declaration.challenge_id))
    _require_current(session, declaration)
    _check_ruling(challenge, declaration, ruling, by)
    _check_ruler(session, challenge, by)
    _check_mitigation(mitigation)
    saved = ruled(declaration)
    if saved == {"ruling": ruling, "mitigation": mitigation}:
        return
    require_seen(seen, saved)
    waited_for, fact = missing(session, challenge.id), _ruled(challenge, declaration, ruling)
    declaration.ruling, declaration.mitigation = ruling, mitigation
    _keep_ruling(session, declaration, by=by, at=at)
    record_assessed(session, challenge, fact, by=by, at=at)
    if waited_for:
        note_if_complete(session, challenge, by=by, at=at)


def _keep(session: Session, made: Declaration, *, instead_of: Declaration | None) -> None:
    """Only one of them counts at any moment, for the database as well."""
    if instead_of is not None:
        instead_of.replaced_at = made.declared_at
        session.flush()
    session.add(made)
    session.flush()


def _keep_ruling(session: Session, declaration: Declaration, *, by: UUID, at: datetime) -> None:
    """Beside those before it, of which none counts any more."""
    declaration.ruled_by, declaration.ruled_at = by, at
    session.flush()
    before = update(DeclarationRuling).where(
        DeclarationRuling.declaration_id == declaration.id,
        DeclarationRuling.replaced_at.is_(None),
    )
    session.execute(before.values(replaced_at=at))
    session.add(
        DeclarationRuling(
            declaration_id=declaration.id, **ruled(declaration), ruled_by=by, ruled_at=at
        )
    )
    session.flush()


def note_export(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Note who takes the declarations away, before a line of them leaves."""
    fact = DeclarationsExported(subject_id=challenge.id, **belonging(challenge))
    record(session, fact, by=by, at=at)


def _declared(challenge: Challenge, made: Declaration) -> DeclarationMade:
    return DeclarationMade(
        subject_id=made.id,
        **belonging(challenge),
        kind=made.kind.value,
        ruling=made.ruling.value,
    )


def _ruled(challenge: Challenge, declaration: Declaration, ruling: Ruling) -> DeclarationRuled:
    """The fact of ruling on it, while the declaration still has what was decided before."""
    return DeclarationRuled(
        subject_id=declaration.id,
        **belonging(challenge),
        person_id=declaration.person_id,
        ruling=ruling.value,
        again=declaration.ruled_at is not None,
    )


def _check_declaring(
    session: Session, challenge: Challenge, person: Person, kind: Conflict, detail: str
) -> None:
    locked(session, challenge)
    if challenge.stage.is_over:
        raise Refusal("This engagement is over, so there is nothing left to declare.")
    if session.get(Seat, (challenge.id, person.id)) is None:
        raise Conflicted("You have no seat on the board of this challenge.")
    if kind is not Conflict.NONE and not detail.strip():
        raise Refusal("Say what the interest is, so that somebody can decide about it.")


def _require_current(session: Session, declaration: Declaration) -> None:
    session.refresh(declaration)
    if declaration.replaced_at is not None:
        raise DeclaredAgain("They have declared again. Read what they say now, then decide.")


def _check_ruler(session: Session, challenge: Challenge, by: UUID) -> None:
    """Somebody who works at the desk, or the chair if they may see the ideas themselves."""
    wanted = exists().where(
        Membership.person_id == by,
        Membership.authority_id == challenge.authority_id,
        Membership.role.in_(DESK_WRITERS),
    )
    at_desk = session.scalar(select(wanted))
    if not at_desk and not chairs_clear(session, challenge.id, by):
        raise Conflicted("An officer or the chair decides about declared interests.")


def _check_ruling(challenge: Challenge, declaration: Declaration, ruling: Ruling, by: UUID) -> None:
    if not not_oneself(by, declaration):
        raise Refusal("You cannot decide about an interest of your own. Ask somebody else.")
    if challenge.stage.is_over:
        raise Refusal("This engagement is over, so there is nothing left to decide.")
    if declaration.ruling is Ruling.NOT_NEEDED:
        raise Refusal("They declared no interest, so there is nothing to decide.")
    if ruling not in (Ruling.MAY_REVIEW, Ruling.STANDS_ASIDE):
        raise Refusal("Select whether they may review or stand aside.")


def _check_mitigation(mitigation: str) -> None:
    if not mitigation.strip():
        raise Refusal("Say how the interest is dealt with, or why they stand aside.")


def require_visible(session: Session, referral: Referral, person_id: UUID) -> None:
    """Refuse a member who may not see this idea, or not yet."""
    if not sees(session, referral, person_id):
        raise Conflicted("This idea is not for you to judge, or you have to declare again first.")


def chairs_clear(
    session: Session, challenge_id: UUID, person_id: UUID, *, over: UUID | None = None
) -> bool:
    """Whether somebody who may see the ideas has the chair now; refuses who may not see them."""
    require_clear(session, challenge_id, person_id)
    return has_chair(session, challenge_id, person_id, over=over)


def require_clear(session: Session, challenge_id: UUID, person_id: UUID) -> Seat:
    """The seat of somebody who may see the ideas; refuses anybody else."""
    held = session.get(Seat, (challenge_id, person_id), populate_existing=True)
    if held is None:
        raise Conflicted("You have no seat on the board of this challenge.")
    said = current(session, challenge_id, person_id)
    stands = standing(said.ruling if said else None)
    if stands is Standing.UNDECLARED:
        raise Conflicted("Declare your interests first.")
    if stands is not Standing.CLEAR:
        raise Conflicted("Somebody has to decide about the interest you declared first.")
    return held
