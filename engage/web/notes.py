"""What a page leaves behind in passing: that somebody was here, or has read this."""

from collections.abc import Callable
from contextlib import suppress

from flask import Response, after_this_request, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions


def note(sessions: Sessions, write: Callable[[Session], object]) -> None:
    """Write in a transaction of its own.

    A page is worth more than a note of it: while the database is busy, the next visit brings it.
    """
    with suppress(OperationalError), sessions.write() as writing:
        write(writing)


def note_afterwards(sessions: Sessions, write: Callable[[Session], object]) -> None:
    """Note that a page was shown, when its reading transaction is over and it is about to go."""
    if request.method != "GET":
        return

    @after_this_request
    def _shown(answer: Response) -> Response:
        if answer.status_code == 200:
            note(sessions, write)
        return answer
