"""Statements that councils keep as templates, and what a draft was begun from."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    begun = sa.Column("begun_from", sa.String(length=60), nullable=False, server_default="")
    op.add_column("challenge", begun)  # in place: a table made anew would lose its triggers
    op.create_table(
        "council_template",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_council_template_authority_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_council_template"),
        sa.UniqueConstraint("authority_id", "name", name="uq_council_template_authority_id_name"),
    )


def downgrade() -> None:
    op.drop_table("council_template")
    op.drop_column("challenge", "begun_from")
