"""Rows of questionnaires and responses. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Base, Entity, words
from engage.responses.kinds import IN_WORDS, Kind, shown


class Prompt(Entity):
    """One question of the questionnaire, how it is answered, and its purpose under s.16(1).

    ``options`` are choices, or the columns of a table. ``shown_if`` is empty, or says on which
    answer to an earlier question it hangs: ``{"prompt": its id, "is": one of its options}``.
    """

    __tablename__ = "prompt"
    __table_args__ = (Index("ix_prompt_challenge_id_position", "challenge_id", "position"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    help: Mapped[str] = mapped_column(String(1000), default="")
    kind: Mapped[Kind] = mapped_column(words(Kind), default=Kind.LONG)
    options: Mapped[list[str]] = mapped_column(default=list)
    section: Mapped[str] = mapped_column(String(120), default="")  # a heading above it
    shown_if: Mapped[dict[str, Any]] = mapped_column(default=dict)
    word_limit: Mapped[int] = mapped_column(default=300)
    required: Mapped[bool] = mapped_column(default=True)
    purpose: Mapped[str] = mapped_column(String(1), default="")  # a letter of s.16(1)
    challenge: Mapped[Challenge] = relationship(lazy="joined", innerjoin=True)

    def shown(self, text: str) -> str:
        """An answer to it, as people read it."""
        return shown(self, text)

    @property
    def counts_words(self) -> bool:
        return self.kind in IN_WORDS


class BankedPrompt(Entity):
    """A question that a council keeps for its next questionnaires; see ``Prompt``."""

    __tablename__ = "banked_prompt"
    __table_args__ = (UniqueConstraint("authority_id", "text"),)

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    text: Mapped[str] = mapped_column(String(500))
    help: Mapped[str] = mapped_column(String(1000), default="")
    kind: Mapped[Kind] = mapped_column(words(Kind), default=Kind.LONG)
    options: Mapped[list[str]] = mapped_column(default=list)
    word_limit: Mapped[int] = mapped_column(default=300)
    required: Mapped[bool] = mapped_column(default=True)
    purpose: Mapped[str] = mapped_column(String(1), default="")
    kept_at: Mapped[datetime]


class Protection(StrEnum):
    """What the council may do with one answer, as whoever wrote it wishes.

    The law on freedom of information (FOIA 2000 ss.41 and 43) decides in the end.
    """

    OPEN = "open"  # may be published with what the council found out
    COUNCIL = "council"  # for the council and its board
    DELETE = "delete"  # the same, and deleted when the ideas have been looked at


class Channel(StrEnum):
    """How a response came to the council: a word for each, as pages say it."""

    ONLINE = "online"
    PAPER = "paper"
    PHONE = "phone"
    OTHER = "other"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Channel.ONLINE: "Online",
    Channel.PAPER: "On paper",
    Channel.PHONE: "By phone",
    Channel.OTHER: "Another way",
}


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Response(Entity):
    """What one participant is writing; what they sent is kept apart, as submissions."""

    __tablename__ = "response"
    __table_args__ = (Index("ix_response_challenge_id_state", "challenge_id", "state"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), unique=True)
    state: Mapped[State] = mapped_column(words(State), default=State.DRAFT)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    interest: Mapped[Interest] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}


class Answer(Base):
    """A draft answer to one prompt, saved as the supplier goes: see ``kinds``."""

    __tablename__ = "answer"

    response_id: Mapped[UUID] = mapped_column(
        ForeignKey("response.id", ondelete="CASCADE"), primary_key=True
    )
    prompt_id: Mapped[UUID] = mapped_column(ForeignKey("prompt.id"), primary_key=True, index=True)
    text: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(32), default="")  # which open page, not who
    writer: Mapped[str] = mapped_column(String(120), default="")  # the name of who changed it last
    written_at: Mapped[datetime | None]
    protection: Mapped[Protection] = mapped_column(words(Protection), default=Protection.COUNCIL)


class Submission(Entity):
    """What was sent, for ever as it was sent; ``replaced_at`` is empty on the one that counts.

    ``answers`` maps prompt ids to texts, ``protections`` those that are not for the council alone
    to their protection; ``sha256`` is the digest of the receipt's content.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("response_id", "number"),
        Index(
            "uq_submission_current",
            "response_id",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
            sqlite_where=text("replaced_at IS NULL"),
        ),
        Index(
            "ix_submission_challenge_id_current",
            "challenge_id",
            "id",
            postgresql_where=text("replaced_at IS NULL"),
            sqlite_where=text("replaced_at IS NULL"),
        ),
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    number: Mapped[int]
    receipt: Mapped[str] = mapped_column(String(32), unique=True)  # MBC-2026-014-R7K3Q
    channel: Mapped[Channel] = mapped_column(words(Channel), default=Channel.ONLINE)
    received_at: Mapped[datetime | None]  # as the officer says who entered it, if one did
    entered_because: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of the profile, as it was then
    answers: Mapped[dict[str, Any]]
    protections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bytes | None]  # all of that, until it is opened: see ``service.enclosing``
    nonce: Mapped[str] = mapped_column(String(64), default="")  # part of what the digest is of
    sha256: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]  # replaced by a later one, or withdrawn
    response: Mapped[Response] = relationship(lazy="joined", innerjoin=True)


class Envelope(Entity):
    """The private key of a challenge for two officers, closed for the second within the first.

    ``peeled`` is what is left when the first has used their key: still closed for the second.
    """

    __tablename__ = "envelope"

    challenge_id: Mapped[UUID] = mapped_column(
        ForeignKey("challenge.id", ondelete="CASCADE"), index=True
    )
    first_key_id: Mapped[UUID] = mapped_column(ForeignKey("opening_key.id"))
    second_key_id: Mapped[UUID] = mapped_column(ForeignKey("opening_key.id"))
    box: Mapped[bytes]
    peeled: Mapped[bytes | None]
    peeled_at: Mapped[datetime | None]


class Reading(Base):
    """Somebody of the council or its board has read a response; when for the first time."""

    __tablename__ = "reading"

    response_id: Mapped[UUID] = mapped_column(
        ForeignKey("response.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    read_at: Mapped[datetime]
