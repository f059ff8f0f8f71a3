"""What a mail server means when it says no: RFC 5321 codes and the finer ones of RFC 3463."""

import re
from enum import StrEnum

# There is no such mailbox, or no such domain.
_NO_SUCH_MAILBOX = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.4)\b")
# Servers that give no finer code say it in words.
_FINER = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_IN_WORDS = re.compile(
    r"no such (?:user|mailbox|recipient|address)|(?:user|recipient|address|mailbox) unknown"
    r"|unknown (?:user|recipient|mailbox|address)|does not exist|mailbox not found"
    r"|invalid (?:recipient|mailbox)|no mailbox here",
    re.IGNORECASE,
)
_FULL = re.compile(r"\b5\.2\.2\b|^552\b")
_OURS = {530, 534, 535, 538}  # the server wants us to sign in, or to encrypt


class Meaning(StrEnum):
    LATER = "later"  # it may work another time
    NOBODY = "nobody"  # the address does not exist
    NEVER = "never"  # this mail is not wanted, wherever it goes
    OURS = "ours"  # our own settings are wrong: no mail gets through


def meaning(code: int, said: str) -> Meaning:
    """What an answer of 4xx or 5xx means for the mail; ``said`` is the whole answer."""
    if code in _OURS:
        return Meaning.OURS
    if code < 500 or _FULL.search(said):
        return Meaning.LATER
    return Meaning.NOBODY if no_such_mailbox(said) else Meaning.NEVER


def no_such_mailbox(said: str) -> bool:
    """Whether nobody has this address: by the finer code, or by words where there is none."""
    if _FINER.search(said):
        return _NO_SUCH_MAILBOX.search(said) is not None
    return _IN_WORDS.search(said) is not None


class Refused(Exception):
    """The server answered no to this one mail; trying again helps unless ``permanent``."""

    def __init__(self, permanent: bool, reason: str) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.reason = reason


class Unreachable(Exception):
    """The server cannot be talked to now, or did not say whether it took the mail."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
