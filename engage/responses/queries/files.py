"""Reads of files that are answers."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.files.models import File
from engage.responses.kinds import Kind
from engage.responses.models import Prompt
from engage.responses.queries.sent import sent_response


@dataclass(frozen=True)
class SentFile:
    """A file of a response that may be read now."""

    challenge: Challenge
    file: File


def attached(session: Session, text: str, prompt: Prompt) -> File | None:
    """The file that this text, the answer to this question, stands for."""
    if prompt.kind is not Kind.FILE or not text:
        return None
    return session.get(File, UUID(json.loads(text)["id"]))


def sent_file(
    session: Session, actor: Actor, ref: str, response_id: UUID, prompt_id: UUID
) -> SentFile | None:
    """A file of a response that this actor may read now."""
    sent, prompt = sent_response(session, actor, ref, response_id), session.get(Prompt, prompt_id)
    if sent is None or prompt is None or prompt.challenge_id != sent.challenge.id:
        return None
    file = attached(session, sent.submission.answers.get(str(prompt.id), ""), prompt)
    return None if file is None else SentFile(sent.challenge, file)
