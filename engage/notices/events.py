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
