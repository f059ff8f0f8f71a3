"""Rows of the conflicts assessment (PA 2023 s.83): numbers only, for everybody to read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.kernel.db import Entity


class ConflictsAssessment(Entity):
    """One version of it. A new one is made when what it says changes: it is kept under review.

    ``content``: how many people, declarations, decisions and conflicts. It names nobody.
    """

    __tablename__ = "conflicts_assessment"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
