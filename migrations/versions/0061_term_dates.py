"""Where a council's school holidays stand, for who chooses the day of a workshop."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "authority", sa.Column("term_dates", sa.String(300), nullable=False, server_default="")
    )
    with op.batch_alter_table("authority") as table:
        table.alter_column("term_dates", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("authority") as table:
        table.drop_column("term_dates")
