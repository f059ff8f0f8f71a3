"""Reading the box where mail that came back arrives. Only workers do it."""

import logging

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.letterbox import Letterbox
from engage.notifications.service.bouncing import Returned, note_in, read

BATCH = 100

log = logging.getLogger(__name__)


def collect_due(sessions: Sessions, box: Letterbox | None) -> int:
    """Read what came back; how many letters. A box that cannot be opened waits."""
    if box is None:
        return 0
    known: list[str] = []
    strange: list[str] = []
    try:
        for key, raw in box.letters(BATCH):
            found = read(raw)
            (known if found and note(sessions, found) else strange).append(key)
        box.drop(known)
        box.leave(strange)
    except OSError as fault:
        log.warning("bounces cannot be read: %s", fault)
    return len(known) + len(strange)


def note(sessions: Sessions, returned: Returned) -> bool:
    """Write down what came back; whether there is such a message. Twice changes nothing."""
    with sessions.write() as session:
        found = note_in(session, returned, at=now(session))
    if not found:
        log.info("a mail came back that nobody here sent: %s", returned.message_id)
    return found
