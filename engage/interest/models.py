"""Rows of registrations of interest. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
        UniqueConstraint("challenge_id", "email"),
        Index("ix_interest_challenge_id_state", "challenge_id", "state"),
        Index("ix_interest_email", "email"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))  # lower case
    alerts: Mapped[bool] = mapped_column(default=False)  # wants to hear of new challenges
    state: Mapped[State] = mapped_column(words(State), default=State.PENDING)
    registered_at: Mapped[datetime]
    link_owed_at: Mapped[datetime | None]  # when a mail with the link was last asked for
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)


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
    asked_at: Mapped[datetime]
    link_owed_at: Mapped[datetime | None]  # when a mail with its link was last asked for
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
