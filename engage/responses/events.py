"""What happened to questionnaires and responses. Never what anybody wrote, nor who wrote it."""

from datetime import datetime
from typing import ClassVar

from engage.kernel.events import Event


class PromptAdded(Event, frozen=True, kw_only=True):
    """A question of the questionnaire: the subject is the prompt."""

    name: ClassVar[str] = "prompt.added"


class PromptChanged(Event, frozen=True, kw_only=True):
    """``fields``: the names of those that changed."""

    name: ClassVar[str] = "prompt.changed"
    fields: tuple[str, ...]


class PromptMoved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "prompt.moved"
    up: bool


class PromptRemoved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "prompt.removed"


class PromptKept(Event, frozen=True, kw_only=True):
    """A question of a questionnaire is in the council's bank: the subject is what is kept."""

    name: ClassVar[str] = "prompt.kept"


class PromptForgotten(Event, frozen=True, kw_only=True):
    """It is no longer in the bank; the questionnaires it came from are as they were."""

    name: ClassVar[str] = "prompt.forgotten"


class ResponseSubmitted(Event, frozen=True, kw_only=True):
    """The subject is the submission; ``number`` is 1 for the first, 2 for the one replacing it."""

    name: ClassVar[str] = "response.submitted"
    response_id: str
    interest_id: str
    number: int
    sha256: str


class ResponseEntered(Event, frozen=True, kw_only=True):
    """Somebody of the council entered what a supplier sent otherwise. The subject is the
    submission; ``received_at`` is when it came, as they say, and their reason is kept with it."""

    name: ClassVar[str] = "response.entered"
    interest_id: str
    channel: str
    received_at: datetime


class ResponseWithdrawn(Event, frozen=True, kw_only=True):
    """The subject is the response; what had been sent no longer counts."""

    name: ClassVar[str] = "response.withdrawn"
    interest_id: str


class OpenersNamed(Event, frozen=True, kw_only=True):
    """``people``: who can open what is sent, any two of them together."""

    name: ClassVar[str] = "openers.named"
    people: tuple[str, ...]


class OpeningKeyTurned(Event, frozen=True, kw_only=True):
    """An officer used their key; ``opens``: they were the second."""

    name: ClassVar[str] = "opening.key_turned"
    opens: bool


class ResponsesOpened(Event, frozen=True, kw_only=True):
    """They may be read from now on; ``lost`` could not be opened."""

    name: ClassVar[str] = "responses.opened"
    number: int
    lost: int


class ResponseRead(Event, frozen=True, kw_only=True):
    """Somebody of the council or its board read it, for the first time of theirs."""

    name: ClassVar[str] = "response.read"
    receipt: str


SEALED = frozenset({ResponseSubmitted.name, ResponseEntered.name, ResponseWithdrawn.name})
"""Before the end of an engagement not even how many of these there are may be known, nor to
whom messages went because of them."""
