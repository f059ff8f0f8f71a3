"""Questions that are answered by choosing, counting or a table, and how far an answer may go."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

PROMPT = {
    "kind": (sa.String(24), "long"),
    "options": (sa.JSON(), "[]"),
    "section": (sa.String(120), ""),
    "shown_if": (sa.JSON(), "{}"),
}


def upgrade() -> None:
    with op.batch_alter_table("prompt") as table:
        for name, (kind, default) in PROMPT.items():
            table.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table("answer") as table:
        table.add_column(
            sa.Column("protection", sa.String(24), nullable=False, server_default="council")
        )
    with op.batch_alter_table("submission") as table:
        table.add_column(sa.Column("protections", sa.JSON(), nullable=False, server_default="{}"))
    for table_name, names in (
        ("prompt", PROMPT),
        ("answer", ("protection",)),
        ("submission", ("protections",)),
    ):
        with op.batch_alter_table(table_name) as table:
            for name in names:
                table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission") as table:
        table.drop_column("protections")
    with op.batch_alter_table("answer") as table:
        table.drop_column("protection")
    with op.batch_alter_table("prompt") as table:
        for name in reversed(PROMPT):
            table.drop_column(name)
