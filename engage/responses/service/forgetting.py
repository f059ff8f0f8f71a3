"""Answers that suppliers asked to have deleted after the evaluation."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session, lazyload

from engage.files import service as files
from engage.files.models import File
from engage.responses.kinds import Kind
from engage.responses.models import Answer, Prompt, Submission


def forget_answers(session: Session, gone: Mapping[UUID, Sequence[UUID]], *, at: datetime) -> None:
    """Take the words of these prompts out of these responses: of every version, and the draft.

    ``gone``: prompts by response. A file that was an answer goes as well. The digest of a receipt
    stays: it says that there was more.
    """
    wanted = (
        select(Submission)
        .options(lazyload(Submission.response))
        .where(Submission.response_id.in_(gone))
    )
    of_files = select(Prompt.id).where(
        Prompt.id.in_({prompt for each in gone.values() for prompt in each}),
        Prompt.kind == Kind.FILE,
    )
    attached = {str(each) for each in session.scalars(of_files)}
    held: set[UUID] = set()
    for sent in session.scalars(wanted):
        names = {str(each) for each in gone[sent.response_id]}
        held |= {file_of(sent.answers[each]) for each in names & attached & sent.answers.keys()}
        sent.answers = {key: text for key, text in sent.answers.items() if key not in names}
    pairs = [(response_id, prompt) for response_id, each in gone.items() for prompt in each]
    drafts = tuple_(Answer.response_id, Answer.prompt_id).in_(pairs)
    session.execute(delete(Answer).where(drafts).execution_options(synchronize_session=False))
    for file in session.scalars(select(File).where(File.id.in_(held)).with_for_update(of=File)):
        files.remove(session, file, at=at)
    session.flush()


def file_of(text: str) -> UUID:
    """The file that an answer is."""
    return UUID(json.loads(text)["id"])
