"""Since when mails to an address come back, and how often a message was refused for now."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

COUNTS = ("refusals", "deaths")


def upgrade() -> None:
    for name in COUNTS:
        op.add_column("message", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("opt_out", sa.Column("bounced_at", Instant(), nullable=True))
    op.execute(sa.text("UPDATE opt_out SET bounced_at = at WHERE reason = 'bounced'"))


def downgrade() -> None:
    op.drop_column("opt_out", "bounced_at")
    for name in reversed(COUNTS):
        op.drop_column("message", name)
