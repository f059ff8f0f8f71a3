"""What council and asker said to each other before a question is answered."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    said = sa.Column("said", sa.JSON(), nullable=False, server_default="[]")
    with op.batch_alter_table("question") as table:
        table.add_column(said)
    with op.batch_alter_table("question") as table:
        table.alter_column("said", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_column("said")
