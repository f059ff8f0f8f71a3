"""People on a list, and people who were invited."""

from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import InvitationLine, InvitationRound, Invited, Source
from engage.kernel.db import Base
from tests.factories import NOW

_numbers = count(1)
T = TypeVar("T", bound=Base)


def _add(session: Session, row: T) -> T:
    session.add(row)
    session.flush()
    return row


def an_invitation_line(session: Session, challenge: Challenge, **about: Any) -> InvitationLine:
    """Somebody on the list of those to invite."""
    number = next(_numbers)
    email = about.get("email", f"ida{number}@ideahouse.example.org")
    values = {
        "challenge_id": challenge.id,
        "typed": f"Ida Novak <{email}>",
        "name": "Ida Novak",
        "email": email,
        "source": Source.PASTED,
        "added_at": NOW,
    }
    return _add(session, InvitationLine(**(values | about)))


def an_invited(session: Session, challenge: Challenge, **about: Any) -> Invited:
    """Somebody who was invited, in a round of one."""
    number = next(_numbers)
    sent = InvitationRound(
        challenge_id=challenge.id,
        number=number,
        subject="Take part",
        text="You are invited.",
        fingerprint="0" * 64,
        recipients=1,
        sent_at=NOW,
    )
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "round_id": _add(session, sent).id,
        "organisation": "Idea House",
        "name": "Ida Novak",
        "email": f"invited{number}@ideahouse.example.org",
        "source": Source.PASTED,
        "invited_at": NOW,
    }
    return _add(session, Invited(**(values | about)))
