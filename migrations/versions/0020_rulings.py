"""Keep every ruling on a declared interest; the newest counts."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
CURRENT = sa.text("replaced_at IS NULL")


def upgrade() -> None:
    """The rulings there are become the first; each takes the id of what it is about."""
    op.create_table(
        "declaration_ruling",
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("ruling", sa.String(length=24), nullable=False),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=False),
        sa.Column("ruled_at", Instant(), nullable=False),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name="fk_declaration_ruling_declaration_id"
        ),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_declaration_ruling_ruled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_declaration_ruling"),
    )
    op.create_index(
        "ix_declaration_ruling_declaration_id", "declaration_ruling", ["declaration_id"]
    )
    op.create_index(
        "uq_declaration_ruling_current",
        "declaration_ruling",
        ["declaration_id"],
        unique=True,
        postgresql_where=CURRENT,
        sqlite_where=CURRENT,
    )
    op.execute(
        "INSERT INTO declaration_ruling"
        " (id, declaration_id, ruling, mitigation, ruled_by, ruled_at)"
        " SELECT id, id, ruling, mitigation, ruled_by, ruled_at FROM declaration"
        " WHERE ruled_by IS NOT NULL AND ruled_at IS NOT NULL"
    )


def downgrade() -> None:
    """The newest stays with its declaration."""
    op.drop_table("declaration_ruling")
