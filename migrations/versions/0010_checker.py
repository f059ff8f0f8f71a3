"""Words a council adds to the checker or leaves out, and advice that was dismissed."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "council_word",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("word", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("instead", sa.String(length=200), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_council_word_authority_id_authority"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_council_word"),
        sa.UniqueConstraint(
            "authority_id", "kind", "key", name="uq_council_word_authority_id_kind_key"
        ),
    )
    op.create_table(
        "dismissed_finding",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dismissed_by", sa.Uuid(), nullable=True),
        sa.Column("dismissed_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_dismissed_finding_challenge_id_challenge"
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by"], ["person.id"], name="fk_dismissed_finding_dismissed_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dismissed_finding"),
        sa.UniqueConstraint("challenge_id", "mark", name="uq_dismissed_finding_challenge_id_mark"),
    )


def downgrade() -> None:
    op.drop_table("dismissed_finding")
    op.drop_table("council_word")
