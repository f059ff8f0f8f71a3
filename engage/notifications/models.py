"""Rows of messages we owe and have sent. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.interest.models import Cadence
from engage.kernel.db import Base, Entity, words


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # given up: refused for good, or tried too often
    BOUNCED = "bounced"  # taken by the mail server, which sent it back later
    SUPPRESSED = "suppressed"  # not owed any more: opted out, or the address bounces
    HELD = "held"  # an officer paused the sending it belongs to


class Language(StrEnum):
    """In which language somebody is written to, where the council wrote in it."""

    ENGLISH = "en"
    WELSH = "cy"


# The words of the partial index: as parameters a database would not see that it fits.
WAITING = text("message.state IN ('queued', 'sending')")


class Message(Entity):
    """Something we send a person. With its cause, recipient and template it is owed once.

    ``subject_id`` is what the words are about (rendered once a batch). ``due_at`` is also the
    sender's lease. ``why`` tells this one person why they get it; empty: what the layout says.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("cause_id", "recipient", "template"),
        Index(
            "ix_message_due",
            "due_at",
            postgresql_where=text("state IN ('queued', 'sending')"),
            sqlite_where=text("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_message_failed",
            "owed_at",
            postgresql_where=text("state = 'failed'"),
            sqlite_where=text("state = 'failed'"),
        ),
        Index("ix_message_challenge_id_state", "challenge_id", "state"),
        Index("ix_message_recipient", "recipient"),
        Index(
            "ix_message_interest_id",
            "interest_id",
            postgresql_where=text("interest_id IS NOT NULL"),
            sqlite_where=text("interest_id IS NOT NULL"),
        ),
        Index(
            "ix_message_with_calendar",
            "sent_at",
            postgresql_where=text("calendar IS NOT NULL"),
            sqlite_where=text("calendar IS NOT NULL"),
        ),
    )

    cause_id: Mapped[UUID]  # the event
    template: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(254))
    recipient_name: Mapped[str] = mapped_column(String(120), default="")
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenge.id"))
    interest_id: Mapped[UUID | None] = mapped_column(ForeignKey("interest.id"))
    subject_id: Mapped[UUID]
    calendar: Mapped[str | None] = mapped_column(Text)  # an iCalendar object to attach
    state: Mapped[State] = mapped_column(words(State), default=State.QUEUED)
    owed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    refusals: Mapped[int] = mapped_column(default=0, server_default="0")  # for now, by a server
    deaths: Mapped[int] = mapped_column(default=0, server_default="0")  # of senders that held it
    problem: Mapped[str] = mapped_column(String(500), default="")
    why: Mapped[str] = mapped_column(String(300), default="", server_default="")


class Sending(Entity):
    """One message to many people: a cause and a template.

    ``expected`` is how many messages the statements that wrote them said they wrote, so that
    counting the messages later can show that one is gone: ``missing`` when it was last counted.
    """

    __tablename__ = "sending"
    __table_args__ = (
        UniqueConstraint("cause_id", "template"),
        Index(
            "ix_sending_missing",
            "checked_at",
            postgresql_where=text("missing <> 0"),
            sqlite_where=text("missing <> 0"),
        ),
    )

    cause_id: Mapped[UUID]
    template: Mapped[str] = mapped_column(String(60))
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenge.id"), index=True)
    expected: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    missing: Mapped[int] = mapped_column(default=0)


class Part(StrEnum):
    """Whom an announcement looks at now: suppliers first, then saved searches."""

    SUPPLIERS = "suppliers"
    SEARCHES = "searches"


class Announcement(Entity):
    """Telling people of a challenge, part by part; the officer sees how far it is.

    ``expected`` people were counted when it began and ``found`` are told or wait for their
    digest. ``after`` is the last row that was looked at in this part.
    """

    __tablename__ = "announcement"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), unique=True)
    cause_id: Mapped[UUID]
    part: Mapped[Part] = mapped_column(words(Part), default=Part.SUPPLIERS)
    after: Mapped[UUID | None]
    expected: Mapped[int]
    found: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class ReachCount(Entity):
    """Who would hear of a challenge, counted when somebody asked, where there are very many.

    ``found`` is a ``reach.Coverage`` as plain values, and of each reason the first it is true of.
    """

    __tablename__ = "reach_count"

    challenge_id: Mapped[UUID] = mapped_column(
        ForeignKey("challenge.id", ondelete="CASCADE"), unique=True
    )  # a draft may be deleted
    asked_at: Mapped[datetime] = mapped_column(index=True)
    counted_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any]] = mapped_column(JSON)


class Preference(Entity):
    """What one address wants to get: in which language, and what not at all.

    ``cadence`` is of what fits its profile: each saved search has its own. ``muted`` holds words of
    ``topics.Topic``. No row means: everything, at once; no language: all that the council wrote in.
    """

    __tablename__ = "preference"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    cadence: Mapped[Cadence] = mapped_column(words(Cadence), default=Cadence.NOW)
    language: Mapped[Language | None] = mapped_column(words(Language))
    muted: Mapped[list[str]] = mapped_column(default=list)
    updated_at: Mapped[datetime]


class MailRoute(Base):
    """Whether the first way out works, so that all workers agree; ``opened_at``: it does not.

    Then the second way takes over, and at ``probe_at`` one worker tries the first again.
    """

    __tablename__ = "mail_route"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    probe_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")


class Wording(Entity):
    """A council's own words in one message, in one language. Empty: the words of engage."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("authority_id", "template", "language"),)

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    template: Mapped[str] = mapped_column(String(60))
    language: Mapped[Language] = mapped_column(words(Language))
    subject: Mapped[str] = mapped_column(String(150), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    added: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime]


class OptOut(Entity):
    """An address that wants no more alerts; statutory messages still reach it.

    Since ``bounced_at`` nothing is sent there but what somebody asks for by typing it.
    """

    __tablename__ = "opt_out"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    reason: Mapped[str] = mapped_column(String(40))  # unsubscribed, bounced
    at: Mapped[datetime]
    bounced_at: Mapped[datetime | None]


class Reminder(Entity):
    """That people were reminded of a moment, once: a later moment is reminded of anew."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("subject_id", "kind", "moment"),)

    subject_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(40))
    moment: Mapped[datetime]  # what people are reminded of, such as the end of an engagement
    noted_at: Mapped[datetime]
