"""Reactions to what happens below. They may run twice; the second time changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.challenges.models import Challenge, CouncilTemplate
from engage.challenges.queries.starting import OWN, PAST, TEMPLATE
from engage.challenges.templates import Ask, asks, templates
from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.responses import queries, service
from engage.responses.models import Prompt


def forget_questions(session: Session, event: RecordedEvent) -> None:
    """A draft was deleted: its questionnaire, which nobody has answered, goes with it."""
    session.execute(delete(Prompt).where(Prompt.challenge_id == event.challenge_id))


def suggest_questions(session: Session, event: RecordedEvent) -> None:
    """A draft began with a template or a past challenge: so does its questionnaire.

    Late is not never: it may be with the approver by now, as long as nobody outside reads it.
    """
    challenge, at = session.get(Challenge, event.challenge_id), now(session)
    if challenge is None or not _waits_for_questions(session, challenge, at):
        return
    added: list[Prompt] = []
    for each in _suggested(session, event.payload["source"]):
        words = service.from_ask(each, added)
        added.append(service.add_prompt(session, challenge, **words, by=event.actor_id, at=at))


def keep_questions(session: Session, event: RecordedEvent) -> None:
    """A statement was kept as a template: its questions are kept with it."""
    if event.challenge_id is not None:
        challenges.keep_questions(session, event.subject_id, _asked(session, event.challenge_id))


def _waits_for_questions(session: Session, challenge: Challenge, at: datetime) -> bool:
    if challenge.stage not in UNPUBLISHED or not service.may_add(challenge, at):
        return False
    return challenge.stage is Stage.DRAFT or not queries.prompts(session, challenge.id)


def _suggested(session: Session, source: str) -> Sequence[Ask]:
    kind, _, which = source.partition(":")
    if kind == TEMPLATE:
        return templates()[which].questions if which in templates() else ()
    if kind == OWN:
        kept = session.get(CouncilTemplate, UUID(which))
        return asks(kept.questions) if kept else ()
    past = select(Challenge.id).where(Challenge.reference == which)
    found = session.scalar(past) if kind == PAST else None
    return _asked(session, found) if found else ()


def _asked(session: Session, challenge_id: UUID) -> Sequence[Ask]:
    return service.as_asks(queries.prompts(session, challenge_id))
