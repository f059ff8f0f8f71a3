"""Send a response, send a better one, take it back: until the very instant it ends."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engage.challenges.service import require_open
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.text import word_count
from engage.responses import queries
from engage.responses.events import ResponseSubmitted, ResponseWithdrawn
from engage.responses.kinds import IN_WORDS, Kind, is_too_long
from engage.responses.models import (
    Answer,
    Channel,
    Prompt,
    Protection,
    Response,
    State,
    Submission,
)
from engage.responses.queries.own import Own, Sheet
from engage.responses.service.drafting import OVER, Held
from engage.responses.service.enclosing import enclose, new_nonce

LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"  # none that is mistaken for another


@dataclass(frozen=True)
class Problem:
    """Why one answer cannot be sent yet."""

    prompt: Prompt
    sentence: str


class NotReady(Refusal):
    """Some answers cannot be sent yet; ``problems`` lists each with its question."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("Some answers need attention before you can submit.")
        self.problems = tuple(problems)


class NothingSent(Refusal):
    """There is nothing to take back."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who sent a response that somebody of the council enters; how and when it came, and why they
    enter it. ``email`` may be empty."""

    organisation: str
    name: str
    email: str
    channel: Channel
    received_at: datetime
    because: str
    protection: Protection


def problems(sheet: Sheet, *, entered: bool = False) -> list[Problem]:
    """What keeps a response from being sent. ``entered``: files stay with the council on paper."""
    return [
        Problem(prompt, sentence)
        for prompt in sheet.asked
        if not (entered and prompt.kind is Kind.FILE)
        if (sentence := _wrong(sheet.number(prompt), prompt, sheet.text(prompt)))
    ]


def submit(
    session: Session,
    response: Held,
    *,
    by: UUID | None,
    at: datetime,
    entered: Entered | None = None,
) -> Submission:
    """Send what is written. The same content again is the same submission.

    Read ``at`` after ``hold``. Raises EngagementOver, NotReady, NothingSent.
    """
    if entered is None:
        require_open(response.interest.challenge, at, OVER)
    sheet = queries.sheet(session, Own(response.interest, response))
    if sheet.current is not None and sheet.is_sent:
        return sheet.current
    _require_ready(sheet, entered)
    if sheet.current is not None:
        sheet.current.replaced_at = at
        session.flush()  # only one may count at a time
    submission = _submission(session, response, sheet, at)
    _mark(submission, entered)
    session.add(submission)
    response.state = State.SUBMITTED
    session.flush()
    record(session, _submitted(response, submission), by=by, at=at)
    return submission


def withdraw(session: Session, response: Held, *, by: UUID | None, at: datetime) -> None:
    """Take back what was sent; the draft stays, and may be sent again until the end."""
    require_open(response.interest.challenge, at, OVER)
    sent = queries.current(session, response.id)
    if sent is None:
        raise NothingSent("You have not sent a response, or you have taken it back already.")
    sent.replaced_at = at
    response.state = State.WITHDRAWN
    session.flush()
    fact = ResponseWithdrawn(interest_id=str(response.interest_id), **about(response))
    record(session, fact, by=by, at=at)


def content(submission: Submission, reference: str, prompts: Sequence[Prompt]) -> bytes:
    """Exactly the bytes that ``submission.sha256`` is the digest of: canonical JSON."""
    answers, protections = submission.answers, submission.protections
    told: dict[str, Any] = {
        "challenge": reference,
        "receipt": submission.receipt,
        "submitted_at": submission.submitted_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "answers": [
            {"question": prompt.text, "answer": answers[str(prompt.id)]}
            | ({"protection": protections[str(prompt.id)]} if str(prompt.id) in protections else {})
            for prompt in prompts
            if answers.get(str(prompt.id))  # a question that was added later changes no digest
        ],
    }
    if submission.facts:
        told["supplier"] = dict(submission.facts)
    if submission.nonce:
        told["nonce"] = submission.nonce
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _require_ready(sheet: Sheet, entered: Entered | None) -> None:
    if wrong := problems(sheet, entered=entered is not None):
        raise NotReady(wrong)
    if not any(map(sheet.text, sheet.asked)):
        raise NothingSent("Answer at least one question before you submit.")


def _mark(submission: Submission, entered: Entered | None) -> None:
    if entered is not None:
        submission.channel, submission.received_at = entered.channel, entered.received_at
        submission.entered_because = entered.because


def _submission(session: Session, response: Response, sheet: Sheet, at: datetime) -> Submission:
    reference, key = response.interest.challenge.reference, _key_for(response)
    answers, protections = sheet.to_send()
    in_words = [sheet.text(each) for each in sheet.asked if each.kind in IN_WORDS]
    sent = Submission(
        response_id=response.id,
        challenge_id=response.challenge_id,
        number=_next_number(session, response),
        receipt=_free_receipt(session, reference),
        answers=answers,
        protections=protections,
        facts=queries.facts_of(session, response.interest),
        words=sum(map(word_count, in_words)),
        nonce=new_nonce() if key else "",
        submitted_at=at,
    )
    sent.sha256 = hashlib.sha256(content(sent, reference, sheet.prompts)).hexdigest()
    if key:
        enclose(sent, key)
        _forget_drafts(session, response)
    return sent


def _key_for(response: Response) -> bytes | None:
    """The key to seal it with; none where others are open already, as for a letter typed late."""
    challenge = response.interest.challenge
    return challenge.sealing_key if challenge.opened_at is None else None


def _forget_drafts(session: Session, response: Response) -> None:
    """What is sealed with keys stands nowhere else."""
    drafts = delete(Answer).where(Answer.response_id == response.id)
    session.execute(drafts.execution_options(synchronize_session=False))


def _submitted(response: Response, submission: Submission) -> ResponseSubmitted:
    return ResponseSubmitted(
        subject_id=submission.id,
        authority_id=response.authority_id,
        challenge_id=response.challenge_id,
        response_id=str(response.id),
        interest_id=str(response.interest_id),
        number=submission.number,
        sha256=submission.sha256,
    )


def _next_number(session: Session, response: Response) -> int:
    if response.state is State.DRAFT:
        return 1
    last = select(func.max(Submission.number)).where(Submission.response_id == response.id)
    return (session.scalar(last) or 0) + 1


def _free_receipt(session: Session, reference: str) -> str:
    """A number that cannot be guessed from another, like MBC-2026-014-R7K3Q."""
    while True:
        receipt = f"{reference}-{''.join(secrets.choice(LETTERS) for _ in range(5))}"
        taken = select(Submission.id).where(Submission.receipt == receipt)
        if session.scalar(taken) is None:
            return receipt


def _wrong(number: int, prompt: Prompt, text: str) -> str:
    if not text:
        return f"Answer question {number}" if prompt.required else ""
    if is_too_long(prompt, text):
        return (
            f"Shorten your answer to question {number}: it has {word_count(text):,} words, "
            f"and the limit is {prompt.word_limit:,}"
        )
    return ""
