"""What happened to notices."""

from typing import ClassVar

from engage.kernel.events import Event


class NoticeImported(Event, frozen=True, kw_only=True):
    """A draft was made from a published notice."""

    name: ClassVar[str] = "notice.imported"
    ocid: str
    notice_id: str


class NoticeOpened(Event, frozen=True, kw_only=True):
    """There is a version of the notice; from the second on because its text has changed."""

    name: ClassVar[str] = "notice.opened"
    version: int
    status: str


class NoticeTurned(Event, frozen=True, kw_only=True):
    """The engagement ended before a version was published, so that version looks back."""

    name: ClassVar[str] = "notice.turned"
    version: int


class NoticeRecorded(Event, frozen=True, kw_only=True):
    """A version is published on the central digital platform under this number."""

    name: ClassVar[str] = "notice.recorded"
    version: int
    notice_id: str
    ocid: str


class NoticeWithout(Event, frozen=True, kw_only=True):
    """The council gave its reasons for having no notice (s.17(1)(b))."""

    name: ClassVar[str] = "notice.without"
    version: int


class PageListedEarly(Event, frozen=True, kw_only=True):
    """The page was listed before its notice had a number; the reason is kept with the notice."""

    name: ClassVar[str] = "notice.listed_early"
    version: int


class NoticeHandedIn(Event, frozen=True, kw_only=True):
    """An officer asked to send the notice to Find a Tender; ``round`` counts the times."""

    name: ClassVar[str] = "notice.handed_in"
    round: int


class NoticeReceived(Event, frozen=True, kw_only=True):
    """Find a Tender has it, under a number of its own for what is handed in."""

    name: ClassVar[str] = "notice.received"
    submission_id: str


class NoticeRefused(Event, frozen=True, kw_only=True):
    """Find a Tender does not publish it; its reasons stay with the notice."""

    name: ClassVar[str] = "notice.refused"


class NoticeUnsure(Event, frozen=True, kw_only=True):
    """Nobody knows whether Find a Tender took it: an officer has to look there."""

    name: ClassVar[str] = "notice.unsure"


class NoticeOut(Event, frozen=True, kw_only=True):
    """Find a Tender published what we handed in."""

    name: ClassVar[str] = "notice.out"
    notice_id: str
    ocid: str


class NoticeSeen(Event, frozen=True, kw_only=True):
    """A notice on Find a Tender looks like the one a challenge waits for."""

    name: ClassVar[str] = "notice.seen"
    notice_id: str
    ocid: str
    certain: bool


class SightingAnswered(Event, frozen=True, kw_only=True):
    """An officer said whether the notice that was found is theirs."""

    name: ClassVar[str] = "sighting.answered"
    notice_id: str
    ocid: str
    is_ours: bool
