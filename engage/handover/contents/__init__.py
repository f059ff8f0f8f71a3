"""What is in a pack: its parts, each a table, in the order in which it is read."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.handover.contents import deciding, engaging, equality, people
from engage.handover.contents.parts import Part

__all__ = ["Part", "contents"]


def contents(session: Session, challenge: Challenge, *, at: datetime) -> list[Part]:
    """Every part. Of responses there is something only when they may be read."""
    return [
        *engaging.parts(session, challenge),
        *people.parts(session, challenge),
        *equality.parts(session, challenge),
        *deciding.parts(session, challenge, at=at),
    ]
