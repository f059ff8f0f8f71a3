"""Councils that share a challenge of another."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "challenge_partner",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("sharing", sa.String(length=24), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_challenge_partner_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_challenge_partner_challenge_id"
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["authority.id"], name="fk_challenge_partner_council_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_partner"),
        sa.UniqueConstraint(
            "challenge_id", "council_id", name="uq_challenge_partner_challenge_id_council_id"
        ),
    )
    with op.batch_alter_table("challenge_partner") as batch:
        batch.create_index("ix_challenge_partner_council_id", ["council_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("challenge_partner") as batch:
        batch.drop_index("ix_challenge_partner_council_id")
    op.drop_table("challenge_partner")
