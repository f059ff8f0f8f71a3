"""What a supplier says of itself, widened: regions, branches of the CPV tree, identifiers."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.searchable import create_search, drop_search

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SEARCHED = ["name", "about"]


def upgrade() -> None:
    op.create_table(
        "supplier_region",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            *(["supplier_id"], ["supplier.id"]),
            name="fk_supplier_region_supplier_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("supplier_id", "code", name="pk_supplier_region"),
    )
    op.create_index("ix_supplier_region_code", "supplier_region", ["code"])
    op.execute(
        "INSERT INTO supplier_region (supplier_id, code) "
        "SELECT id, region FROM supplier WHERE region <> ''"
    )
    with op.batch_alter_table("supplier") as batch:
        batch.drop_column("region")
        batch.add_column(sa.Column("charity_number", sa.String(length=12), nullable=True))
        batch.add_column(sa.Column("ppon", sa.String(length=14), nullable=True))
        batch.add_column(_new("social_enterprise", sa.Boolean(), sa.false()))
        batch.add_column(_new("access_needs", sa.String(length=1000), ""))
        batch.add_column(_new("languages", sa.String(length=200), ""))
        batch.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            "fk_supplier_merged_into_id", "supplier", ["merged_into_id"], ["id"]
        )
        batch.create_index("ix_supplier_company_number", ["company_number"])
        batch.create_index("ix_supplier_merged_into_id", ["merged_into_id"])
    op.drop_index("ix_supplier_cpv_division", "supplier_cpv")
    with op.batch_alter_table("supplier_cpv") as batch:
        batch.alter_column(
            *("division",),
            new_column_name="code",
            existing_type=sa.String(length=2),
            type_=sa.String(length=8),
        )
    op.create_index("ix_supplier_cpv_code", "supplier_cpv", ["code"])
    create_search(op.get_bind(), "supplier", SEARCHED)


def downgrade() -> None:
    drop_search(op.get_bind(), "supplier")
    _cut_to_divisions()
    op.drop_index("ix_supplier_cpv_code", "supplier_cpv")
    with op.batch_alter_table("supplier_cpv") as batch:
        batch.alter_column(
            *("code",),
            new_column_name="division",
            existing_type=sa.String(length=8),
            type_=sa.String(length=2),
        )
    op.create_index("ix_supplier_cpv_division", "supplier_cpv", ["division"])
    with op.batch_alter_table("supplier") as batch:
        batch.drop_index("ix_supplier_merged_into_id")
        batch.drop_index("ix_supplier_company_number")
        batch.drop_constraint("fk_supplier_merged_into_id", type_="foreignkey")
        for name in ("merged_into_id", "languages", "access_needs", "social_enterprise"):
            batch.drop_column(name)
        batch.drop_column("ppon")
        batch.drop_column("charity_number")
        batch.add_column(_new("region", sa.String(length=10), ""))
    op.execute(
        "UPDATE supplier SET region = coalesce((SELECT min(code) FROM supplier_region "
        "WHERE supplier_id = supplier.id), '')"
    )
    op.drop_table("supplier_region")


def _new(name: str, kind: sa.types.TypeEngine[object], default: object) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _cut_to_divisions() -> None:
    """Each supplier's divisions once: two branches may lie in one."""
    op.execute(
        "INSERT INTO supplier_cpv (supplier_id, code) "
        "SELECT DISTINCT supplier_id, substr(code, 1, 2) FROM supplier_cpv AS longer "
        "WHERE NOT EXISTS (SELECT 1 FROM supplier_cpv AS short "
        "WHERE short.supplier_id = longer.supplier_id "
        "AND short.code = substr(longer.code, 1, 2))"
    )
    op.execute("DELETE FROM supplier_cpv WHERE length(code) > 2")
