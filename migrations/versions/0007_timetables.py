"""What the timetable of an engagement is worked out from."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "timetable",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("tender_on", sa.Date(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("planned_notice_on", sa.Date(), nullable=True),
        sa.Column("pipeline_number", sa.String(length=20), nullable=False),
        sa.Column("light_touch", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.String(length=20), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_timetable_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_timetable"),
        sa.UniqueConstraint("challenge_id", name="uq_timetable_challenge_id"),
    )
    with op.batch_alter_table("authority") as batch:
        batch.add_column(
            sa.Column("pipeline_required", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("authority") as batch:
        batch.alter_column("pipeline_required", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("authority") as batch:
        batch.drop_column("pipeline_required")
    op.drop_table("timetable")
