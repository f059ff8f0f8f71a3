"""Versions of statements, four eyes before publishing, and publishing at a set time."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "statement_version",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_statement_version_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_statement_version"),
        sa.UniqueConstraint(
            "challenge_id", "number", name="uq_statement_version_challenge_id_number"
        ),
    )
    op.create_table(
        "approval",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=24), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("taken_back_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_approval_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_challenge_id", "approval", ["challenge_id"])
    op.add_column("challenge", sa.Column("publish_at", Instant(), nullable=True))
    op.create_index("ix_challenge_publish_at", "challenge", ["publish_at"])
    with op.batch_alter_table("authority") as batch:
        batch.add_column(
            sa.Column("approval_rule", sa.String(length=24), nullable=False, server_default="never")
        )
        batch.add_column(sa.Column("approval_above", sa.Integer(), nullable=True))
    with op.batch_alter_table("authority") as batch:
        batch.alter_column("approval_rule", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("authority") as batch:
        batch.drop_column("approval_above")
        batch.drop_column("approval_rule")
    op.drop_index("ix_challenge_publish_at", "challenge")
    op.drop_column("challenge", "publish_at")
    op.drop_table("approval")
    op.drop_table("statement_version")
