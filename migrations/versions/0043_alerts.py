"""Who is to hear of a challenge and why, how far telling them is, and words that mean the same."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_alert_challenge_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_alert_supplier_id"),
        sa.ForeignKeyConstraint(
            *(["subscription_id"], ["subscription.id"]),
            name="fk_alert_subscription_id",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("challenge_id", "email", name="uq_alert_challenge_id_email"),
    )
    for name in ("supplier_id", "subscription_id", "found_at"):
        op.create_index(f"ix_alert_{name}", "alert", [name])
    op.create_index("ix_alert_email_told_at", "alert", ["email", "told_at"])
    waiting = sa.text("told_at IS NULL")
    op.create_index(
        "ix_alert_waiting", "alert", ["email"], postgresql_where=waiting, sqlite_where=waiting
    )
    op.create_table(
        "announcement",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_announcement_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_announcement"),
        sa.UniqueConstraint("challenge_id", name="uq_announcement_challenge_id"),
    )
    op.create_index("ix_announcement_ended_at", "announcement", ["ended_at"])
    op.create_table(
        "synonym_group",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_synonym_group_authority_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_synonym_group"),
        sa.UniqueConstraint("authority_id", "key", name="uq_synonym_group_authority_id_key"),
    )


def downgrade() -> None:
    op.drop_table("synonym_group")
    op.drop_table("announcement")
    op.drop_table("alert")
