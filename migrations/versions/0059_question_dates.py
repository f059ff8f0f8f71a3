"""Until when suppliers may ask, by when they are answered, and questions answered with another."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

DAYS = ("answers_by", "answers_reminded", "answers_late")


def upgrade() -> None:
    # Columns are added in place: a table made anew would lose the triggers of the search.
    op.add_column("challenge", sa.Column("questions_end", Instant(), nullable=True))
    for name in DAYS:
        op.add_column("challenge", sa.Column(name, sa.Date(), nullable=True))
    with op.batch_alter_table("question") as table:
        table.add_column(sa.Column("answered_with_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            "fk_question_answered_with_id", "question", ["answered_with_id"], ["id"]
        )
        table.create_index("ix_question_answered_with_id", ["answered_with_id"])


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_index("ix_question_answered_with_id")
        table.drop_constraint("fk_question_answered_with_id", type_="foreignkey")
        table.drop_column("answered_with_id")
    for name in (*reversed(DAYS), "questions_end"):
        op.drop_column("challenge", name)
