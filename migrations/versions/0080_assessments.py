"""Versions of the conflicts assessment."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflicts_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_conflicts_assessment_challenge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts_assessment")),
        sa.UniqueConstraint(
            "challenge_id", "number", name=op.f("uq_conflicts_assessment_challenge_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("conflicts_assessment")
