"""Slides, notes and recordings of workshops, until when they are promised, and repetitions.

Sessions that are over get two weeks from now where the challenge is still in hand: nobody had
promised anything before. Where the challenge is over, nothing is promised.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

from engage.kernel.clock import wall
from engage.kernel.db import Instant

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TIME = timedelta(days=14)
REMIND = timedelta(days=10)


def upgrade() -> None:
    with op.batch_alter_table("authority") as table:
        table.add_column(
            sa.Column("materials_days", sa.Integer(), nullable=False, server_default="5")
        )
        table.add_column(
            sa.Column("told_when_late", sa.String(254), nullable=False, server_default="")
        )
    with op.batch_alter_table("authority") as table:
        table.alter_column("materials_days", server_default=None)
        table.alter_column("told_when_late", server_default=None)
    op.create_table(
        "material",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=True),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("captions", sa.String(length=24), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("instead_of_id", sa.Uuid(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_material_{column}_{table}")
            for column, table in (
                ("workshop_id", "workshop"),
                ("sitting_id", "sitting"),
                ("challenge_id", "challenge"),
                ("authority_id", "authority"),
                ("file_id", "file"),
                ("instead_of_id", "material"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_material"),
        sa.UniqueConstraint("file_id", name="uq_material_file_id"),
    )
    op.create_index("ix_material_workshop_id", "material", ["workshop_id"])
    op.create_index("ix_material_challenge_id", "material", ["challenge_id"])
    op.create_index("ix_material_batch_id", "material", ["batch_id"])
    op.create_table(
        "materials_clock",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("remind_at", Instant(), nullable=False),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("escalated_at", Instant(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("none_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name="fk_materials_clock_sitting_id_sitting"
        ),
        sa.PrimaryKeyConstraint("sitting_id", name="pk_materials_clock"),
    )
    still_open = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_materials_clock_open",
        "materials_clock",
        ["due_at"],
        postgresql_where=still_open,
        sqlite_where=still_open,
    )
    op.create_table(
        "repetition",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("again_id", sa.Uuid(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name="fk_repetition_sitting_id_sitting"
        ),
        sa.ForeignKeyConstraint(
            ["again_id"], ["sitting.id"], name="fk_repetition_again_id_sitting"
        ),
        sa.PrimaryKeyConstraint("sitting_id", name="pk_repetition"),
    )
    op.create_index("ix_repetition_again_id", "repetition", ["again_id"])
    _start_clocks(wall())


def _start_clocks(at: datetime) -> None:
    """One statement, whatever their number."""
    start = sa.text(
        "INSERT INTO materials_clock (sitting_id, due_at, remind_at, settled_at, none_because) "
        "SELECT sitting.id, :due, :remind, "
        "CASE WHEN challenge.stage IN ('concluded', 'withdrawn') THEN :at END, '' "
        "FROM sitting JOIN challenge ON challenge.id = sitting.challenge_id "
        "WHERE sitting.ends_at <= :at AND sitting.cancelled_at IS NULL"
    ).bindparams(
        sa.bindparam("due", at + TIME, Instant()),
        sa.bindparam("remind", at + REMIND, Instant()),
        sa.bindparam("at", at, Instant()),
    )
    op.execute(start)


def downgrade() -> None:
    op.drop_table("repetition")
    op.drop_table("materials_clock")
    op.drop_table("material")
    with op.batch_alter_table("authority") as table:
        table.drop_column("told_when_late")
        table.drop_column("materials_days")
