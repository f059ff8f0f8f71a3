"""Whether the first way out for mail works, so that all workers agree."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_route",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("probe_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mail_route"),
    )


def downgrade() -> None:
    op.drop_table("mail_route")
