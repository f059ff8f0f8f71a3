"""What the search of challenges reads, and a way from a challenge to its row in the search."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.searchable import create_search, drop_search

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SEARCHED = ["title", "need", "who", "outcomes"]
COLUMNS = (
    *("published_at", "id", "stage", "engagement_ends", "region", "value"),
    *("sme_suitable", "authority_id"),
)


def upgrade() -> None:
    suitable = sa.Column("sme_suitable", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("challenge", suitable)
    op.drop_index("ix_challenge_published_at", "challenge")
    op.create_index("ix_challenge_searched", "challenge", COLUMNS)
    if op.get_bind().dialect.name == "sqlite":  # a search made before has no keys of its rows
        drop_search(op.get_bind(), "challenge")
        create_search(op.get_bind(), "challenge", SEARCHED)


def downgrade() -> None:
    op.drop_index("ix_challenge_searched", "challenge")
    op.create_index("ix_challenge_published_at", "challenge", ["published_at"])
    op.drop_column("challenge", "sme_suitable")
