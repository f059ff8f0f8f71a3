"""With which signatures a file was scanned, and what the scanner said last."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("file", sa.Column("scanned_at", Instant(), nullable=True))
    signatures = sa.Column("signatures", sa.String(length=120), nullable=False, server_default="")
    op.add_column("file", signatures)
    op.create_index("ix_file_state_scanned_at", "file", ["state", "scanned_at"])
    op.create_table(
        "virus_scanner",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("signatures", sa.String(length=120), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_virus_scanner"),
    )


def downgrade() -> None:
    op.drop_table("virus_scanner")
    op.drop_index("ix_file_state_scanned_at", "file")
    op.drop_column("file", "signatures")
    op.drop_column("file", "scanned_at")
