"""Of which responses files were compiled."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("compilation") as table:
        table.add_column(sa.Column("snapshot", sa.String(64), nullable=False, server_default=""))
    with op.batch_alter_table("compilation") as table:
        table.alter_column("snapshot", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("compilation") as table:
        table.drop_column("snapshot")
