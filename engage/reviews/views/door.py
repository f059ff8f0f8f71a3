"""The door of every board: nobody sees an idea before declaring their interests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect
from sqlalchemy.orm import Session

from engage.reviews.policy import Sitting, Standing
from engage.web.access import Answer
from engage.web.pages import page

BoardView = Callable[[Session, Any], Answer]


def declared(view: BoardView) -> BoardView:
    """Let in those who may review; tell the others what comes first. Goes below ``permit``."""

    @wraps(view)
    def answer(session: Session, thing: Any) -> Answer:
        return _stopped(thing.board) or view(session, thing)

    return answer


def _stopped(board: Sitting) -> Answer | None:
    if board.standing is Standing.UNDECLARED:
        return redirect(f"/board/challenges/{board.challenge.reference}/declare", 303)
    if board.standing is Standing.CLEAR:
        return None
    aside = board.standing is Standing.ASIDE
    return page(
        "reviews/shut.html",
        board=board,
        challenge=board.challenge,
        aside=aside,
        status=403,
    )
