"""Find what has been kept long enough."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# name, table, column, and which rows
PARTIAL = (
    ("ix_delivery_done_at", "delivery", "done_at", "done_at IS NOT NULL"),
    ("ix_message_interest_id", "message", "interest_id", "interest_id IS NOT NULL"),
    ("ix_message_with_calendar", "message", "sent_at", "calendar IS NOT NULL"),
)


def upgrade() -> None:
    op.create_index("ix_sign_in_began_at", "sign_in", ["began_at"])
    for name, table, column, which in PARTIAL:
        rows = sa.text(which)
        op.create_index(name, table, [column], postgresql_where=rows, sqlite_where=rows)


def downgrade() -> None:
    for name, table, _, _ in reversed(PARTIAL):
        op.drop_index(name, table_name=table)
    op.drop_index("ix_sign_in_began_at", table_name="sign_in")
