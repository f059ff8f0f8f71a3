"""Rows of files that everybody may take away. They hold data and decide nothing."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Base


class PublicFile(Base):
    """A file made by the clock; its key in the store is the digest of what it holds."""

    __tablename__ = "public_file"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    made_at: Mapped[datetime]  # when what it holds changed last
    checked_at: Mapped[datetime]
