"""Parts, terms and expertise of seats, and what each board agreed on."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

ROLES = ("deputy", "secretary")


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("secretary_email", sa.String(254), nullable=False),
        sa.CheckConstraint("quorum >= 1 AND quorum <= 100", name=op.f("ck_board_quorum")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_board_challenge_id")
        ),
        sa.PrimaryKeyConstraint("challenge_id", name=op.f("pk_board")),
    )
    with op.batch_alter_table("seat") as table:
        table.add_column(sa.Column("role", sa.String(24), nullable=False, server_default="member"))
        table.add_column(
            sa.Column("outside", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("expertise", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE seat SET role = 'chair' WHERE is_chair")
    with op.batch_alter_table("seat") as table:
        table.drop_column("is_chair")
        for column in ("role", "outside", "expertise"):
            table.alter_column(column, server_default=None)
    for role in ROLES:
        one = sa.text(f"role = '{role}'")
        op.create_index(
            f"uq_seat_{role}",
            "seat",
            ["challenge_id"],
            unique=True,
            postgresql_where=one,
            sqlite_where=one,
        )


def downgrade() -> None:
    for role in ROLES:
        op.drop_index(f"uq_seat_{role}", table_name="seat")
    with op.batch_alter_table("seat") as table:
        table.add_column(
            sa.Column("is_chair", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute("UPDATE seat SET is_chair = (role = 'chair')")
    with op.batch_alter_table("seat") as table:
        table.alter_column("is_chair", server_default=None)
        for column in ("role", "outside", "ends_on", "expertise"):
            table.drop_column(column)
    op.drop_table("board")
