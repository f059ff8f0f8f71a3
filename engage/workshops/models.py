"""Rows of workshops and places. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Entity, words


class Workshop(Entity):
    """An engagement event. ``taken`` is guarded by the database: never over ``capacity``."""

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="places"),
        CheckConstraint("ends_at > starts_at", name="times"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(String(300), default="")  # where, and step-free notes
    joining_link: Mapped[str] = mapped_column(String(500), default="")  # for those with a place
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)  # iCalendar SEQUENCE, rises with changes
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}


class PlaceState(StrEnum):
    BOOKED = "booked"
    WAITING = "waiting"
    LEFT = "left"


class Place(Entity):
    """A seat held, or a position on the waiting list: first come (``joined_at``), first served."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("workshop_id", "interest_id"),
        Index("ix_place_workshop_id_state_joined_at", "workshop_id", "state", "joined_at"),
    )

    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), index=True)
    state: Mapped[PlaceState] = mapped_column(words(PlaceState))
    joined_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)  # rises each time this person is told
    workshop: Mapped[Workshop] = relationship(lazy="joined", innerjoin=True)
    interest: Mapped[Interest] = relationship(lazy="select")
