"""Files as answers. A file is never part of a response before it is safely in the store."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.files import service as files
from engage.files.models import File, State
from engage.responses.models import Answer, Prompt, Protection, Response, Submission
from engage.responses.service.drafting import save_answers

LEFT = (State.QUARANTINED, State.CLEAN)


def attach(
    session: Session,
    response: Response,
    prompt: Prompt,
    file: File | None,
    *,
    protection: Protection,
    at: datetime,
) -> None:
    """Answer a question with a file, or with none. The file before it goes, unless it was sent."""
    before = session.get(Answer, (response.id, prompt.id))
    old = _file_of(before.text) if before else None
    told = "" if file is None else _told(file)
    save_answers(session, response, {prompt.id: told}, at=at, protections={prompt.id: protection})
    if old and (file is None or old != file.id) and not _was_sent(session, response, prompt, old):
        gone = session.get(File, old, with_for_update={"of": File})
        if gone is not None and gone.state in LEFT:
            files.remove(session, gone, at=at)


def protect(
    session: Session, response: Response, prompt: Prompt, protection: Protection, *, at: datetime
) -> None:
    """Say only who may read what is there already."""
    before = session.get(Answer, (response.id, prompt.id))
    answers = {prompt.id: before.text if before else ""}
    save_answers(session, response, answers, at=at, protections={prompt.id: protection})


def _told(file: File) -> str:
    about = {"id": str(file.id), "name": file.name, "size": file.size, "sha256": file.sha256}
    return json.dumps(about)


def _file_of(text: str) -> UUID | None:
    return UUID(json.loads(text)["id"]) if text else None


def _was_sent(session: Session, response: Response, prompt: Prompt, file_id: UUID) -> bool:
    """What was sent stays as it was sent, also when a later response replaced it."""
    sent = select(Submission.answers).where(Submission.response_id == response.id)
    texts = (answers.get(str(prompt.id), "") for answers in session.scalars(sent))
    return file_id in {_file_of(text) for text in texts}
