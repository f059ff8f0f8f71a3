"""Organisations that a notice names, and that are not on engage."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_party",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=24), nullable=False),
        sa.Column("ppon", sa.String(length=14), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_outside_party_challenge_id"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_outside_party_authority_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outside_party"),
        sa.UniqueConstraint("challenge_id", "name", name="uq_outside_party_challenge_id_name"),
    )


def downgrade() -> None:
    op.drop_table("outside_party")
