"""The root of each day, signed, and the keys that signed."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("public", sa.String(64), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=True),
        sa.Column("signature", sa.String(128), nullable=True),
        sa.PrimaryKeyConstraint("public", name="pk_signing_key"),
    )
    op.create_table(
        "daily_root",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("signed_at", Instant(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_daily_root"),
    )


def downgrade() -> None:
    op.drop_table("daily_root")
    op.drop_table("signing_key")
