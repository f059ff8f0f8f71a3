"""Keep every declaration of interest; the newest counts."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
CURRENT = sa.text("replaced_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaced_at", Instant(), nullable=True))
        batch_op.drop_constraint("uq_declaration_challenge_id_person_id", type_="unique")
        batch_op.create_index("ix_declaration_challenge_id", ["challenge_id"], unique=False)
        batch_op.create_index(
            "uq_declaration_current",
            ["challenge_id", "person_id"],
            unique=True,
            postgresql_where=CURRENT,
            sqlite_where=CURRENT,
        )


def downgrade() -> None:
    """There is room for one declaration each: the newest stays."""
    op.execute("DELETE FROM declaration WHERE replaced_at IS NOT NULL")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_declaration_current", postgresql_where=CURRENT, sqlite_where=CURRENT
        )
        batch_op.drop_index("ix_declaration_challenge_id")
        batch_op.create_unique_constraint(
            "uq_declaration_challenge_id_person_id", ["challenge_id", "person_id"]
        )
        batch_op.drop_column("replaced_at")
