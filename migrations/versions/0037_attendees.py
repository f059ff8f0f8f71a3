"""Who comes to a session instead of whoever booked the place."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None
CURRENT = sa.text("released_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "attendee",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("named_at", Instant(), nullable=False),
        sa.Column("released_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_attendee_place_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendee"),
    )
    op.create_index("ix_attendee_email", "attendee", ["email"])
    op.create_index("ix_attendee_place_id", "attendee", ["place_id"])
    op.create_index(
        "uq_attendee_current",
        "attendee",
        ["place_id"],
        unique=True,
        postgresql_where=CURRENT,
        sqlite_where=CURRENT,
    )


def downgrade() -> None:
    op.drop_table("attendee")
