"""A part of a question that its asker wants to be kept confidential, and what became of that."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None
RULING = sa.Enum("kept", "refused", native_enum=False, create_constraint=False, length=24)
COLUMNS = ("confidential", "ruling", "ruled_because", "ruled_at", "agreed_at")


def upgrade() -> None:
    with op.batch_alter_table("question") as table:
        for name in ("confidential", "ruled_because"):
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("ruling", RULING, nullable=True))
        for name in ("ruled_at", "agreed_at"):
            table.add_column(sa.Column(name, Instant(), nullable=True))
    with op.batch_alter_table("question") as table:
        for name in ("confidential", "ruled_because"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        for name in reversed(COLUMNS):
            table.drop_column(name)
