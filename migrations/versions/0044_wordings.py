"""A council's own words in its messages, in English and in Welsh."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_wording_authority_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wording"),
        sa.UniqueConstraint(
            "authority_id",
            "template",
            "language",
            name="uq_wording_authority_id_template_language",
        ),
    )


def downgrade() -> None:
    op.drop_table("wording")
