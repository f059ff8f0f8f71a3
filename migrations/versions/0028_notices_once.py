"""The number of a notice, and its OCID, belong to one challenge."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

CHALLENGE = sa.table("challenge", sa.column("id", sa.Uuid()), sa.column("notice_plan", sa.JSON()))
NOTICE = sa.table(
    "notice",
    sa.column("challenge_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("status", sa.String()),
    sa.column("notice_id", sa.String()),
    sa.column("ocid", sa.String()),
    sa.column("rationale", sa.Text()),
)


def upgrade() -> None:
    """The challenge that was begun first keeps a number that was given twice."""
    claims = op.create_table(
        "notice_claim",
        sa.Column("identifier", sa.String(length=40), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_notice_claim_challenge_id"
        ),
        sa.PrimaryKeyConstraint("identifier", name="pk_notice_claim"),
    )
    op.create_index("ix_notice_claim_challenge_id", "notice_claim", ["challenge_id"])
    here = op.get_bind()
    held, plans = _known(here)
    if held:
        op.bulk_insert(
            claims,
            [{"identifier": each, "challenge_id": owner} for each, owner in held.items()],
        )
    for challenge_id, plan in plans.items():
        mine = CHALLENGE.c.id == challenge_id
        here.execute(sa.update(CHALLENGE).where(mine).values(notice_plan=plan))


def _known(here: sa.Connection) -> tuple[dict[str, Any], dict[Any, dict[str, str]]]:
    """Who has which number; and the last that was said of each notice, as its plan."""
    held: dict[str, Any] = {}
    plans: dict[Any, dict[str, str]] = {}
    settled = NOTICE.c.status.in_(["recorded", "none"])
    for row in here.execute(
        sa.select(NOTICE).where(settled).order_by(NOTICE.c.challenge_id, NOTICE.c.number)
    ):
        if row.status == "none":
            plans[row.challenge_id] = {"answer": "none", "reason": row.rationale}
            continue
        said = {"notice_id": row.notice_id, "ocid": row.ocid}
        plans[row.challenge_id] = {"answer": "published", **said}
        for each in filter(None, said.values()):
            held.setdefault(each, row.challenge_id)
    for row in here.execute(sa.select(CHALLENGE).order_by(CHALLENGE.c.id)):
        for name in ("notice_id", "ocid"):
            if row.id not in plans and row.notice_plan.get(name):
                held.setdefault(row.notice_plan[name], row.id)
    return held, plans


def downgrade() -> None:
    op.drop_table("notice_claim")
