"""Reads of a supplier's own response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.interest.queries.registrations import ROOM, who_asks
from engage.kernel.text import word_count
from engage.responses.models import Answer, Prompt, Response, Submission


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
    """The questions, the draft answers, and what counts as sent."""

    prompts: Sequence[Prompt]
    answers: Mapping[UUID, str]
    current: Submission | None

    def text(self, prompt: Prompt) -> str:
        return self.answers.get(prompt.id, "")

    def status(self, prompt: Prompt) -> str:
        """``empty``, ``long`` or ``done``."""
        text = self.text(prompt)
        if not text:
            return "empty"
        return "long" if word_count(text) > prompt.word_limit else "done"

    def missing(self) -> list[Prompt]:
        return [each for each in self.prompts if each.required and self.status(each) == "empty"]

    def too_long(self) -> list[Prompt]:
        return [each for each in self.prompts if self.status(each) == "long"]

    @property
    def is_sent(self) -> bool:
        """Whether what was sent is what is written here now."""
        return self.current is not None and as_sent(self.answers) == self.current.answers


def as_sent(answers: Mapping[UUID, str]) -> dict[str, str]:
    """Draft answers as a submission keeps them: those that say something."""
    return {str(prompt_id): text for prompt_id, text in answers.items() if text}


TAKING_PART = (
    ROOM.add_columns(Response)
    .outerjoin(Response, Response.interest_id == Interest.id)
    .options(lazyload(Response.interest))
)
WRITTEN = (
    select(Prompt, Answer.text)
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
    began = own.response.id if own.response else None
    known = {"challenge_id": own.challenge.id, "response_id": began}
    rows = session.execute(WRITTEN, known).all()
    return Sheet(
        [prompt for prompt, _text in rows],
        {prompt.id: text for prompt, text in rows if text is not None},
        current(session, began) if began else None,
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
