"""Rows of people and what lets them in. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Base, Entity, words


class Role(StrEnum):
    """What a person is to one authority."""

    OFFICER = "officer"
    APPROVER = "approver"
    BOARD_MEMBER = "board member"
    BOARD_CHAIR = "board chair"
    COUNCIL_ADMIN = "council administrator"
    AUDITOR = "auditor"


class Person(Entity):
    """Somebody who can sign in. ``password_hash`` is argon2id; None until they choose one."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_operator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class OpeningKey(Entity):
    """A person's pair of keys for opening sealed responses: see ``kernel.boxes``.

    ``kept`` is the private one under a phrase that only they know. It stays when they make
    another: what was sealed for it can be opened with nothing else.
    """

    __tablename__ = "opening_key"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    public: Mapped[bytes]
    kept: Mapped[bytes]
    made_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class Membership(Base):
    """A role held at an authority; a person may hold several, at several."""

    __tablename__ = "membership"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(
        ForeignKey("authority.id"), primary_key=True, index=True
    )
    role: Mapped[Role] = mapped_column(words(Role), primary_key=True)


class SignIn(Entity):
    """A session kept on the server, so that it can be listed and ended."""

    __tablename__ = "sign_in"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the cookie's
    browser: Mapped[str] = mapped_column(String(200), default="")
    began_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(Entity):
    """A single-use way in. The link is signed from ``id``, so no secret is stored."""

    __tablename__ = "invitation"

    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"), index=True)
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"))
    role: Mapped[Role | None] = mapped_column(words(Role))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class PasswordReset(Entity):
    """A single-use way to choose a new password."""

    __tablename__ = "password_reset"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
