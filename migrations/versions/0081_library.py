"""The library of what engagements found out."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant
from engage.kernel.searchable import create_search, drop_search

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

SEARCHED = ("title", "asked", "heard", "advice")


def upgrade() -> None:
    op.create_table(
        "library_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("shared_by", sa.Uuid(), nullable=True),
        sa.Column("shared_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_library_entry_challenge_id_challenge"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_library_entry_authority_id_authority"
        ),
        sa.ForeignKeyConstraint(
            ["shared_by"], ["person.id"], name="fk_library_entry_shared_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_library_entry"),
        sa.UniqueConstraint("challenge_id", name="uq_library_entry_challenge_id"),
    )
    create_search(op.get_bind(), "library_entry", SEARCHED)


def downgrade() -> None:
    drop_search(op.get_bind(), "library_entry")
    op.drop_table("library_entry")
