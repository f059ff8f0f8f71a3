"""The address of everybody's own calendar."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
        sa.UniqueConstraint("email", name="uq_calendar_feed_email"),
    )


def downgrade() -> None:
    op.drop_table("calendar_feed")
