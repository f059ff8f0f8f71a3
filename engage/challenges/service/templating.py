"""Keep a statement as a template of its council; rename it, delete it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.events import TemplateDeleted, TemplateRenamed, TemplateSaved
from engage.challenges.models import Challenge, CouncilTemplate
from engage.challenges.queries import locked
from engage.challenges.queries.starting import MOST_TEMPLATES, copied, count_templates
from engage.challenges.templates import Ask
from engage.kernel.errors import Refusal
from engage.kernel.events import record


class BadTemplate(Refusal):
    """It cannot be kept so."""


def save_template(
    session: Session, challenge: Challenge, *, name: str, by: UUID, at: datetime
) -> CouncilTemplate:
    """Keep the answers, without dates. The questions follow in a moment."""
    locked(session, challenge)
    _hold(session, challenge.authority_id)
    _require_free(session, challenge.authority_id, name)
    if count_templates(session, challenge.authority_id) >= MOST_TEMPLATES:
        raise BadTemplate(f"A council has {MOST_TEMPLATES} templates at the most. Delete one.")
    template = CouncilTemplate(
        authority_id=challenge.authority_id,
        name=name,
        answers=copied(challenge),
        questions=[],
        made_at=at,
    )
    session.add(template)
    session.flush()
    fact = TemplateSaved(
        subject_id=template.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        reference=challenge.reference,
    )
    record(session, fact, by=by, at=at)
    return template


def keep_questions(session: Session, template_id: UUID, asks: Iterable[Ask]) -> None:
    """The questions a template suggests; nothing if it was deleted meanwhile."""
    template = session.get(CouncilTemplate, template_id)
    if template is not None:
        template.questions = [vars(each).copy() for each in asks]


def rename_template(
    session: Session, template: CouncilTemplate, *, name: str, by: UUID, at: datetime
) -> None:
    """Call it something else; calling it the same changes nothing."""
    _hold(session, template.authority_id)
    if template.name == name:
        return
    _require_free(session, template.authority_id, name)
    template.name = name
    session.flush()
    fact = TemplateRenamed(
        subject_id=template.id, authority_id=template.authority_id, challenge_id=None
    )
    record(session, fact, by=by, at=at)


def delete_template(session: Session, template: CouncilTemplate, *, by: UUID, at: datetime) -> None:
    """What was begun with it stays. Somebody who was faster wanted the same."""
    _hold(session, template.authority_id)
    still = select(exists().where(CouncilTemplate.id == template.id))
    if not session.scalar(still):
        return
    fact = TemplateDeleted(
        subject_id=template.id, authority_id=template.authority_id, challenge_id=None
    )
    session.delete(template)
    session.flush()
    record(session, fact, by=by, at=at)


def _hold(session: Session, authority_id: UUID) -> None:
    """One change of a council's templates at a time."""
    council = select(Authority.id).where(Authority.id == authority_id)
    session.execute(council.with_for_update(key_share=True))


def _require_free(session: Session, authority_id: UUID, name: str) -> None:
    if not name.strip():
        raise BadTemplate("Enter a name, so that people can find the template again.")
    taken = exists().where(
        CouncilTemplate.authority_id == authority_id, CouncilTemplate.name == name
    )
    if session.scalar(select(taken)):
        raise BadTemplate(f"Your council has a template called “{name}”. Choose another name.")
