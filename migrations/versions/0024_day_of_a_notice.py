"""The day on which a notice was published, where somebody says it afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("notice", "sighting")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("published_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "published_on")
