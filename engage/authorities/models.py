"""Rows of contracting authorities. They hold data and decide nothing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity, words


class ApprovalRule(StrEnum):
    """When a second person has to approve a challenge before it is published."""

    NEVER = "never"
    ABOVE = "above"
    ALWAYS = "always"


class Authority(Entity):
    """One council. ``prefix`` begins the references of its challenges (``MBC-2026-014``)."""

    __tablename__ = "authority"

    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    prefix: Mapped[str] = mapped_column(String(6), unique=True)
    ppon: Mapped[str | None] = mapped_column(String(14))  # reg.13(d): AAAA-1111-AAAA
    brand_colour: Mapped[str] = mapped_column(String(7), default="#1d5c63")
    email: Mapped[str] = mapped_column(String(254))  # a role mailbox: reg.13(f), reply-to
    street: Mapped[str] = mapped_column(String(200), default="")
    locality: Mapped[str] = mapped_column(String(80), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    region: Mapped[str] = mapped_column(String(10), default="")  # ITL code
    website: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    pipeline_required: Mapped[bool] = mapped_column(default=False)  # s.93: over £100m a year
    approval_rule: Mapped[ApprovalRule] = mapped_column(
        words(ApprovalRule), default=ApprovalRule.NEVER
    )
    offer_hours: Mapped[int] = mapped_column(default=24)  # how long an offered place is kept
    term_dates: Mapped[str] = mapped_column(String(300), default="")  # link: school holidays
    materials_days: Mapped[int] = mapped_column(default=5)  # working days after a session
    feedback_days: Mapped[int] = mapped_column(default=20)  # working days after an engagement
    told_when_late: Mapped[str] = mapped_column(String(254), default="")  # "": administrators
    approval_above: Mapped[int | None]  # whole pounds, including VAT
