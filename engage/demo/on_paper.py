"""A response that came by post, which an officer entered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.responses import service
from engage.responses.kinds import IN_WORDS
from engage.responses.models import Channel, Prompt, Protection

IDEA = (
    "Two of us have repaired old houses here for thirty years. Send us round once with the person "
    "who lives there, and we say what is wrong and what it costs. No machine is needed."
)


def enter_on_paper(
    session: Session, challenge: Challenge, prompts: Sequence[Prompt], *, by: UUID, at: datetime
) -> None:
    """A small firm wrote a letter, which came at ``at``."""
    answers = {each.id: IDEA for each in prompts if each.kind in IN_WORDS}
    answers |= {each.id: each.options[0] for each in prompts if each.options}
    service.enter(
        session,
        challenge,
        answers,
        service.Entered(
            organisation="Elm and Daughter, Joiners",
            name="Ada Elm",
            email="",
            channel=Channel.PAPER,
            received_at=at,
            because="They have no computer and sent a letter.",
            protection=Protection.COUNCIL,
        ),
        by=by,
        at=at + timedelta(hours=2),
    )
