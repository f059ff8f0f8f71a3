"""Files, and documents of challenges."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("why_refused", sa.String(length=300), nullable=False),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
        sa.UniqueConstraint("key", name="uq_file_key"),
    )
    op.create_index("ix_file_due_at", "file", ["due_at"])
    op.create_table(
        "challenge_document",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.Column("removed_because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_challenge_document_challenge_id_challenge"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_challenge_document_authority_id_authority"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name="fk_challenge_document_file_id_file"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_document"),
        sa.UniqueConstraint("file_id", name="uq_challenge_document_file_id"),
    )
    op.create_index(
        "ix_challenge_document_challenge_id", "challenge_document", ["challenge_id", "position"]
    )


def downgrade() -> None:
    op.drop_table("challenge_document")
    op.drop_table("file")
