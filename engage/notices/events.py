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
