"""Rows of what belongs to one challenge only, in the whole installation."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Base


class NoticeClaim(Base):
    """The number of a published notice, or the OCID of its process: of one challenge."""

    __tablename__ = "notice_claim"

    identifier: Mapped[str] = mapped_column(String(40), primary_key=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
