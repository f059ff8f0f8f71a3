"""Find the facts of a council that belong to no challenge."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_NO_CHALLENGE = sa.text("challenge_id IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_event_of_a_council",
        "event",
        ["authority_id", "occurred_at"],
        postgresql_where=OF_NO_CHALLENGE,
        sqlite_where=OF_NO_CHALLENGE,
    )


def downgrade() -> None:
    op.drop_index("ix_event_of_a_council", table_name="event")
