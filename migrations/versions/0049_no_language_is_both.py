"""Who chose no language gets what a council wrote in each: a choice may be missing."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("preference") as batch:
        batch.alter_column("language", existing_type=sa.String(length=24), nullable=True)


def downgrade() -> None:
    op.execute(sa.text("UPDATE preference SET language = 'en' WHERE language IS NULL"))
    with op.batch_alter_table("preference") as batch:
        batch.alter_column("language", existing_type=sa.String(length=24), nullable=False)
