"""What the same supplier answered to the same question of an earlier engagement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.responses.kinds import Kind, read
from engage.responses.models import Prompt, Response, Submission
from engage.responses.queries.own import OwnPrompt

ANEW = (Kind.FILE, Kind.DECLARATION)  # what is handed in, or declared, each time
LOOKED_AT = 5  # of the newest; an older one has aged too much to be offered


@dataclass(frozen=True)
class Earlier:
    """A text that can be taken over, for which engagement it was sent, and when."""

    text: str
    title: str
    sent_at: datetime


def earlier(session: Session, actor: Actor, own: OwnPrompt) -> Earlier | None:
    """The newest answer to the same words; only one that they may read who ask.

    That is whoever acts for the supplier, or came by a link to the address that sent it. That
    somebody names a supplier when they register proves nothing, so it opens nothing.
    """
    prompt = own.prompt
    if prompt.kind in ANEW:
        return None
    wanted = (
        select(Submission.answers, Prompt.id, Challenge.title, Submission.submitted_at)
        .join(Response, Response.id == Submission.response_id)
        .join(Interest, Interest.id == Response.interest_id)
        .join(Challenge, Challenge.id == Submission.challenge_id)
        .join(Prompt, Prompt.challenge_id == Challenge.id)
        .where(
            _theirs(actor, own.interest),
            Submission.replaced_at.is_(None),
            Challenge.id != own.challenge.id,
            Prompt.text == prompt.text,
            Prompt.kind == prompt.kind,
        )
        .order_by(Submission.submitted_at.desc(), Prompt.position)
        .limit(LOOKED_AT)
    )
    for answers, prompt_id, title, sent_at in session.execute(wanted):
        if text := _fitting(prompt, answers.get(str(prompt_id), "")):
            return Earlier(text, title, sent_at)
    return None


def _theirs(actor: Actor, mine: Interest) -> ColumnElement[bool]:
    acts = Interest.supplier_id == mine.supplier_id if _acts_for(actor, mine) else false()
    if mine.id not in actor.passes:
        return acts
    same = Interest.supplier_id.is_not_distinct_from(mine.supplier_id)
    return or_(acts, and_(Interest.email == mine.email, same))


def _acts_for(actor: Actor, mine: Interest) -> bool:
    return mine.supplier_id is not None and mine.supplier_id in actor.suppliers


def _fitting(prompt: Prompt, text: str) -> str:
    """Nothing where the question offers other choices or columns now."""
    try:
        return read(prompt, text)
    except Refusal:
        return ""
