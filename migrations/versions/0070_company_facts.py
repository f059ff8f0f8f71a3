"""What a supplier's profile says of it, as it was when a response was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    facts = sa.Column("facts", sa.JSON(), nullable=False, server_default="{}")
    with op.batch_alter_table("submission") as table:
        table.add_column(facts)
    with op.batch_alter_table("submission") as table:
        table.alter_column("facts", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission") as table:
        table.drop_column("facts")
