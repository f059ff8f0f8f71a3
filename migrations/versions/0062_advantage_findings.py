"""Findings about an unfair advantage: drafted by one officer, signed by another."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advantage_finding",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("advantage", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("avoidable", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_advantage_finding_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_advantage_finding_challenge_id"
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by"], ["person.id"], name="fk_advantage_finding_drafted_by"
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["person.id"], name="fk_advantage_finding_signed_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_advantage_finding"),
    )
    op.create_index(
        "ix_advantage_finding_challenge_id", "advantage_finding", ["challenge_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("advantage_finding")
