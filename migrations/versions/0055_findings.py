"""Rooms for reading what suppliers sent: answers, marks, themes, requirements, public copies."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant
from engage.kernel.searchable import create_search, drop_search

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requirement",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_requirement_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_requirement_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_requirement"),
    )
    op.create_index("ix_requirement_challenge_id", "requirement", ["challenge_id"], unique=False)
    op.create_table(
        "shelf",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("filed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_shelf_challenge_id"),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_shelf"),
    )
    op.create_table(
        "theme",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("prompt_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("closeness", sa.Integer(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_theme_authority_id"),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_theme_challenge_id"),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompt.id"], name="fk_theme_prompt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_theme"),
    )
    op.create_index(
        "ix_theme_challenge_id_prompt_id", "theme", ["challenge_id", "prompt_id"], unique=False
    )
    op.create_table(
        "theme_run",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("prompt_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column(
            "state",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_theme_run_asked_by"),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_theme_run_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_theme_run_challenge_id"
        ),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompt.id"], name="fk_theme_run_prompt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_theme_run"),
    )
    op.create_index("ix_theme_run_challenge_id", "theme_run", ["challenge_id"], unique=False)
    op.create_index("ix_theme_run_state_due_at", "theme_run", ["state", "due_at"], unique=False)
    op.create_table(
        "public_copy",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_public_copy_challenge_id"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_public_copy_submission_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_public_copy"),
        sa.UniqueConstraint("challenge_id", "number", name="uq_public_copy_challenge_id_number"),
        sa.UniqueConstraint("submission_id", name="uq_public_copy_submission_id"),
    )
    op.create_table(
        "sent_answer",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("prompt_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("protection", sa.String(length=24), nullable=False),
        sa.Column("deleted_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_sent_answer_challenge_id"
        ),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interest.id"], name="fk_sent_answer_interest_id"
        ),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompt.id"], name="fk_sent_answer_prompt_id"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_sent_answer_submission_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sent_answer"),
        sa.UniqueConstraint(
            "submission_id", "prompt_id", name="uq_sent_answer_submission_id_prompt_id"
        ),
    )
    op.create_index(
        "ix_sent_answer_challenge_id_prompt_id",
        "sent_answer",
        ["challenge_id", "prompt_id", "id"],
        unique=False,
    )
    op.create_index("ix_sent_answer_interest_id", "sent_answer", ["interest_id"], unique=False)
    op.create_index("ix_sent_answer_prompt_id", "sent_answer", ["prompt_id"], unique=False)
    op.create_table(
        "echo",
        sa.Column("requirement_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["sent_answer.id"], name="fk_echo_answer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name="fk_echo_requirement_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("requirement_id", "answer_id", name="pk_echo"),
    )
    op.create_index("ix_echo_answer_id", "echo", ["answer_id"], unique=False)
    op.create_table(
        "redaction",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["sent_answer.id"], name="fk_redaction_answer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_redaction_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_redaction"),
    )
    op.create_index("ix_redaction_answer_id", "redaction", ["answer_id"], unique=False)
    op.create_table(
        "remark",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column(
            "colour",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["sent_answer.id"], name="fk_remark_answer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_remark_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
    )
    op.create_index("ix_remark_answer_id", "remark", ["answer_id"], unique=False)
    op.create_index("ix_remark_person_id", "remark", ["person_id"], unique=False)
    op.create_table(
        "requirement_source",
        sa.Column("requirement_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["sent_answer.id"],
            name="fk_requirement_source_answer_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name="fk_requirement_source_requirement_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name="fk_requirement_source_theme_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_requirement_source"),
        sa.UniqueConstraint(
            "requirement_id", "answer_id", name="uq_requirement_source_requirement_id_answer_id"
        ),
        sa.UniqueConstraint(
            "requirement_id", "theme_id", name="uq_requirement_source_requirement_id_theme_id"
        ),
    )
    op.create_index(
        "ix_requirement_source_answer_id", "requirement_source", ["answer_id"], unique=False
    )
    op.create_index(
        "ix_requirement_source_theme_id", "requirement_source", ["theme_id"], unique=False
    )
    op.create_table(
        "seen_answer",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["sent_answer.id"], name="fk_seen_answer_answer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_seen_answer_person_id"),
        sa.PrimaryKeyConstraint("answer_id", "person_id", name="pk_seen_answer"),
    )
    op.create_index("ix_seen_answer_person_id", "seen_answer", ["person_id"], unique=False)
    op.create_table(
        "theme_answer",
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["sent_answer.id"], name="fk_theme_answer_answer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name="fk_theme_answer_theme_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("theme_id", "answer_id", name="pk_theme_answer"),
    )
    op.create_index("ix_theme_answer_answer_id", "theme_answer", ["answer_id"], unique=False)
    create_search(op.get_bind(), "sent_answer", ["text"])


def downgrade() -> None:
    drop_search(op.get_bind(), "sent_answer")
    for name in (
        "theme_answer",
        "seen_answer",
        "requirement_source",
        "remark",
        "redaction",
        "echo",
        "sent_answer",
        "public_copy",
        "theme_run",
        "theme",
        "shelf",
        "requirement",
    ):
        op.drop_table(name)
