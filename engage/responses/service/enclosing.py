"""What is sent to a challenge that is sealed with keys: closed at once, opened by two officers.

Each response has a key of its own, and only that one is closed with the key of the challenge.
"""

import secrets

from msgspec import Struct, json

from engage.kernel import boxes
from engage.responses.models import Submission

WRAPPED = boxes.SECRET + 48  # a sealed box is so much longer than what is in it
NONCE = 32


class Content(Struct, frozen=True):
    """What only the openers learn. Without ``nonce`` a digest would betray what can be guessed."""

    answers: dict[str, str]
    protections: dict[str, str]
    words: int
    nonce: str


def new_nonce() -> str:
    return secrets.token_hex(NONCE)


def enclose(submission: Submission, public: bytes) -> None:
    """Take the words out of the row and put the closed box in."""
    told = Content(submission.answers, submission.protections, submission.words, submission.nonce)
    secret = boxes.new_secret()
    submission.sealed = boxes.sealed(public, secret) + boxes.locked(secret, json.encode(told))
    submission.answers, submission.protections = {}, {}
    submission.words, submission.nonce = 0, ""


def disclose(submission: Submission, private: bytes) -> None:
    """The other way round. Raises BadBox, and leaves the row as it was."""
    box = submission.sealed or b""
    secret = boxes.unsealed(private, box[:WRAPPED])
    told = json.decode(boxes.unlocked(secret, box[WRAPPED:]), type=Content)
    submission.answers, submission.protections = told.answers, told.protections
    submission.words, submission.nonce = told.words, told.nonce
    submission.sealed = None
