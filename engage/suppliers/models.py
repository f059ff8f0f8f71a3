"""Rows of suppliers. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
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
    """An organisation that may supply. ``alerts``: tell it about new challenges."""

    __tablename__ = "supplier"

    name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    company_number: Mapped[str | None] = mapped_column(String(8))
    size: Mapped[Size] = mapped_column(words(Size), default=Size.UNKNOWN)
    vcse: Mapped[bool] = mapped_column(default=False)
    region: Mapped[str] = mapped_column(String(10), default="")  # ITL code
    about: Mapped[str] = mapped_column(String(2000), default="")
    alerts: Mapped[bool] = mapped_column(default=False, index=True)
    created_at: Mapped[datetime]


class SupplierCpv(Base):
    """An interest in a CPV division (first two digits); none at all means everything."""

    __tablename__ = "supplier_cpv"

    supplier_id: Mapped[UUID] = mapped_column(
        ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True
    )
    division: Mapped[str] = mapped_column(String(2), primary_key=True, index=True)
