"""That people were reminded of a moment, once."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("moment", Instant(), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint(
            "subject_id", "kind", "moment", name="uq_reminder_subject_id_kind_moment"
        ),
    )


def downgrade() -> None:
    op.drop_table("reminder")
