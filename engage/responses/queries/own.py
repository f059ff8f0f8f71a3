"""Reads of a supplier's own response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.interest import queries as interest
from engage.interest.models import Interest
from engage.kernel.text import word_count
from engage.responses.models import Answer, Prompt, Response, Submission
from engage.responses.queries.questionnaire import prompts


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

    @property
    def is_sent(self) -> bool:
        """Whether what was sent is what is written here now."""
        if self.current is None:
            return False
        written = {str(key): text for key, text in self.answers.items() if text}
        return written == self.current.answers


def own(session: Session, actor: Actor, ref: str) -> Own | None:
    """The actor's participation in a challenge, with the response they have begun."""
    holder = interest.room(session, actor, ref)
    if holder is None:
        return None
    wanted = (
        select(Response)
        .options(lazyload(Response.interest))
        .where(Response.interest_id == holder.id)
    )
    return Own(holder, session.scalars(wanted).one_or_none())


def own_prompt(session: Session, actor: Actor, ref: str, prompt_id: UUID) -> OwnPrompt | None:
    """The same, with one question of that challenge."""
    found = own(session, actor, ref)
    prompt = session.get(Prompt, prompt_id, options=[lazyload(Prompt.challenge)])
    if found is None or prompt is None or prompt.challenge_id != found.challenge.id:
        return None
    return OwnPrompt(found.interest, found.response, prompt)


def sheet(session: Session, own: Own) -> Sheet:
    """Three reads, however many questions there are."""
    questions = prompts(session, own.challenge.id)
    if own.response is None:
        return Sheet(questions, {}, None)
    written = select(Answer.prompt_id, Answer.text).where(Answer.response_id == own.response.id)
    return Sheet(
        questions,
        {row.prompt_id: row.text for row in session.execute(written)},
        current(session, own.response.id),
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
    wanted = (
        select(Submission)
        .options(lazyload(Submission.response))
        .where(Submission.response_id == response_id, Submission.replaced_at.is_(None))
    )
    return session.scalars(wanted).one_or_none()
