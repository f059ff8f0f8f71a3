"""Possible conflicts between a member and a response, and the organisations that members name."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("declaration") as table:
        table.add_column(sa.Column("organisations", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("declaration") as table:
        table.alter_column("organisations", server_default=None)
    op.create_table(
        "conflict_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(f"{name}_id", sa.Uuid(), nullable=False) for name in KEYS),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        *(_reference(f"{name}_id", name) for name in KEYS),
        _reference("decided_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_finding")),
        sa.UniqueConstraint(
            "response_id", "person_id", name=op.f("uq_conflict_finding_response_id_person_id")
        ),
    )
    op.create_index(
        "ix_conflict_finding_challenge_id_state", "conflict_finding", ["challenge_id", "state"]
    )
    op.create_index("ix_conflict_finding_person_id", "conflict_finding", ["person_id"])


KEYS = ("challenge", "authority", "person", "response")


def _reference(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_conflict_finding_{column}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def downgrade() -> None:
    op.drop_table("conflict_finding")
    with op.batch_alter_table("declaration") as table:
        table.drop_column("organisations")
