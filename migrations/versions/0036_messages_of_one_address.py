"""What one address was sent is found without looking at everything that was ever sent."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_message_recipient", "message", ["recipient"])


def downgrade() -> None:
    op.drop_index("ix_message_recipient", "message")
