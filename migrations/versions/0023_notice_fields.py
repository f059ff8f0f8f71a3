"""What a notice may add about the contract, records of what is over, times of releases."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

SAID = ("vcse_suitable", "retrospective")


def upgrade() -> None:
    # Columns are added in place: a table made anew would lose the triggers of the search.
    for name in SAID:
        said = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column("challenge", said)
    lots = sa.Column("lot_list", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("challenge", lots)
    op.add_column("challenge", sa.Column("renewal", sa.Text(), nullable=False, server_default=""))
    op.add_column("challenge", sa.Column("value_net", sa.Integer(), nullable=True))
    op.add_column("challenge", sa.Column("contract_ends_latest", sa.Date(), nullable=True))
    op.create_index("ix_release_made_at", "release", ["made_at"])


def downgrade() -> None:
    op.drop_index("ix_release_made_at", "release")
    for name in ("contract_ends_latest", "value_net", "renewal", "lot_list", *reversed(SAID)):
        op.drop_column("challenge", name)
