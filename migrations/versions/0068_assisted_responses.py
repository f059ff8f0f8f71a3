"""Responses that an officer entered for a supplier, who may have no e-mail address."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None
CHANNEL = sa.Enum(
    *("online", "paper", "phone", "other"), native_enum=False, create_constraint=False, length=24
)
REACHED = sa.text("email <> ''")


def upgrade() -> None:
    with op.batch_alter_table("interest") as table:
        table.drop_constraint("uq_interest_challenge_id_email", type_="unique")
    op.create_index(
        "uq_interest_challenge_id_address",
        "interest",
        ["challenge_id", "email"],
        unique=True,
        postgresql_where=REACHED,
        sqlite_where=REACHED,
    )
    with op.batch_alter_table("submission") as table:
        table.add_column(sa.Column("channel", CHANNEL, nullable=False, server_default="online"))
        table.add_column(sa.Column("received_at", Instant(), nullable=True))
        table.add_column(sa.Column("entered_because", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("submission") as table:
        table.alter_column("channel", server_default=None)
        table.alter_column("entered_because", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission") as table:
        for name in ("entered_because", "received_at", "channel"):
            table.drop_column(name)
    op.drop_index("uq_interest_challenge_id_address", table_name="interest")
    with op.batch_alter_table("interest") as table:
        table.create_unique_constraint("uq_interest_challenge_id_email", ["challenge_id", "email"])
