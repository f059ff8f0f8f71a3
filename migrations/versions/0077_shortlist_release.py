"""A shortlist leaves the board in a step of two people."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None
BY = "fk_shortlist_release_{}_person"


def upgrade() -> None:
    op.create_table(
        "shortlist_release",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_shortlist_release_challenge_id_challenge"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_shortlist_release_authority_id_authority"
        ),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=BY.format(name))
            for name in ("proposed_by", "released_by")
        ),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_shortlist_release"),
    )


def downgrade() -> None:
    op.drop_table("shortlist_release")
