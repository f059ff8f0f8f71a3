"""Begin a response and save its answers, as often as somebody types."""

from collections.abc import Mapping
from datetime import datetime
from typing import NewType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.queries import held
from engage.challenges.service import require_open
from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.upsert import insert_if_absent
from engage.kernel.versions import fingerprint_of, require_seen
from engage.responses import drafts
from engage.responses.kinds import read
from engage.responses.models import Answer, Prompt, Protection, Response

OVER = "Your response can no longer change. What you sent before the end counts."
CHANGING = ("state", "saved_at", "version")  # columns that somebody else may change
Held = NewType("Held", Response)
"""A response that ``hold`` locked: what the verbs that send and take back ask for."""


class UnknownPrompt(Refusal):
    """The question is not one of this questionnaire."""


def start(session: Session, interest: Interest, *, at: datetime, in_time: bool = False) -> Response:
    """The participant's response, begun now if there was none; two callers get one.

    ``in_time``, of all verbs: it reached the council before the end, on paper or by phone.
    """
    challenge = held(session, interest.challenge)
    if not in_time:
        require_open(challenge, at, OVER)
    row = {
        "id": uuid7(),
        "challenge_id": interest.challenge_id,
        "authority_id": interest.authority_id,
        "interest_id": interest.id,
        "started_at": at,
        "saved_at": at,
    }
    insert_if_absent(session, Response, row)
    wanted = select(Response).where(Response.interest_id == interest.id)
    return session.scalars(wanted.with_for_update(of=Response)).one()


def save_answers(
    session: Session,
    response: Response,
    answers: Mapping[UUID, str],
    *,
    at: datetime,
    page: str = "",
    seen: Mapping[UUID, str] | None = None,
    protections: Mapping[UUID, Protection] | None = None,
    in_time: bool = False,
    writer: str = "",
) -> None:
    """Keep what was typed as drafts, even what is over its word limit; ``writer`` is their name.

    ``seen`` is the version of each text as ``page`` (a random name of one opened page) first
    showed it. A text that another page saved since is not overwritten: ChangedMeanwhile.
    """
    challenge = hold(session, response).interest.challenge
    if not in_time:
        require_open(challenge, at, OVER)
    prompts, kept = _known(session, response, answers), _kept(session, response, answers)
    for prompt_id, typed in answers.items():
        text, row = read(prompts[prompt_id], typed), kept[prompt_id]
        before = drafts.opened(session, challenge, row.text)
        if _is_new(row, before, text, page, (seen or {}).get(prompt_id)):
            row.writer, row.written_at = writer, at
        row.text, row.saved_by = drafts.closed(session, challenge, text), page
        row.protection = (protections or {}).get(prompt_id, row.protection)
    response.saved_at = at
    session.flush()


def version_of(text: str) -> str:
    """The mark of an answer, for a page to say which one it was opened with."""
    return fingerprint_of({"text": text})


def hold(session: Session, response: Response) -> Held:
    """The response as it is now, locked, while its engagement cannot be closed under it.

    Read the clock after this: whoever opens the responses waits for those who hold one.
    """
    held(session, response.interest.challenge)
    lock(session, response, columns=CHANGING)
    return Held(response)


def _kept(session: Session, response: Response, answers: Mapping[UUID, str]) -> dict[UUID, Answer]:
    """The row of each answer; new ones are empty."""
    wanted = select(Answer).where(
        Answer.response_id == response.id, Answer.prompt_id.in_(list(answers))
    )
    kept = {row.prompt_id: row for row in session.scalars(wanted)}
    for prompt_id in set(answers) - set(kept):
        mine = {"response_id": response.id, "prompt_id": prompt_id}
        row = Answer(text="", saved_by="", protection=Protection.COUNCIL, **mine)
        session.add(row)
        kept[prompt_id] = row
    return kept


def _known(session: Session, response: Response, answers: Mapping[UUID, str]) -> dict[UUID, Prompt]:
    wanted = select(Prompt).where(
        Prompt.challenge_id == response.challenge_id, Prompt.id.in_(list(answers))
    )
    found = {prompt.id: prompt for prompt in session.scalars(wanted)}
    if set(found) != set(answers):
        raise UnknownPrompt("This question is no longer there. Go back to the list of questions.")
    return found


def _is_new(row: Answer, before: str, text: str, page: str, seen: str | None) -> bool:
    """Whether the text changes what is kept. Raises ChangedMeanwhile."""
    if before != text and not (page and row.saved_by == page):
        require_seen(seen, {"text": before})
    return before != text
