"""What people decide about the checker's advice on a questionnaire."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.models import Challenge, DismissedFinding
from engage.challenges.queries import locked
from engage.responses import queries
from engage.responses.service.questionnaire import Frozen, why_frozen


def dismiss_advice(
    session: Session, challenge: Challenge, *, mark: str, reason: str, by: UUID, at: datetime
) -> DismissedFinding:
    """Put advice on a question aside, with a reason, until the words it quotes change."""
    locked(session, challenge)
    if why := why_frozen(challenge, at):
        raise Frozen(why)
    questions = queries.prompts(session, challenge.id, fresh=True)
    noted = queries.advice(session, challenge, questions).at(mark)
    return challenges.put_aside(session, challenge, noted, reason=reason, by=by, at=at)
