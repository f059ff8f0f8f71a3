"""When people were reminded of a session."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sitting", sa.Column("reminded_at", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("sitting", "reminded_at")
