"""How long a place that was offered is kept: a council chooses."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "authority", sa.Column("offer_hours", sa.Integer(), nullable=False, server_default="24")
    )
    with op.batch_alter_table("authority") as table:
        table.alter_column("offer_hours", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("authority") as table:
        table.drop_column("offer_hours")
