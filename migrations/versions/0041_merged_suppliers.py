"""Suppliers that were one and the same, and what to put back if they were not."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_merge",
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["supplier.id"], name="fk_supplier_merge_kept_id"),
        sa.ForeignKeyConstraint(["gone_id"], ["supplier.id"], name="fk_supplier_merge_gone_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier_merge"),
    )
    for name in ("kept_id", "gone_id", "authority_id"):
        op.create_index(f"ix_supplier_merge_{name}", "supplier_merge", [name])


def downgrade() -> None:
    op.drop_table("supplier_merge")
