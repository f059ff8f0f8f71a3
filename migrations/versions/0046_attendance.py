"""Who came to a session, with a place or without one."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name="fk_attendance_sitting_id_sitting"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_attendance_place_id_place"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint("place_id", name="uq_attendance_place_id"),
    )
    op.create_index("ix_attendance_sitting_id", "attendance", ["sitting_id"])
    op.create_index(
        "uq_attendance_walked_in",
        "attendance",
        ["sitting_id", "email"],
        unique=True,
        postgresql_where=sa.text("place_id IS NULL"),
        sqlite_where=sa.text("place_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("attendance")
