"""Responses that are sealed with keys: who can open them, and what is closed."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opening_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_opening_key_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opening_key"),
    )
    op.create_index("ix_opening_key_person_id", "opening_key", ["person_id"])
    op.create_table(
        "envelope",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("first_key_id", sa.Uuid(), nullable=False),
        sa.Column("second_key_id", sa.Uuid(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("peeled", sa.LargeBinary(), nullable=True),
        sa.Column("peeled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name="fk_envelope_challenge_id_challenge",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["first_key_id"], ["opening_key.id"], name="fk_envelope_first_key_id_opening_key"
        ),
        sa.ForeignKeyConstraint(
            ["second_key_id"], ["opening_key.id"], name="fk_envelope_second_key_id_opening_key"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_envelope"),
    )
    op.create_index("ix_envelope_challenge_id", "envelope", ["challenge_id"])
    # Not in a batch: a copied table would lose the triggers of the search.
    shown = sa.Column("counts_shown", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("challenge", shown)
    for name in ("sealing_key", "opening_key"):
        op.add_column("challenge", sa.Column(name, sa.LargeBinary(), nullable=True))
    op.add_column("challenge", sa.Column("opened_at", Instant(), nullable=True))
    op.add_column("submission", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    nonce = sa.Column("nonce", sa.String(64), nullable=False, server_default="")
    op.add_column("submission", nonce)


def downgrade() -> None:
    for name in ("nonce", "sealed"):
        op.drop_column("submission", name)
    for name in ("opened_at", "opening_key", "sealing_key", "counts_shown"):
        op.drop_column("challenge", name)
    op.drop_table("envelope")
    op.drop_table("opening_key")
