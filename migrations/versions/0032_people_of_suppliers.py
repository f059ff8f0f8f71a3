"""People of a supplier, with or without an account, in the place of bare memberships."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_person",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            *(["supplier_id"], ["supplier.id"]),
            name="fk_supplier_person_supplier_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_supplier_person"),
        sa.UniqueConstraint("supplier_id", "email", name="uq_supplier_person_supplier_id_email"),
    )
    for name in ("account_id", "email", "ended_at"):
        op.create_index(f"ix_supplier_person_{name}", "supplier_person", [name])
    _take_over()
    op.drop_table("supplier_membership")


def downgrade() -> None:
    op.create_table(
        "supplier_membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_supplier_membership_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name="fk_supplier_membership_supplier_id"
        ),
        sa.PrimaryKeyConstraint("person_id", "supplier_id", name="pk_supplier_membership"),
    )
    op.create_index("ix_supplier_membership_supplier_id", "supplier_membership", ["supplier_id"])
    op.execute(
        "INSERT INTO supplier_membership (person_id, supplier_id) "
        "SELECT DISTINCT account_id, supplier_id FROM supplier_person "
        "WHERE account_id IS NOT NULL AND ended_at IS NULL"
    )
    op.drop_table("supplier_person")


def _take_over() -> None:
    """Who could do everything still can: an owner. So is the address a supplier is known by."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    fresh = "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"
    columns = "id, supplier_id, email, name, role, account_id, added_at"
    op.execute(
        f"INSERT INTO supplier_person ({columns}) "  # noqa: S608
        f"SELECT {fresh}, s.id, p.email, p.name, 'owner', p.id, s.created_at "
        "FROM supplier_membership AS m JOIN person AS p ON p.id = m.person_id "
        "JOIN supplier AS s ON s.id = m.supplier_id"
    )
    op.execute(
        f"INSERT INTO supplier_person ({columns}) "  # noqa: S608
        f"SELECT {fresh}, s.id, s.email, s.contact_name, 'owner', NULL, s.created_at "
        "FROM supplier AS s WHERE NOT EXISTS (SELECT 1 FROM supplier_person AS known "
        "WHERE known.supplier_id = s.id AND known.email = s.email)"
    )
