"""What ideas are scored on, and who sits on a board in which part."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.kernel.db import Base, Entity, words


class Criterion(Entity):
    """What ideas are scored on, 0 to 5; the weights of one challenge add to 100."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight >= 1 AND weight <= 100", name="weight"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    help: Mapped[str] = mapped_column(String(1000), default="")
    weight: Mapped[int]


class SeatRole(StrEnum):
    """The part somebody has on a board. The deputy chairs while the chair stands aside."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"


class Board(Base):
    """What one board agreed on; a challenge without a row has the defaults.

    ``quorum``: how many members make a decision good; empty: not set. Answers to the mail of
    the board go to ``secretary_email``, or else to the council.
    """

    __tablename__ = "board"
    __table_args__ = (CheckConstraint("quorum >= 1 AND quorum <= 100", name="quorum"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    quorum: Mapped[int | None]
    secretary_email: Mapped[str] = mapped_column(String(254), default="")


class Seat(Base):
    """A person's place on the board of one challenge.

    ``outside``: they do not work for the council. ``ends_on``: the last day of their term.
    ``expertise``: what they know about, to give them the ideas they can judge.
    """

    __tablename__ = "seat"
    __table_args__ = tuple(
        Index(
            f"uq_seat_{role.value}",
            "challenge_id",
            unique=True,
            postgresql_where=text(f"role = '{role.value}'"),
            sqlite_where=text(f"role = '{role.value}'"),
        )
        for role in (SeatRole.DEPUTY, SeatRole.SECRETARY)
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[SeatRole] = mapped_column(words(SeatRole), default=SeatRole.MEMBER)
    outside: Mapped[bool] = mapped_column(default=False)
    ends_on: Mapped[date | None]
    expertise: Mapped[list[str]] = mapped_column(default=list)
    seated_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    @hybrid_property
    def is_chair(self) -> bool:
        return self.role is SeatRole.CHAIR

    @is_chair.inplace.setter
    def _is_chair_setter(self, chair: bool) -> None:
        if chair:
            self.role = SeatRole.CHAIR
        elif self.role is SeatRole.CHAIR:
            self.role = SeatRole.MEMBER

    @is_chair.inplace.expression
    @classmethod
    def _is_chair_expression(cls) -> ColumnElement[bool]:
        return cls.role == SeatRole.CHAIR


class ShortlistRelease(Base):
    """A shortlist on its way out of the board; there is none before its chair proposes it."""

    __tablename__ = "shortlist_release"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
