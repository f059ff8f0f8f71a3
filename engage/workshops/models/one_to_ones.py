"""One-to-ones: a series of equal slots, who asks for one, and what was noted in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Entity, words


class Way(StrEnum):
    """How supplier and council meet."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    PHONE = "phone"


class Rule(StrEnum):
    """How slots are given when more ask than there are."""

    FIRST_COME = "first_come"
    LOTTERY = "lottery"


class EntryState(StrEnum):
    BOOKED = "booked"
    WAITING = "waiting"
    LEFT = "left"


class Series(Entity):
    """One-to-ones of one kind: the same length, questions and rule for everybody.

    ``opened_at``: from then on suppliers ask, and slots and words stay as they are. ``seed`` is
    secret until ``drawn_at``; its ``commitment`` is public from the opening on. ``record`` is the
    draw as it was published; it names nobody.
    """

    __tablename__ = "series"
    __table_args__ = (CheckConstraint("per_supplier >= 1", name="per_supplier"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    way: Mapped[Way] = mapped_column(words(Way))
    venue: Mapped[str] = mapped_column(String(300), default="")  # or who phones whom
    joining_link: Mapped[str] = mapped_column(String(500), default="")  # for those with a slot
    pattern: Mapped[dict[str, Any]]  # of its slots: see service.one_to_ones.pattern
    rule: Mapped[Rule] = mapped_column(words(Rule))
    per_supplier: Mapped[int] = mapped_column(default=1)  # slots that one supplier may have
    closes_at: Mapped[datetime] = mapped_column(index=True)  # nobody asks from then on
    script: Mapped[str] = mapped_column(Text, default="")  # the questions, the same for everybody
    template: Mapped[str] = mapped_column(Text, default="")  # of the notes
    seed: Mapped[str] = mapped_column(String(64), default="")
    commitment: Mapped[str] = mapped_column(String(64), default="")
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sequence: Mapped[int] = mapped_column(default=0)  # iCalendar SEQUENCE, rises with changes
    opened_at: Mapped[datetime | None]
    drawn_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # reads access needs
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_lottery(self) -> bool:
        return self.rule is Rule.LOTTERY

    def may_ask(self, at: datetime) -> bool:
        """Whether suppliers may ask: [opened, closes)."""
        opened = self.opened_at is not None and self.cancelled_at is None
        return opened and at < self.closes_at and self.challenge.takes_part(at)


class Slot(Entity):
    """A time for one supplier; ``number`` is what the public calls it, the earliest is 1."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        CheckConstraint("ends_at > starts_at", name="times"),
    )

    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    number: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]  # whoever has it, that it is near
    series: Mapped[Series] = relationship(lazy="joined", innerjoin=True)

    @property
    def challenge(self) -> Challenge:
        return self.series.challenge

    @property
    def title(self) -> str:
        return self.series.title

    def is_to_come(self, at: datetime) -> bool:
        return self.cancelled_at is None and at < self.starts_at


class Entry(Entity):
    """Who asks for a slot. ``code`` is what the public lottery knows them by.

    The line is by ``rank`` (drawn; 0 where nothing is drawn), then ``joined_at``. The database
    itself gives a slot to one entry only.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("series_id", "interest_id"),
        UniqueConstraint("series_id", "code"),
        UniqueConstraint("slot_id"),
        Index("ix_entry_series_id_state", "series_id", "state"),
    )

    series_id: Mapped[UUID] = mapped_column(ForeignKey("series.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), index=True)
    slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("slot.id"))
    code: Mapped[str] = mapped_column(String(12))
    suits: Mapped[list[int]] = mapped_column(JSON, default=list)  # slots by number; none: all do
    state: Mapped[EntryState] = mapped_column(words(EntryState), default=EntryState.WAITING)
    rank: Mapped[int] = mapped_column(default=0)
    joined_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)  # rises each time this person is told
    series: Mapped[Series] = relationship(lazy="joined", innerjoin=True)
    slot: Mapped[Slot | None] = relationship(lazy="select")
    interest: Mapped[Interest] = relationship(lazy="select")

    @property
    def challenge(self) -> Challenge:
        return self.series.challenge


class Noted(Entity):
    """One version of what officers noted in a slot: rows are added, never changed.

    ``published_at``: everybody may read this version.
    """

    __tablename__ = "noted"
    __table_args__ = (UniqueConstraint("slot_id", "number"),)

    slot_id: Mapped[UUID] = mapped_column(ForeignKey("slot.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    interest_id: Mapped[UUID | None] = mapped_column(ForeignKey("interest.id"))  # whose slot it was
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
