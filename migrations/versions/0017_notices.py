"""Notices and their versions, releases of open data, and when a challenge was listed."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


SEARCHED = (
    *("published_at", "id", "stage", "engagement_ends", "region", "value"),
    *("sme_suitable", "authority_id"),
)


def upgrade() -> None:
    # Columns are added in place: a table made anew would lose the triggers of the search.
    op.add_column("challenge", sa.Column("listed_at", Instant(), nullable=True))
    plan = sa.Column("notice_plan", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("challenge", plan)
    op.execute("UPDATE challenge SET listed_at = published_at")
    op.drop_index("ix_challenge_searched", "challenge")
    op.create_index("ix_challenge_searched", "challenge", [*SEARCHED, "listed_at"])
    _notice()
    _release()


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("notice_id", sa.String(length=20), nullable=False),
        sa.Column("ocid", sa.String(length=40), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("listed_because", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_notice_challenge_id"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_notice_authority_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("challenge_id", "number", name="uq_notice_challenge_id_number"),
    )


def _release() -> None:
    op.create_table(
        "release",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ocid", sa.String(length=60), nullable=False),
        sa.Column("tag", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_release_challenge_id"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_release_authority_id"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.UniqueConstraint("challenge_id", "number", name="uq_release_challenge_id_number"),
        sa.UniqueConstraint("position", name="uq_release_position"),
    )
    op.create_index("ix_release_ocid", "release", ["ocid"])
    unnumbered = sa.text("position IS NULL")
    op.create_index(
        "ix_release_unnumbered",
        "release",
        ["id"],
        postgresql_where=unnumbered,
        sqlite_where=unnumbered,
    )


def downgrade() -> None:
    op.drop_table("release")
    op.drop_table("notice")
    op.drop_index("ix_challenge_searched", "challenge")
    op.create_index("ix_challenge_searched", "challenge", SEARCHED)
    op.drop_column("challenge", "notice_plan")
    op.drop_column("challenge", "listed_at")
