"""Places that are offered to who waits, until a moment."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    yes = sa.Column("at_once", sa.Boolean(), nullable=False, server_default=sa.true())
    with op.batch_alter_table("place") as place:
        place.add_column(yes)
        place.add_column(sa.Column("offer_ends_at", Instant(), nullable=True))
        place.create_index("ix_place_offer_ends_at", ["offer_ends_at"])
    with op.batch_alter_table("place") as place:
        place.alter_column("at_once", server_default=None)


def downgrade() -> None:
    """Who was offered a place has it."""
    op.execute("UPDATE place SET state = 'booked', booked_at = joined_at WHERE state = 'offered'")
    with op.batch_alter_table("place") as place:
        place.drop_index("ix_place_offer_ends_at")
        place.drop_column("at_once")
        place.drop_column("offer_ends_at")
