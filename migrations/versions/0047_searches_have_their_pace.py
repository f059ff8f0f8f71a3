"""How often each saved search is told: what its address had chosen for all of them until now."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    cadence = sa.Column("cadence", sa.String(length=24), nullable=False, server_default="now")
    op.add_column("subscription", cadence)
    op.execute(
        sa.text(
            "UPDATE subscription SET cadence = (SELECT preference.cadence FROM preference "
            "WHERE preference.email = subscription.email) WHERE email IN "
            "(SELECT email FROM preference)"
        )
    )


def downgrade() -> None:
    op.drop_column("subscription", "cadence")
