"""When somebody who acts for a supplier without an account was last sent the link."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("supplier_person", sa.Column("link_owed_at", Instant(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("supplier_person") as table:
        table.drop_column("link_owed_at")
