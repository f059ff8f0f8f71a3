"""Rows of notices that drafts were made from. They hold data and decide nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity


class SourceNotice(Entity):
    """The published notice a challenge was started from, as it was read."""

    __tablename__ = "source_notice"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), unique=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    ocid: Mapped[str] = mapped_column(String(80), default="")
    notice_id: Mapped[str] = mapped_column(String(80), default="")
    notice_type: Mapped[str] = mapped_column(String(8), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    buyer_name: Mapped[str] = mapped_column(String(300), default="")
    findings: Mapped[dict[str, Any]]  # {"missing": [...], "warnings": [...]}: what to look at
    imported_at: Mapped[datetime]
