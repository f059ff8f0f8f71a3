"""One-to-ones: series of equal slots, who asks for one, and what was noted in it."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=24), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("joining_link", sa.String(length=500), nullable=False),
        sa.Column("pattern", sa.JSON(), nullable=False),
        sa.Column("rule", sa.String(length=24), nullable=False),
        sa.Column("per_supplier", sa.Integer(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("drawn_at", Instant(), nullable=True),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("per_supplier >= 1", name="ck_series_per_supplier"),
        *_of_a_challenge("series"),
    )
    op.create_index("ix_series_challenge_id", "series", ["challenge_id"])
    op.create_index("ix_series_closes_at", "series", ["closes_at"])
    op.create_table(
        "slot",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ck_slot_times"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_slot_series_id_series"),
        sa.UniqueConstraint("series_id", "number", name="uq_slot_series_id_number"),
        *_of_a_challenge("slot"),
    )
    op.create_index("ix_slot_challenge_id", "slot", ["challenge_id"])
    op.create_index("ix_slot_starts_at", "slot", ["starts_at"])
    _entries()
    _notes()


def downgrade() -> None:
    for table in ("noted", "entry", "slot", "series"):
        op.drop_table(table)


def _entries() -> None:
    op.create_table(
        "entry",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("suits", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("booked_at", Instant(), nullable=True),
        sa.Column("left_at", Instant(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_entry_series_id_series"),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interest.id"], name="fk_entry_interest_id_interest"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name="fk_entry_slot_id_slot"),
        sa.UniqueConstraint("series_id", "interest_id", name="uq_entry_series_id_interest_id"),
        sa.UniqueConstraint("series_id", "code", name="uq_entry_series_id_code"),
        sa.UniqueConstraint("slot_id", name="uq_entry_slot_id"),
        *_of_a_challenge("entry"),
    )
    op.create_index("ix_entry_challenge_id", "entry", ["challenge_id"])
    op.create_index("ix_entry_interest_id", "entry", ["interest_id"])
    op.create_index("ix_entry_series_id_state", "entry", ["series_id", "state"])


def _notes() -> None:
    op.create_table(
        "noted",
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name="fk_noted_slot_id_slot"),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interest.id"], name="fk_noted_interest_id_interest"
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name="fk_noted_written_by_person"),
        sa.UniqueConstraint("slot_id", "number", name="uq_noted_slot_id_number"),
        *_of_a_challenge("noted"),
    )
    op.create_index("ix_noted_challenge_id", "noted", ["challenge_id"])


def _of_a_challenge(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=f"fk_{table}_challenge_id_challenge"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=f"fk_{table}_authority_id_authority"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
