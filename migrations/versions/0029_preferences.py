"""What one address wants to get: how often, in which language, and what not at all."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preference",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("cadence", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=24), nullable=False),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_preference"),
        sa.UniqueConstraint("email", name="uq_preference_email"),
    )


def downgrade() -> None:
    op.drop_table("preference")
