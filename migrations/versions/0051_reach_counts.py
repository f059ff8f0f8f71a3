"""Who would hear of a challenge, counted when somebody asked, where there are very many."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reach_count",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("counted_at", Instant(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name="fk_reach_count_challenge_id_challenge",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reach_count"),
        sa.UniqueConstraint("challenge_id", name="uq_reach_count_challenge_id"),
    )
    op.create_index("ix_reach_count_asked_at", "reach_count", ["asked_at"])


def downgrade() -> None:
    op.drop_table("reach_count")
