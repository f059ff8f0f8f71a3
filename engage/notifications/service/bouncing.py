"""Mail that came back (RFC 3464): which message it was, and what that means for its address."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Letter
from typing import Any
from uuid import UUID

from flufl.bounce import all_failures
from sqlalchemy.orm import Session

from engage.kernel.db import owes
from engage.kernel.refusals import Meaning, meaning
from engage.notifications.models import Message, State
from engage.notifications.service.preferences import note_bounce
from engage.notifications.service.results import GIVE_UP_AFTER, TRIES, wait_after

SOON = 10  # a server gave up on it: waiting begins where a tenth try would
_OURS = re.compile(
    r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^<>\s]{1,255}>"
)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Returned:
    """What a returned mail says. ``means`` is None when its server is still trying."""

    message_id: UUID
    means: Meaning | None
    reason: str


def read(raw: bytes) -> Returned | None:
    """None: it is no bounce, or of no mail of ours."""
    letter = message_from_bytes(raw)
    try:
        delayed, failed = all_failures(letter)
    except Exception:  # somebody else's parser of whatever anybody may send
        log.exception("a letter could not be read")
        return None
    message_id = _our_id(letter)
    if message_id is None or not (delayed or failed):
        return None
    if not failed:
        return Returned(message_id, None, "")
    status, said = _said(letter)
    reason = " ".join(f"{status} {said}".split())[:400] or "The mail server sent it back"
    code = int(status[0]) * 100 if status else 500
    means = meaning(code, f"{status} {said}") if status else Meaning.NOBODY
    return Returned(message_id, means, f"It came back: {reason}")


def note_in(session: Session, returned: Returned, *, at: datetime) -> bool:
    message = session.get(Message, returned.message_id, with_for_update=True)
    if message is None:
        return False
    if message.state is not State.SENT or returned.means is None:
        return True
    message.problem = returned.reason[:500].replace("\x00", "")
    again = returned.means is Meaning.LATER and message.attempts < TRIES
    if again and at - message.owed_at < GIVE_UP_AFTER:
        message.state, message.sent_at = State.QUEUED, None
        message.refusals += 1
        message.due_at = at + wait_after(max(SOON, message.attempts))
        owes(session, "outbox")
        return True
    message.state = State.BOUNCED
    if returned.means is Meaning.NOBODY:
        note_bounce(session, email=message.recipient, at=at)
    return True


def _our_id(letter: Letter) -> UUID | None:
    """The Message-ID of the mail that came back: it is one of our rows."""
    for text in _headers(letter):
        if found := _OURS.search(text):
            return UUID(found[1])
    return None


def _headers(letter: Letter) -> Iterator[str]:
    """Where it may stand: in the returned headers first, then in what the letter answers."""
    for part in letter.walk():
        if part is not letter and part["Message-ID"]:
            yield str(part["Message-ID"])
        if part.get_content_type() in ("text/rfc822-headers", "text/plain"):
            payload: Any = part.get_payload(decode=True)
            yield (payload or b"").decode("utf-8", "replace")
    yield f"{letter['In-Reply-To'] or ''} {letter['References'] or ''}"


def _said(letter: Letter) -> tuple[str, str]:
    """The finer code and the words of the server that refused it."""
    for part in letter.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():  # letters, since it is multipart; its type says less
            status = _STATUS.search(str(block.get("Status", "")))  # type: ignore[union-attr]
            if status:
                return status[0], str(block.get("Diagnostic-Code", ""))  # type: ignore[union-attr]
    return "", ""
