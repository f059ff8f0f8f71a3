"""How to get in without steps, and how to get there, apart from the address."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("step_free", "travel"):
        op.add_column("sitting", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("sitting") as table:
        for name in ("step_free", "travel"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("sitting") as table:
        for name in ("step_free", "travel"):
            table.drop_column(name)
