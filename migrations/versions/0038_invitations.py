"""Who is to be invited, who was, and with which words."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_lines()
    _create_rounds()
    _create_invited()


def downgrade() -> None:
    for table in ("invited", "invitation_round", "invitation_line"):
        op.drop_table(table)


def _person() -> list[sa.Column[str]]:
    return [
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
    ]


def _create_lines() -> None:
    op.create_table(
        "invitation_line",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("typed", sa.String(length=500), nullable=False),
        *_person(),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_invitation_line_challenge_id"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name="fk_invitation_line_supplier_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_line"),
    )
    table = "invitation_line"
    op.create_index("ix_invitation_line_challenge_id_email", table, ["challenge_id", "email"])
    op.create_index("ix_invitation_line_supplier_id", table, ["supplier_id"])
    op.create_index("ix_invitation_line_added_at", table, ["added_at"])


def _create_rounds() -> None:
    op.create_table(
        "invitation_round",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_reminder", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_invitation_round_challenge_id"
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name="fk_invitation_round_sent_by"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_round"),
        sa.UniqueConstraint(
            "challenge_id", "number", name="uq_invitation_round_challenge_id_number"
        ),
    )


def _create_invited() -> None:
    op.create_table(
        "invited",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("reminder_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        *_person(),
        sa.Column("invited_at", Instant(), nullable=False),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_invited_challenge_id"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_invited_authority_id"),
        sa.ForeignKeyConstraint(["round_id"], ["invitation_round.id"], name="fk_invited_round_id"),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["invitation_round.id"], name="fk_invited_reminder_id"
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_invited_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invited"),
        sa.UniqueConstraint("challenge_id", "email", name="uq_invited_challenge_id_email"),
    )
    op.create_index("ix_invited_authority_id_email", "invited", ["authority_id", "email"])
    for column in ("round_id", "reminder_id", "supplier_id"):
        op.create_index(f"ix_invited_{column}", "invited", [column])
