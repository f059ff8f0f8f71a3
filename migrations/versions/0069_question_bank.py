"""Questions that a council keeps for its next questionnaires."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None
KINDS = sa.Enum(
    *("short", "long", "choice", "choices", "number", "money", "date", "table", "file"),
    "declaration",
    native_enum=False,
    create_constraint=False,
    length=24,
)


def upgrade() -> None:
    op.create_table(
        "banked_prompt",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("help", sa.String(1000), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(1), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_banked_prompt_authority_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_banked_prompt"),
        sa.UniqueConstraint("authority_id", "text", name="uq_banked_prompt_authority_id_text"),
    )


def downgrade() -> None:
    op.drop_table("banked_prompt")
