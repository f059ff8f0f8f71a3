"""Who changed a draft answer last, and when: for those who write one response together."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("writer", sa.String(120), nullable=False, server_default=""))
        table.add_column(sa.Column("written_at", Instant(), nullable=True))
    with op.batch_alter_table("answer") as table:
        table.alter_column("writer", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.drop_column("written_at")
        table.drop_column("writer")
