"""Reads of a supplier's own response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.interest.queries.registrations import ROOM, who_asks
from engage.responses import drafts
from engage.responses.kinds import asked_of, is_too_long, shown
from engage.responses.models import Answer, Prompt, Protection, Response, Submission


@dataclass(frozen=True)
class Own:
    """A participant, and what they have begun, if anything."""

    interest: Interest
    response: Response | None

    @property
    def challenge(self) -> Challenge:
        return self.interest.challenge


@dataclass(frozen=True)
class OwnPrompt(Own):
    """The same, and the question the address names."""

    prompt: Prompt


@dataclass(frozen=True)
class Sheet:
    """The questions, the draft answers with their protection, and what counts as sent."""

    prompts: Sequence[Prompt]
    answers: Mapping[UUID, str]
    protections: Mapping[UUID, Protection]
    current: Submission | None
    changes: Mapping[UUID, tuple[str, datetime]] = field(default_factory=dict)  # by whom, when

    @cached_property
    def asked(self) -> list[Prompt]:
        """Without the questions that other answers make needless."""
        return asked_of(self.prompts, self.answers)

    @property
    def sections(self) -> list[tuple[str, list[Prompt]]]:
        """The same under their headings; the first part may have none."""
        found: list[tuple[str, list[Prompt]]] = []
        for prompt in self.asked:
            if prompt.section or not found:
                found.append((prompt.section, []))
            found[-1][1].append(prompt)
        return found

    def number(self, prompt: Prompt) -> int:
        """Of all questions, so that everybody calls it by the same."""
        return self.prompts.index(prompt) + 1

    def text(self, prompt: Prompt) -> str:
        return self.answers.get(prompt.id, "")

    def shown(self, prompt: Prompt) -> str:
        return shown(prompt, self.text(prompt))

    def protection(self, prompt: Prompt) -> Protection:
        return self.protections.get(prompt.id, Protection.COUNCIL)

    def status(self, prompt: Prompt) -> str:
        """``empty``, ``long`` or ``done``."""
        text = self.text(prompt)
        if not text:
            return "empty"
        return "long" if is_too_long(prompt, text) else "done"

    def missing(self) -> list[Prompt]:
        return [each for each in self.asked if each.required and self.status(each) == "empty"]

    def too_long(self) -> list[Prompt]:
        return [each for each in self.asked if self.status(each) == "long"]

    def to_send(self) -> tuple[dict[str, str], dict[str, str]]:
        """Answers that say something, and the protection of those that is not the usual one."""
        said = [prompt for prompt in self.asked if self.text(prompt)]
        unusual = [each for each in said if self.protection(each) is not Protection.COUNCIL]
        return (
            {str(prompt.id): self.text(prompt) for prompt in said},
            {str(prompt.id): self.protection(prompt).value for prompt in unusual},
        )

    @property
    def is_sent(self) -> bool:
        """Whether what was sent is what is written here now."""
        sent = self.current
        return sent is not None and self.to_send() == (sent.answers, sent.protections)


TAKING_PART = (
    ROOM.add_columns(Response)
    .outerjoin(Response, Response.interest_id == Interest.id)
    .options(lazyload(Response.interest))
)
WRITTEN = (
    select(Prompt, Answer.text, Answer.protection, Answer.writer, Answer.written_at)
    .options(lazyload(Prompt.challenge))
    .outerjoin(
        Answer,
        (Answer.prompt_id == Prompt.id)
        & (Answer.response_id == bindparam("response_id", type_=Uuid)),
    )
    .where(Prompt.challenge_id == bindparam("challenge_id"))
    .order_by(Prompt.position, Prompt.id)
)
CURRENT = (
    select(Submission)
    .options(lazyload(Submission.response))
    .where(Submission.response_id == bindparam("response_id"), Submission.replaced_at.is_(None))
)


def own(session: Session, actor: Actor, ref: str) -> Own | None:
    """The actor's participation in a challenge, with the response they have begun."""
    row = session.execute(TAKING_PART, who_asks(actor, ref)).unique().one_or_none()
    return Own(*row) if row else None


def own_prompt(session: Session, actor: Actor, ref: str, prompt_id: UUID) -> OwnPrompt | None:
    """The same, with one question of that challenge."""
    found = own(session, actor, ref)
    prompt = session.get(Prompt, prompt_id, options=[lazyload(Prompt.challenge)])
    if found is None or prompt is None or prompt.challenge_id != found.challenge.id:
        return None
    return OwnPrompt(found.interest, found.response, prompt)


def sheet(session: Session, own: Own) -> Sheet:
    """Two reads, however many questions there are."""
    return sheet_of(session, own.challenge, own.response.id if own.response else None)


def sheet_of(session: Session, challenge: Challenge, began: UUID | None) -> Sheet:
    """The sheet of a response that was begun, or the empty one."""
    known = {"challenge_id": challenge.id, "response_id": began}
    rows = session.execute(WRITTEN, known).all()
    return Sheet(
        [row[0] for row in rows],
        {
            row[0].id: drafts.opened(session, challenge, row.text)
            for row in rows
            if row.text is not None
        },
        {row[0].id: row.protection for row in rows if row.protection is not None},
        current(session, began) if began else None,
        {row[0].id: (row.writer, row.written_at) for row in rows if row.written_at},
    )


def sender(session: Session, submission_id: UUID) -> Interest | None:
    """Who sent it."""
    wanted = (
        select(Interest)
        .join(Response, Response.interest_id == Interest.id)
        .join(Submission, Submission.response_id == Response.id)
        .where(Submission.id == submission_id)
    )
    return session.scalars(wanted).one_or_none()


def current(session: Session, response_id: UUID) -> Submission | None:
    """What counts as sent."""
    return session.scalars(CURRENT, {"response_id": response_id}).one_or_none()
