"""Changes of a published statement that an approver is asked to read, or has returned."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WORDS = ("because", "reasons")
OTHERS = ("asked_by", "asked_at", "returned_at")


def upgrade() -> None:
    with op.batch_alter_table("amendment") as batch:
        for name in WORDS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("asked_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("asked_at", Instant(), nullable=True))
        batch.add_column(sa.Column("returned_at", Instant(), nullable=True))
    with op.batch_alter_table("amendment") as batch:
        for name in WORDS:
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("amendment") as batch:
        for name in (*WORDS, *OTHERS):
            batch.drop_column(name)
