"""Draft answers of a challenge whose responses are sealed with keys, as they stand in the row.

Nobody can write without reading what is there, so a draft cannot be closed for the council's
officers alone. It is closed with the secret of the installation, which is in no database and in
no backup of one, and it is deleted when the response is sent.
"""

import hashlib
from base64 import b64decode, b64encode

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, Sealing
from engage.kernel import boxes
from engage.kernel.installation import installation

PURPOSE = b"engage drafts"


class NoSecret(RuntimeError):
    """This process was not told the secret of the installation, or no longer the old one."""


def closed(session: Session, challenge: Challenge, text: str) -> str:
    """What is stored of a draft answer."""
    if not text or challenge.sealing is not Sealing.KEY:
        return text
    return b64encode(enclosed(session, text.encode())).decode()


def opened(session: Session, challenge: Challenge, stored: str) -> str:
    """The draft answer as it was typed."""
    if not stored or challenge.sealing is not Sealing.KEY:
        return stored
    return disclosed(session, b64decode(stored)).decode()


def enclosed(session: Session, data: bytes) -> bytes:
    """Closed with the newest secret of the installation."""
    keys = _keys(session)
    return boxes.locked(keys[0], data)


def disclosed(session: Session, box: bytes) -> bytes:
    """Opened with whichever secret closed it."""
    for key in _keys(session):
        try:
            return boxes.unlocked(key, box)
        except boxes.BadBox:
            continue
    raise NoSecret("no secret key of this installation opens this draft")


def _keys(session: Session) -> list[bytes]:
    known = installation(session).secret_keys
    if not known:
        raise NoSecret("this process does not know the secret key of the installation")
    return [
        hashlib.blake2b(key.encode(), digest_size=boxes.SECRET, person=PURPOSE).digest()
        for key in known
    ]
