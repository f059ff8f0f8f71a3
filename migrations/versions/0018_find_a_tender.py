"""Notices that are handed in at Find a Tender, and those that were seen there."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _hand_in()
    op.create_index("ix_hand_in_challenge_id", "hand_in", ["challenge_id"])
    op.create_index("ix_hand_in_step_due_at", "hand_in", ["step", "due_at"])
    _sighting()
    _reading()


def _of_a_challenge() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *(
            sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=f"fk_{table}_{to}_id")
            for to in ("challenge", "authority")
        ),
    ]


def _hand_in() -> None:
    op.create_table(
        "hand_in",
        *_of_a_challenge(),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("previous", sa.String(length=20), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("parked_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("submission_id", sa.String(length=15), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.String(length=11), nullable=False),
        sa.Column("ocid", sa.String(length=18), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=False),
        *_keys("hand_in"),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_hand_in_release_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_hand_in_asked_by"),
        sa.UniqueConstraint("release_id", name="uq_hand_in_release_id"),
    )


def _sighting() -> None:
    op.create_table(
        "sighting",
        *_of_a_challenge(),
        sa.Column("notice_id", sa.String(length=11), nullable=False),
        sa.Column("ocid", sa.String(length=18), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("buyer_name", sa.String(length=300), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("is_ours", sa.Boolean(), nullable=True),
        *_keys("sighting"),
        sa.UniqueConstraint("challenge_id", "notice_id", name="uq_sighting_challenge_id_notice_id"),
    )


def _reading() -> None:
    op.create_table(
        "find_a_tender_reading",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("cursor", sa.String(length=300), nullable=False),
        sa.Column("page_size", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_find_a_tender_reading"),
    )


def downgrade() -> None:
    op.drop_table("find_a_tender_reading")
    op.drop_table("sighting")
    op.drop_table("hand_in")
