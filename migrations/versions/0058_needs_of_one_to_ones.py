"""What people need for a one-to-one, and who of the council reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("series") as table:
        table.add_column(sa.Column("lead_id", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_series_lead_id_person", "person", ["lead_id"], ["id"])
    with op.batch_alter_table("access_need") as table:
        table.add_column(sa.Column("entry_id", sa.Uuid(), nullable=True))
        table.alter_column("place_id", existing_type=sa.Uuid(), nullable=True)
        table.create_foreign_key("fk_access_need_entry_id_entry", "entry", ["entry_id"], ["id"])
        table.create_unique_constraint("uq_access_need_entry_id", ["entry_id"])
        table.create_check_constraint("whose", "(place_id IS NULL) != (entry_id IS NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM access_need WHERE place_id IS NULL")
    with op.batch_alter_table("access_need") as table:
        table.drop_constraint("whose", type_="check")
        table.drop_constraint("uq_access_need_entry_id", type_="unique")
        table.drop_constraint("fk_access_need_entry_id_entry", type_="foreignkey")
        table.alter_column("place_id", existing_type=sa.Uuid(), nullable=False)
        table.drop_column("entry_id")
    with op.batch_alter_table("series") as table:
        table.drop_constraint("fk_series_lead_id_person", type_="foreignkey")
        table.drop_column("lead_id")
