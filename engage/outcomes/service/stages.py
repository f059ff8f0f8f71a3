"""When an outcome can be worked on: from the end of the engagement until it is published."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.responses import policy as responses

AT_WORK = frozenset({Stage.CLOSED, Stage.WITH_BOARD})


class NotNow(Refusal):
    """Too early, or too late."""


def require_open(challenge: Challenge, at: datetime) -> None:
    """Refuse with the reason unless the outcome of this challenge can be worked on."""
    stage = challenge.stage_at(at)
    if stage in AT_WORK:
        if not responses.is_unsealed(challenge, at):  # who responded is not known either
            raise NotNow("Two people have to open the responses first. The outcome follows them.")
        return
    if stage is Stage.CONCLUDED:
        raise NotNow("The outcome is published and suppliers were told. It can no longer change.")
    if stage is Stage.WITHDRAWN:
        raise NotNow("This challenge was withdrawn, so it has no outcome.")
    ends = challenge.engagement_ends
    if stage in UNPUBLISHED or ends is None:
        raise NotNow("This challenge is a draft. Publish it first: the outcome comes last.")
    raise NotNow(f"Suppliers can take part until {spoken(ends)}. The outcome comes after that.")


def hold(session: Session, challenge: Challenge, at: datetime) -> None:
    """Lock the challenge as it is now, so that nothing is written while it is released."""
    locked(session, challenge)
    require_open(challenge, at)
