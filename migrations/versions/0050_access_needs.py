"""What people need to take part, and who of the council reads it."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workshop") as table:
        table.add_column(sa.Column("lead_id", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_workshop_lead_id_person", "person", ["lead_id"], ["id"])
    op.create_table(
        "access_need",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("sign_language", sa.Boolean(), nullable=False),
        sa.Column("captions", sa.Boolean(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("diet", sa.Text(), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_access_need_place_id_place"),
        sa.PrimaryKeyConstraint("id", name="pk_access_need"),
        sa.UniqueConstraint("place_id", name="uq_access_need_place_id"),
    )


def downgrade() -> None:
    op.drop_table("access_need")
    with op.batch_alter_table("workshop") as table:
        table.drop_constraint("fk_workshop_lead_id_person", type_="foreignkey")
        table.drop_column("lead_id")
