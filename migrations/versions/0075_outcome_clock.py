"""By when an outcome is promised, and how long it took."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcome_clock",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("remind_at", Instant(), nullable=False),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("escalated_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_outcome_clock_challenge_id_challenge"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_outcome_clock_authority_id_authority"
        ),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_outcome_clock"),
    )
    op.create_index("ix_outcome_clock_due_at", "outcome_clock", ["due_at"])
    days = sa.Column("feedback_days", sa.Integer(), nullable=False, server_default="20")
    op.add_column("authority", days)
    shown = sa.Column("themes_shown", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("summary", shown)
    op.add_column("summary", sa.Column("days", sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ("days", "themes_shown"):
        op.drop_column("summary", name)
    op.drop_column("authority", "feedback_days")
    op.drop_table("outcome_clock")
