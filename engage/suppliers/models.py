"""Rows of suppliers. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Base, Entity, words


class Size(StrEnum):
    """Enterprise size, by staff: under 10, 50, 250, or more."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    UNKNOWN = "unknown"


class Supplier(Entity):
    """An organisation that may supply. ``alerts``: tell it about new challenges.

    One that was a duplicate names in ``merged_into_id`` the one that was kept, and is left out of
    every list. Its name and what it does are searchable, see the migration ``supplier_profiles``.
    """

    __tablename__ = "supplier"

    name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    company_number: Mapped[str | None] = mapped_column(String(8), index=True)
    charity_number: Mapped[str | None] = mapped_column(String(12))
    ppon: Mapped[str | None] = mapped_column(String(14))
    size: Mapped[Size] = mapped_column(words(Size), default=Size.UNKNOWN)
    vcse: Mapped[bool] = mapped_column(default=False)
    social_enterprise: Mapped[bool] = mapped_column(default=False)
    about: Mapped[str] = mapped_column(String(2000), default="")
    access_needs: Mapped[str] = mapped_column(String(1000), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")
    alerts: Mapped[bool] = mapped_column(default=False, index=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    created_at: Mapped[datetime]


class PersonRole(StrEnum):
    """An owner also says who else acts for the supplier."""

    OWNER = "owner"
    MEMBER = "member"


class SupplierPerson(Entity):
    """Somebody who acts for a supplier; who has left is there until it is forgotten.

    ``account_id`` is of the person in ``accounts``, which is a row above; None: comes by links.
    """

    __tablename__ = "supplier_person"
    __table_args__ = (UniqueConstraint("supplier_id", "email"),)

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254), index=True)  # lower case
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[PersonRole] = mapped_column(words(PersonRole), default=PersonRole.MEMBER)
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    added_at: Mapped[datetime]
    link_owed_at: Mapped[datetime | None]  # when a mail with their link was last asked for
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class SupplierMerge(Entity):
    """Two rows of one supplier made one; ``moved`` is what to put back. Undone: two again.

    ``authority_id`` is of the council whose officer ``by`` did it: a row beside this one.
    """

    __tablename__ = "supplier_merge"

    kept_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"), index=True)
    gone_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(index=True)
    by: Mapped[UUID | None]
    at: Mapped[datetime]
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]


class SupplierCpv(Base):
    """An interest in a branch of the CPV tree; none at all means everything.

    ``code``: the digits of a CPV code without the zeros at its end, two at least: ``72``,
    ``72267``. See ``queries.branch_of``.
    """

    __tablename__ = "supplier_cpv"

    supplier_id: Mapped[UUID] = mapped_column(
        ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(8), primary_key=True, index=True)


class SupplierRegion(Base):
    """A region that a supplier serves, by its ITL code; none at all: it has not said."""

    __tablename__ = "supplier_region"

    supplier_id: Mapped[UUID] = mapped_column(
        ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(10), primary_key=True, index=True)
