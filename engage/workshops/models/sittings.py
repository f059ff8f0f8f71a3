"""A workshop, and each of its sessions."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Entity


class Mode(StrEnum):
    """How somebody comes."""

    IN_PERSON = "in_person"
    ONLINE = "online"


class Workshop(Entity):
    """An engagement event: what its sessions have in common."""

    __tablename__ = "workshop"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # reads access needs
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}


class Sitting(Entity):
    """One session of a workshop; in code a sitting, since ``session`` is always the database's.

    Each mode has places of its own; 0 is none. What is taken is guarded by the database: never
    more than there is. Who was offered a place holds it too.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("taken_in_person >= 0 AND taken_in_person <= in_person", name="in_person"),
        CheckConstraint("taken_online >= 0 AND taken_online <= online", name="online"),
        CheckConstraint("ends_at > starts_at", name="times"),
    )

    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id"), index=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(String(300), default="")
    step_free: Mapped[str] = mapped_column(Text, default="")  # how to get in without steps
    travel: Mapped[str] = mapped_column(Text, default="")  # buses, trains, parking
    joining_link: Mapped[str] = mapped_column(String(500), default="")  # for those with a place
    in_person: Mapped[int] = mapped_column(default=0)
    online: Mapped[int] = mapped_column(default=0)
    taken_in_person: Mapped[int] = mapped_column(default=0)
    taken_online: Mapped[int] = mapped_column(default=0)
    per_supplier: Mapped[int | None]  # places one supplier may have; None is any number
    sequence: Mapped[int] = mapped_column(default=0)  # iCalendar SEQUENCE, rises with changes
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]  # those with a place, that it is near
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    workshop: Mapped[Workshop] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        return self.workshop.title

    @property
    def about(self) -> str:
        return self.workshop.about

    @property
    def challenge(self) -> Challenge:
        return self.workshop.challenge

    @property
    def modes(self) -> Sequence[Mode]:
        """The ways to come that have places, in person first."""
        return [mode for mode in Mode if self.capacity(mode)]

    def capacity(self, mode: Mode) -> int:
        return self.in_person if mode is Mode.IN_PERSON else self.online

    def taken(self, mode: Mode) -> int:
        return self.taken_in_person if mode is Mode.IN_PERSON else self.taken_online

    def free(self, mode: Mode) -> int:
        return self.capacity(mode) - self.taken(mode)
