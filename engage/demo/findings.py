"""What officers of the demonstration found in the responses, and noted on them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.findings.models import Colour, Ground, RequirementKind, SentAnswer
from engage.findings.service import publishing, remarking, requiring, theming, withholding
from engage.findings.service.filing import file_some
from engage.findings.service.remarking import Mark
from engage.responses.models import Prompt, Protection, Submission

HOUR = timedelta(hours=1)
REQUIREMENTS = (
    "A first stage in one place, with a price of its own",
    "Data leave in an open format when the contract ends",
    "Staff of the council learn beside the people who do the work",
)
MARKS = (
    Mark("0", "", Colour.GREEN, "Close to what residents told us in the workshop.", True),
    Mark("1", "", Colour.YELLOW, "", True),
    Mark("whole", "", Colour.NONE, "Ask for the numbers behind this.", True),
)


def wishes(prompts: Sequence[Prompt], place: int) -> dict[UUID, Protection]:
    """Most let the council publish their first answer; every third one is wary of another."""
    wary = {prompts[3].id: Protection.DELETE} if place % 3 == 0 else {}
    return {prompts[0].id: Protection.OPEN, prompts[4].id: Protection.OPEN, **wary}


def read(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Shelves, some marks, requirements with their sources; themes are left to the worker."""
    file_some(session, challenge, at=at)
    rows = session.execute(
        select(SentAnswer, Submission.receipt)
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .where(SentAnswer.challenge_id == challenge.id)
        .order_by(SentAnswer.id)
    ).all()
    if not rows:
        return
    for row, mark in zip(rows, MARKS, strict=False):
        remarking.remark(session, challenge, row[0], mark, by=by, at=at + HOUR)
    withheld: Any = {"place": "1", "passage": "", "ground": Ground.COMMERCIAL}
    withholding.withhold(session, challenge, rows[0][0], **withheld, by=by, at=at + HOUR)
    publishing.publish(session, challenge, by=by, at=at + HOUR)
    first = rows[0][0].prompt_id
    for scope in (first, None):
        theming.ask(session, challenge, scope, by=by, at=at + HOUR)
    cited = [f"{row[1]}/1" for row in rows if row[0].prompt_id == first]
    _require(session, challenge, cited, by, at)


def _require(
    session: Session, challenge: Challenge, cited: list[str], by: UUID, at: datetime
) -> None:
    added = requiring.add(
        session, challenge, REQUIREMENTS, RequirementKind.REQUIREMENT, by=by, at=at + 2 * HOUR
    )
    for requirement, receipts in zip(added, (cited[:4], cited[:1], []), strict=True):
        requiring.change(
            session,
            requirement,
            text=requirement.text,
            kind=requirement.kind,
            themes=(),
            receipts=receipts,
            by=by,
            at=at + 3 * HOUR,
        )
