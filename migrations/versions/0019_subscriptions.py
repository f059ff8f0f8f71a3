"""Searches of the public list that people want to hear of."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("q", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("cpv", sa.String(length=8), nullable=False),
        sa.Column("region", sa.String(length=10), nullable=False),
        sa.Column("council", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=1), nullable=False),
        sa.Column("sme", sa.Boolean(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("link_owed_at", Instant(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint(
            *("email", "q", "cpv", "region", "council", "value", "sme"),
            name="uq_subscription_email_q_cpv_region_council_value_sme",
        ),
    )
    op.create_index("ix_subscription_ended_at", "subscription", ["ended_at"])


def downgrade() -> None:
    op.drop_table("subscription")
