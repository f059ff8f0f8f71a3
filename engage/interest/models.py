"""Rows of registrations of interest. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.db import Entity, words
from engage.kernel.search import Typed


class State(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Interest(Entity):
    """A supplier taking part in one engagement; the key to its private page."""

    __tablename__ = "interest"
    __table_args__ = (
        Index(
            "uq_interest_challenge_id_address",
            "challenge_id",
            "email",
            unique=True,
            postgresql_where=text("email <> ''"),
            sqlite_where=text("email <> ''"),
        ),
        Index("ix_interest_challenge_id_state", "challenge_id", "state"),
        Index("ix_interest_email", "email"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))  # lower case; empty: it is reached otherwise
    alerts: Mapped[bool] = mapped_column(default=False)  # wants to hear of new challenges
    state: Mapped[State] = mapped_column(words(State), default=State.PENDING)
    registered_at: Mapped[datetime]
    link_owed_at: Mapped[datetime | None]  # when a mail with the link was last asked for
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)


class Reason(StrEnum):
    """Why somebody is to hear of a challenge; the plain words are in ``Alert.why``."""

    SUBJECT = "subject"  # a supplier's profile names a CPV code that fits
    WORDS = "words"  # a supplier's profile has words that fit
    EVERYTHING = "everything"  # a supplier named no subject
    SEARCH = "search"  # a saved search finds it


class Alert(Entity):
    """Who is to hear of a challenge, and why: one address hears of one challenge once.

    ``told_at`` is when the message about it was owed, alone or with others in a digest.
    """

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("challenge_id", "email"),
        Index("ix_alert_email_told_at", "email", "told_at"),
        Index("ix_alert_found_at", "found_at"),
        Index(
            "ix_alert_waiting",
            "email",
            postgresql_where=text("told_at IS NULL"),
            sqlite_where=text("told_at IS NULL"),
        ),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    subscription_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("subscription.id", ondelete="SET NULL"), index=True
    )
    email: Mapped[str] = mapped_column(String(254))  # lower case
    name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[Reason] = mapped_column(words(Reason))
    why: Mapped[str] = mapped_column(String(300))
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class SynonymGroup(Entity):
    """A change a council made to the words that mean the same: a group added, or left out."""

    __tablename__ = "synonym_group"
    __table_args__ = (UniqueConstraint("authority_id", "key"),)

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    words: Mapped[str] = mapped_column(String(300))  # as typed, with commas between
    key: Mapped[str] = mapped_column(String(300))  # what makes two groups the same
    left_out: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    authority: Mapped[Authority] = relationship(lazy="joined", innerjoin=True)


class Cadence(StrEnum):
    """How often somebody hears of new challenges."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


class Subscription(Entity):
    """A search of the public list that an address wants to hear of. Empty: it does not matter."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("email", "q", "cpv", "region", "council", "value", "sme"),
        Index("ix_subscription_ended_at", "ended_at"),
    )

    email: Mapped[str] = mapped_column(String(254))  # lower case
    q: Mapped[str] = mapped_column(String(200), default="")  # as typed
    terms: Mapped[str] = mapped_column(Typed(), default="")  # the same, as this database asks it
    cpv: Mapped[str] = mapped_column(String(8), default="")
    region: Mapped[str] = mapped_column(String(10), default="")
    council: Mapped[str] = mapped_column(String(60), default="")  # its slug
    value: Mapped[str] = mapped_column(String(1), default="")  # a key of VALUE_BANDS
    sme: Mapped[bool] = mapped_column(default=False)
    cadence: Mapped[Cadence] = mapped_column(
        words(Cadence), default=Cadence.NOW, server_default="now"
    )
    asked_at: Mapped[datetime]
    link_owed_at: Mapped[datetime | None]  # when a mail with its link was last asked for
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Source(StrEnum):
    """How an officer came by an address."""

    DIRECTORY = "directory"
    PASTED = "pasted"
    FILE = "file"


class InvitationLine(Entity):
    """Somebody an officer means to invite, as typed, until the list is sent or cleared.

    ``email`` is empty where the line holds none that can be used.
    """

    __tablename__ = "invitation_line"
    __table_args__ = (Index("ix_invitation_line_challenge_id_email", "challenge_id", "email"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    typed: Mapped[str] = mapped_column(String(500))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")  # lower case
    source: Mapped[Source] = mapped_column(words(Source))
    added_at: Mapped[datetime] = mapped_column(index=True)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)


class InvitationRound(Entity):
    """What went to many at once: an invitation, or a reminder. The words are kept as they were.

    ``fingerprint``: SHA-256 of subject and text, so that equal words can be shown to be equal.
    """

    __tablename__ = "invitation_round"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[int]  # from 1, within its challenge
    is_reminder: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    recipients: Mapped[int]
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: the clock
    sent_at: Mapped[datetime]


class Invited(Entity):
    """Somebody a council invited to one challenge, once. It lets them see nothing that is not
    public; whether they answered is told by their ``Interest``."""

    __tablename__ = "invited"
    __table_args__ = (
        UniqueConstraint("challenge_id", "email"),
        Index("ix_invited_authority_id_email", "authority_id", "email"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("invitation_round.id"), index=True)
    reminder_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("invitation_round.id"), index=True
    )  # the last
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254))  # lower case
    source: Mapped[Source] = mapped_column(words(Source))
    invited_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
