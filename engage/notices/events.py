"""What happened to notices."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeImported(Event):
    """A draft was made from a published notice."""

    name: ClassVar[str] = "notice.imported"
    ocid: str
    notice_id: str


@dataclass(frozen=True, kw_only=True)
class NoticeOpened(Event):
    """There is a version of the notice; from the second on because its text has changed."""

    name: ClassVar[str] = "notice.opened"
    version: int
    status: str


@dataclass(frozen=True, kw_only=True)
class NoticeTurned(Event):
    """The engagement ended before a version was published, so that version looks back."""

    name: ClassVar[str] = "notice.turned"
    version: int


@dataclass(frozen=True, kw_only=True)
class NoticeRecorded(Event):
    """A version is published on the central digital platform under this number."""

    name: ClassVar[str] = "notice.recorded"
    version: int
    notice_id: str
    ocid: str


@dataclass(frozen=True, kw_only=True)
class NoticeWithout(Event):
    """The council gave its reasons for having no notice (s.17(1)(b))."""

    name: ClassVar[str] = "notice.without"
    version: int


@dataclass(frozen=True, kw_only=True)
class PageListedEarly(Event):
    """The page was listed before its notice had a number; the reason is kept with the notice."""

    name: ClassVar[str] = "notice.listed_early"
    version: int


@dataclass(frozen=True, kw_only=True)
class NoticeHandedIn(Event):
    """An officer asked to send the notice to Find a Tender; ``round`` counts the times."""

    name: ClassVar[str] = "notice.handed_in"
    round: int


@dataclass(frozen=True, kw_only=True)
class NoticeReceived(Event):
    """Find a Tender has it, under a number of its own for what is handed in."""

    name: ClassVar[str] = "notice.received"
    submission_id: str


@dataclass(frozen=True, kw_only=True)
class NoticeRefused(Event):
    """Find a Tender does not publish it; its reasons stay with the notice."""

    name: ClassVar[str] = "notice.refused"


@dataclass(frozen=True, kw_only=True)
class NoticeUnsure(Event):
    """Nobody knows whether Find a Tender took it: an officer has to look there."""

    name: ClassVar[str] = "notice.unsure"


@dataclass(frozen=True, kw_only=True)
class NoticeOut(Event):
    """Find a Tender published what we handed in."""

    name: ClassVar[str] = "notice.out"
    notice_id: str
    ocid: str


@dataclass(frozen=True, kw_only=True)
class NoticeSeen(Event):
    """A notice on Find a Tender looks like the one a challenge waits for."""

    name: ClassVar[str] = "notice.seen"
    notice_id: str
    ocid: str
    certain: bool


@dataclass(frozen=True, kw_only=True)
class SightingAnswered(Event):
    """An officer said whether the notice that was found is theirs."""

    name: ClassVar[str] = "sighting.answered"
    notice_id: str
    ocid: str
    is_ours: bool
