"""Everybody's own calendar, at an address that only they were sent."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity


class CalendarFeed(Entity):
    """The address is signed over the id: a new row is a new address, and the old one is dead."""

    __tablename__ = "calendar_feed"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    made_at: Mapped[datetime]
