"""When responses may be read: at the end, as it was for every challenge so far, or as they come."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The column is added as it is: SQLite would lose what keeps the words of challenges found."""
    op.add_column(
        "challenge", sa.Column("sealing", sa.String(24), nullable=False, server_default="policy")
    )


def downgrade() -> None:
    op.drop_column("challenge", "sealing")
