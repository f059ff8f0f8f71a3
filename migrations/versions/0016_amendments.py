"""Changes of a published statement that wait, and why a version gave no later end."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "amendment",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_amendment_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_amendment"),
        sa.UniqueConstraint("challenge_id", name="uq_amendment_challenge_id"),
    )
    with op.batch_alter_table("statement_version") as batch:
        batch.add_column(sa.Column("enough", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("statement_version") as batch:
        batch.alter_column("enough", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("statement_version") as batch:
        batch.drop_column("enough")
    op.drop_table("amendment")
