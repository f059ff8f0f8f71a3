"""How many places at a session one supplier may have."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sitting", sa.Column("per_supplier", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("sitting", "per_supplier")
