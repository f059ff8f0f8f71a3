"""What shows a need, what it costs, how success will be known, and whom a screen leaves out."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXTS = ("evidence", "cost", "success", "inclusion", "lots")
DATES = ("contract_starts", "contract_ends")


def upgrade() -> None:
    # Columns are added in place: a table made anew would lose the triggers of the search.
    for name in TEXTS:
        op.add_column("challenge", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    barriers = sa.Column("barriers", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("challenge", barriers)
    for name in DATES:
        op.add_column("challenge", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in (*DATES, "barriers", *TEXTS):
        op.drop_column("challenge", name)
