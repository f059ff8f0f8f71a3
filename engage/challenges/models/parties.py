"""Rows of organisations that have a part in a procurement and are not on engage."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models.challenge import Challenge
from engage.kernel.db import Entity, words


class Relation(StrEnum):
    """What an outside organisation is to the council that leads."""

    BUYS_TOO = "buys with us"  # an authority of the same procurement: reg.13(b)
    WE_ACT_FOR = "we act for it"  # an authority for which the council buys: reg.13(b), (e)
    ACTS_FOR_US = "acts for us"  # somebody acting for the council: reg.13(e)


class OutsideParty(Entity):
    """An organisation that notices have to name; nobody there was asked anything here."""

    __tablename__ = "outside_party"
    __table_args__ = (UniqueConstraint("challenge_id", "name"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(200))
    relation: Mapped[Relation] = mapped_column(words(Relation))
    ppon: Mapped[str] = mapped_column(String(14), default="")
    summary: Mapped[str] = mapped_column(Text, default="")  # of its role, where it acts for us
    added_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)
