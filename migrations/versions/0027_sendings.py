"""Why one person gets a message, and sendings: what was owed to many, and pausing it."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    why = sa.Column("why", sa.String(length=300), nullable=False, server_default="")
    op.add_column("message", why)
    op.create_table(
        "sending",
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("challenge_id", sa.Uuid(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("held_at", Instant(), nullable=True),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_sending_authority_id"),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_sending_challenge_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sending"),
        sa.UniqueConstraint("cause_id", "template", name="uq_sending_cause_id_template"),
    )
    op.create_index("ix_sending_challenge_id", "sending", ["challenge_id"])
    some = sa.text("missing <> 0")
    op.create_index(
        "ix_sending_missing", "sending", ["checked_at"], postgresql_where=some, sqlite_where=some
    )


def downgrade() -> None:
    op.drop_table("sending")
    op.drop_column("message", "why")
