"""Sessions of workshops, with places in person and online."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None
MODE = sa.Enum("in_person", "online", name="mode", native_enum=False, length=24)
MOVED = (
    *("starts_at", "ends_at", "venue", "joining_link", "sequence", "cancelled_at"),
    *("cancelled_because", "capacity", "taken"),
)


def upgrade() -> None:
    """Each workshop gets one session, which takes its id; places were in the room if there is one.

    Nothing refers to a table while it is made anew, since SQLite would not let go of it.
    """
    op.execute("CREATE TABLE sitting_before AS SELECT * FROM workshop")
    with op.batch_alter_table("place") as place:
        place.drop_constraint("fk_place_workshop_id", type_="foreignkey")
        place.drop_constraint("uq_place_workshop_id_interest_id", type_="unique")
        place.drop_index("ix_place_workshop_id_state_joined_at")
        place.alter_column("workshop_id", new_column_name="sitting_id")
        place.add_column(sa.Column("mode", MODE, nullable=False, server_default="in_person"))
    with op.batch_alter_table("workshop") as workshop:
        workshop.drop_constraint("ck_workshop_times", type_="check")
        workshop.drop_constraint("ck_workshop_places", type_="check")
        for name in MOVED:
            workshop.drop_column(name)
    _sitting()
    op.execute(
        "INSERT INTO sitting (id, workshop_id, challenge_id, authority_id, created_at, version,"
        " starts_at, ends_at, venue, joining_link, sequence, cancelled_at, cancelled_because,"
        " in_person, online, taken_in_person, taken_online)"
        " SELECT id, id, challenge_id, authority_id, created_at, version,"
        " starts_at, ends_at, venue, joining_link, sequence, cancelled_at, cancelled_because,"
        " CASE WHEN venue <> '' THEN capacity ELSE 0 END,"
        " CASE WHEN venue <> '' THEN 0 ELSE capacity END,"
        " CASE WHEN venue <> '' THEN taken ELSE 0 END,"
        " CASE WHEN venue <> '' THEN 0 ELSE taken END"
        " FROM sitting_before"
    )
    op.drop_table("sitting_before")
    op.execute(
        "UPDATE place SET mode = 'online'"
        " WHERE sitting_id IN (SELECT id FROM sitting WHERE in_person = 0)"
    )
    with op.batch_alter_table("place") as place:
        place.alter_column("mode", server_default=None)
        place.create_foreign_key("fk_place_sitting_id", "sitting", ["sitting_id"], ["id"])
        place.create_unique_constraint(
            "uq_place_sitting_id_interest_id", ["sitting_id", "interest_id"]
        )
        place.create_index(
            "ix_place_sitting_id_state_joined_at", ["sitting_id", "state", "joined_at"]
        )


def downgrade() -> None:
    """Each session becomes a workshop of its own, with the places of both kinds together."""
    op.execute(
        "CREATE TABLE workshop_before AS SELECT sitting.*, workshop.title AS title,"
        " workshop.about AS about FROM sitting JOIN workshop ON workshop.id = sitting.workshop_id"
    )
    with op.batch_alter_table("place") as place:
        place.drop_constraint("fk_place_sitting_id", type_="foreignkey")
        place.drop_constraint("uq_place_sitting_id_interest_id", type_="unique")
        place.drop_index("ix_place_sitting_id_state_joined_at")
        place.alter_column("sitting_id", new_column_name="workshop_id")
        place.drop_column("mode")
    op.drop_table("sitting")
    op.execute("DELETE FROM workshop")
    with op.batch_alter_table("workshop") as workshop:
        for column in _of_workshop():
            workshop.add_column(column)
        workshop.create_check_constraint("ck_workshop_times", "ends_at > starts_at")
        workshop.create_check_constraint("ck_workshop_places", "taken >= 0 AND taken <= capacity")
    op.execute(
        "INSERT INTO workshop (id, challenge_id, authority_id, title, about, created_at, version,"
        " starts_at, ends_at, venue, joining_link, sequence, cancelled_at, cancelled_because,"
        " capacity, taken)"
        " SELECT id, challenge_id, authority_id, title, about, created_at, version,"
        " starts_at, ends_at, venue, joining_link, sequence, cancelled_at, cancelled_because,"
        " in_person + online, taken_in_person + taken_online"
        " FROM workshop_before"
    )
    op.drop_table("workshop_before")
    with op.batch_alter_table("place") as place:
        place.create_foreign_key("fk_place_workshop_id", "workshop", ["workshop_id"], ["id"])
        place.create_unique_constraint(
            "uq_place_workshop_id_interest_id", ["workshop_id", "interest_id"]
        )
        place.create_index(
            "ix_place_workshop_id_state_joined_at", ["workshop_id", "state", "joined_at"]
        )


def _sitting() -> None:
    op.create_table(
        "sitting",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        *_times(),
        sa.Column("in_person", sa.Integer(), nullable=False),
        sa.Column("online", sa.Integer(), nullable=False),
        sa.Column("taken_in_person", sa.Integer(), nullable=False),
        sa.Column("taken_online", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "taken_in_person >= 0 AND taken_in_person <= in_person", name="ck_sitting_in_person"
        ),
        sa.CheckConstraint(
            "taken_online >= 0 AND taken_online <= online", name="ck_sitting_online"
        ),
        sa.CheckConstraint("ends_at > starts_at", name="ck_sitting_times"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_sitting_authority_id"),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_sitting_challenge_id"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_sitting_workshop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting"),
    )
    op.create_index("ix_sitting_challenge_id", "sitting", ["challenge_id"])
    op.create_index("ix_sitting_workshop_id", "sitting", ["workshop_id"])


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("joining_link", sa.String(length=500), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
    ]


def _of_workshop() -> list[sa.Column[object]]:
    more = ("capacity", "taken")
    return [*_times(), *(sa.Column(name, sa.Integer(), nullable=False) for name in more)]
