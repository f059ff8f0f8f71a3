"""The ledger: what was disclosed, to whom, and the statements made from it."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "statement",
                "change",
                "document",
                "answer",
                "declined",
                "material",
                "workshop",
                "one_to_one",
                "call",
                "meeting",
                "email",
                "file",
                name="what",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("source", sa.Uuid(), nullable=False),
        sa.Column("to_all", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("public_title", sa.String(length=200), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("remind_at", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("escalated_at", Instant(), nullable=True),
        sa.Column(
            "ground",
            sa.Enum(
                "security", "commercial", "nothing", name="ground", native_enum=False, length=24
            ),
            nullable=True,
        ),
        sa.Column("excuse", sa.Text(), nullable=False),
        sa.Column("excused_by", sa.Uuid(), nullable=True),
        sa.Column("excused_at", Instant(), nullable=True),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name="fk_disclosure_agreed_by"),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_disclosure_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_disclosure_challenge_id"
        ),
        sa.ForeignKeyConstraint(["excused_by"], ["person.id"], name="fk_disclosure_excused_by"),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name="fk_disclosure_file_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_disclosure_noted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure"),
        sa.UniqueConstraint("challenge_id", "source", name="uq_disclosure_challenge_id_source"),
        sa.UniqueConstraint("file_id", name="uq_disclosure_file_id"),
    )
    op.create_index(
        "ix_disclosure_challenge_id_given_at",
        "disclosure",
        ["challenge_id", "given_at"],
        unique=False,
    )
    op.create_index(
        "ix_disclosure_open",
        "disclosure",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("published_at IS NULL AND agreed_at IS NULL"),
        sqlite_where=sa.text("published_at IS NULL AND agreed_at IS NULL"),
    )
    op.create_table(
        "disclosure_statement",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_disclosure_statement_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_disclosure_statement_challenge_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_disclosure_statement_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure_statement"),
        sa.UniqueConstraint(
            "challenge_id", "number", name="uq_disclosure_statement_challenge_id_number"
        ),
    )
    op.create_table(
        "disclosure_recipient",
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=True),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name="fk_disclosure_recipient_disclosure_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interest.id"], name="fk_disclosure_recipient_interest_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure_recipient"),
        sa.UniqueConstraint(
            "disclosure_id", "supplier", name="uq_disclosure_recipient_disclosure_id_supplier"
        ),
    )
    op.create_index(
        "ix_disclosure_recipient_interest_id", "disclosure_recipient", ["interest_id"], unique=False
    )
    op.create_table(
        "room_visit",
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("since", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interest.id"], name="fk_room_visit_interest_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interest_id", name="pk_room_visit"),
    )


def downgrade() -> None:
    op.drop_table("room_visit")
    op.drop_table("disclosure_recipient")
    op.drop_table("disclosure_statement")
    op.drop_table("disclosure")
