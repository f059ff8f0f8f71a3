"""What participants ask and think after the outcome."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def _keys(table: str, **names: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=f"fk_{table}_{name}_{other}")
        for name, other in names.items()
    ]


PLACE = {"challenge_id": "challenge", "authority_id": "authority", "interest_id": "interest"}


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        *_keys("follow_up", **PLACE, answered_by="person"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up"),
        sa.UniqueConstraint("interest_id", name="uq_follow_up_interest_id"),
    )
    op.create_index("ix_follow_up_challenge_id", "follow_up", ["challenge_id"])
    op.create_table(
        "rating",
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("clear", sa.Integer(), nullable=False),
        sa.Column("fair", sa.Integer(), nullable=False),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rated_at", Instant(), nullable=False),
        *_keys("rating", **PLACE),
        sa.PrimaryKeyConstraint("interest_id", name="pk_rating"),
    )
    op.create_index("ix_rating_challenge_id", "rating", ["challenge_id"])


def downgrade() -> None:
    op.drop_table("rating")
    op.drop_table("follow_up")
