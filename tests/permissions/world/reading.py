"""What stands in the reading room of a challenge."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.interest.models import Interest
from engage.responses.models import Prompt
from tests.findings.shelves import (
    a_public_copy,
    a_redaction,
    a_remark,
    a_requirement,
    a_sent_answer,
    a_theme,
)


def shelves_of(
    session: Session, holder: Interest, prompt: Prompt, officer: Person
) -> dict[str, str]:
    """An answer, and what an officer noted on it and shares."""
    answer = a_sent_answer(session, holder, prompt)
    a_public_copy(session, answer)
    made: dict[str, UUID] = {
        "answer_id": answer.id,
        "remark_id": a_remark(session, answer, officer, shared=True).id,
        "requirement_id": a_requirement(session, answer).id,
        "redaction_id": a_redaction(session, answer, officer).id,
        "theme_id": a_theme(session, answer).id,
    }
    return {name: str(key) for name, key in made.items()}
