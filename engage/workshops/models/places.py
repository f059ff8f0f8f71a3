"""A seat held at a session, or a position on its waiting list."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.interest.models import Interest
from engage.kernel.db import Entity, words
from engage.workshops.models.sittings import Mode, Sitting


class PlaceState(StrEnum):
    BOOKED = "booked"
    OFFERED = "offered"
    WAITING = "waiting"
    LEFT = "left"


class Place(Entity):
    """A seat held, or a position on the waiting list: first come (``joined_at``), first served.

    ``at_once``: when a place is free it is booked; otherwise it is offered until ``offer_ends_at``.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("sitting_id", "interest_id"),
        Index("ix_place_offer_ends_at", "offer_ends_at"),
        Index("ix_place_sitting_id_state_joined_at", "sitting_id", "state", "joined_at"),
    )

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sitting.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), index=True)
    mode: Mapped[Mode] = mapped_column(words(Mode), default=Mode.IN_PERSON)
    state: Mapped[PlaceState] = mapped_column(words(PlaceState))
    joined_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    at_once: Mapped[bool] = mapped_column(default=True)
    offer_ends_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)  # rises each time this person is told
    sitting: Mapped[Sitting] = relationship(lazy="joined", innerjoin=True)
    interest: Mapped[Interest] = relationship(lazy="select")


class Attendee(Entity):
    """Who comes instead of whoever booked; the row that was not released counts."""

    __tablename__ = "attendee"
    __table_args__ = (
        Index("ix_attendee_email", "email"),
        Index("ix_attendee_place_id", "place_id"),
        Index(
            "uq_attendee_current",
            "place_id",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
            sqlite_where=text("released_at IS NULL"),
        ),
    )

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))  # lower case
    named_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
