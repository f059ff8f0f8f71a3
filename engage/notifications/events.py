"""Facts about sendings: one message to many people."""

from datetime import datetime
from typing import ClassVar

from engage.kernel.events import Event


class SendingPaused(Event, frozen=True, kw_only=True):
    """``subject_id`` is the sending; ``held`` messages had not gone."""

    name: ClassVar[str] = "sending.paused"
    template: str
    held: int


class SendingResumed(Event, frozen=True, kw_only=True):
    """``released`` messages go out now."""

    name: ClassVar[str] = "sending.resumed"
    template: str
    released: int


class MessageSentAgain(Event, frozen=True, kw_only=True):
    """``subject_id`` is the message: somebody asked to send it once more."""

    name: ClassVar[str] = "message.sent_again"
    template: str


class ClosingSoon(Event, frozen=True, kw_only=True):
    """``subject_id`` is the challenge: so many days at the most are left until this end."""

    name: ClassVar[str] = "challenge.closing_soon"
    days: int
    engagement_ends: datetime


class WordingChanged(Event, frozen=True, kw_only=True):
    """``subject_id`` is the council: it wrote words of its own into a message."""

    name: ClassVar[str] = "wording.changed"
    template: str
    language: str


class WordingRestored(Event, frozen=True, kw_only=True):
    """The words that came with engage are back."""

    name: ClassVar[str] = "wording.restored"
    template: str
    language: str
