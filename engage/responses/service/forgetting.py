"""Answers that suppliers asked to have deleted after the evaluation."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session, lazyload

from engage.responses.models import Answer, Submission


def forget_answers(session: Session, gone: Mapping[UUID, Sequence[UUID]]) -> None:
    """Take the words of these prompts out of these responses: of every version, and the draft.

    ``gone``: prompts by response. The digest of a receipt stays: it says that there was more.
    """
    wanted = (
        select(Submission)
        .options(lazyload(Submission.response))
        .where(Submission.response_id.in_(gone))
    )
    for sent in session.scalars(wanted):
        names = {str(each) for each in gone[sent.response_id]}
        sent.answers = {key: text for key, text in sent.answers.items() if key not in names}
    pairs = [(response_id, prompt) for response_id, each in gone.items() for prompt in each]
    drafts = tuple_(Answer.response_id, Answer.prompt_id).in_(pairs)
    session.execute(delete(Answer).where(drafts).execution_options(synchronize_session=False))
    session.flush()
