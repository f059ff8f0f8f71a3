"""Who came to a session."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.kernel.db import Entity
from engage.workshops.models.places import Place
from engage.workshops.models.sittings import Sitting


class Attendance(Entity):
    """Somebody was there: with a place, or walked in with the name and address they gave."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "uq_attendance_walked_in",
            *("sitting_id", "email"),
            unique=True,
            postgresql_where=text("place_id IS NULL"),
            sqlite_where=text("place_id IS NULL"),
        ),
    )

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"), index=True)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"), unique=True)
    organisation: Mapped[str] = mapped_column(String(200), default="")  # of who walked in
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")  # lower case
    noted_at: Mapped[datetime]
    sitting: Mapped[Sitting] = relationship(lazy="joined", innerjoin=True)
    place: Mapped[Place | None] = relationship(lazy="select")
