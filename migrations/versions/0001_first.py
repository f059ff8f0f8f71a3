"""The first shape of every table."""

import sqlalchemy as sa
from alembic import op

from engage.kernel.db import Instant
from engage.kernel.searchable import create_search, drop_search

SEARCHED = ["title", "need", "who", "outcomes"]

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authority",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("prefix", sa.String(length=6), nullable=False),
        sa.Column("ppon", sa.String(length=14), nullable=True),
        sa.Column("brand_colour", sa.String(length=7), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("locality", sa.String(length=80), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=10), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_authority"),
        sa.UniqueConstraint("prefix", name="uq_authority_prefix"),
        sa.UniqueConstraint("slug", name="uq_authority_slug"),
    )
    op.create_table(
        "event",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("challenge_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_at", Instant(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("routed", sa.Boolean(), nullable=False),
        sa.Column("sealed_in", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_event_challenge_id_occurred_at", ["challenge_id", "occurred_at"], unique=False
        )
        batch_op.create_index("ix_event_sealed_in", ["sealed_in", "position"], unique=False)
        batch_op.create_index("ix_event_subject_id", ["subject_id"], unique=False)
        batch_op.create_index(
            "ix_event_unrouted",
            ["id"],
            unique=False,
            postgresql_where=sa.text("NOT routed"),
            sqlite_where=sa.text("NOT routed"),
        )

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("held_until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "opt_out",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_opt_out"),
        sa.UniqueConstraint("email", name="uq_opt_out_email"),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("disabled_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous_root", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sealed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_seal"),
    )
    op.create_table(
        "supplier",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=True),
        sa.Column(
            "size",
            sa.Enum(
                "micro",
                "small",
                "medium",
                "large",
                "unknown",
                name="size",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("vcse", sa.Boolean(), nullable=False),
        sa.Column("region", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=2000), nullable=False),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
        sa.UniqueConstraint("email", name="uq_supplier_email"),
    )
    with op.batch_alter_table("supplier", schema=None) as batch_op:
        batch_op.create_index("ix_supplier_alerts", ["alerts"], unique=False)

    op.create_table(
        "challenge",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("today", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("outcomes", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("region", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("engagement_ends", Instant(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "with board",
                "concluded",
                "withdrawn",
                name="stage",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("concluded_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_challenge_authority_id"
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name="fk_challenge_lead_id"),
        sa.PrimaryKeyConstraint("id", name="pk_challenge"),
        sa.UniqueConstraint("reference", name="uq_challenge_reference"),
    )
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.create_index(
            "ix_challenge_authority_id_stage", ["authority_id", "stage"], unique=False
        )
        batch_op.create_index("ix_challenge_published_at", ["published_at"], unique=False)
        batch_op.create_index(
            "ix_challenge_stage_engagement_ends", ["stage", "engagement_ends"], unique=False
        )
        batch_op.create_index(
            "ix_challenge_stage_published_at", ["stage", "published_at"], unique=False
        )
        batch_op.create_index("ix_challenge_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("parked_at", Instant(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_delivery_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("event_id", "handler", name="uq_delivery_event_id_handler"),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_delivery_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
            sqlite_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
        )
        batch_op.create_index(
            "ix_delivery_parked_at",
            ["parked_at"],
            unique=False,
            postgresql_where=sa.text("parked_at IS NOT NULL"),
            sqlite_where=sa.text("parked_at IS NOT NULL"),
        )

    op.create_table(
        "invitation",
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "approver",
                "board member",
                "board chair",
                "council administrator",
                "auditor",
                name="role",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("invited_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_invitation_authority_id"
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name="fk_invitation_invited_by"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_invitation_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("ix_invitation_authority_id", ["authority_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "officer",
                "approver",
                "board member",
                "board chair",
                "council administrator",
                "auditor",
                name="role",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_membership_authority_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.PrimaryKeyConstraint("person_id", "authority_id", "role", name="pk_membership"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_authority_id", ["authority_id"], unique=False)

    op.create_table(
        "password_reset",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_password_reset_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_password_reset"),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index("ix_password_reset_person_id", ["person_id"], unique=False)

    op.create_table(
        "reference_counter",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_reference_counter_authority_id"
        ),
        sa.PrimaryKeyConstraint("authority_id", "year", name="pk_reference_counter"),
    )
    op.create_table(
        "sign_in",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sign_in_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("secret_hash", name="uq_sign_in_secret_hash"),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_person_id", ["person_id"], unique=False)

    op.create_table(
        "supplier_cpv",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name="fk_supplier_cpv_supplier_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("supplier_id", "division", name="pk_supplier_cpv"),
    )
    with op.batch_alter_table("supplier_cpv", schema=None) as batch_op:
        batch_op.create_index("ix_supplier_cpv_division", ["division"], unique=False)

    op.create_table(
        "supplier_membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_supplier_membership_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name="fk_supplier_membership_supplier_id"
        ),
        sa.PrimaryKeyConstraint("person_id", "supplier_id", name="pk_supplier_membership"),
    )
    with op.batch_alter_table("supplier_membership", schema=None) as batch_op:
        batch_op.create_index("ix_supplier_membership_supplier_id", ["supplier_id"], unique=False)

    op.create_table(
        "challenge_cpv",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name="fk_challenge_cpv_challenge_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("challenge_id", "code", name="pk_challenge_cpv"),
    )
    with op.batch_alter_table("challenge_cpv", schema=None) as batch_op:
        batch_op.create_index("ix_challenge_cpv_code", ["code"], unique=False)

    op.create_table(
        "compilation",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued", "running", "done", "failed", name="state", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_compilation_asked_by"),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_compilation_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_compilation_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_compilation"),
    )
    with op.batch_alter_table("compilation", schema=None) as batch_op:
        batch_op.create_index("ix_compilation_challenge_id", ["challenge_id"], unique=False)
        batch_op.create_index("ix_compilation_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "criterion",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("help", sa.String(length=1000), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("weight >= 1 AND weight <= 100", name="ck_criterion_weight"),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_criterion_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_criterion_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_criterion"),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index("ix_criterion_challenge_id", ["challenge_id"], unique=False)

    op.create_table(
        "declaration",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "none",
                "actual",
                "potential",
                "perceived",
                name="conflict",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("declared_at", Instant(), nullable=False),
        sa.Column(
            "ruling",
            sa.Enum(
                "not needed",
                "waiting",
                "may review",
                "stands aside",
                name="ruling",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=True),
        sa.Column("ruled_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_declaration_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_declaration_challenge_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_declaration_person_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_declaration_ruled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_declaration"),
        sa.UniqueConstraint(
            "challenge_id", "person_id", name="uq_declaration_challenge_id_person_id"
        ),
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index("ix_declaration_person_id", ["person_id"], unique=False)

    op.create_table(
        "interest",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "confirmed", "withdrawn", name="state", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("registered_at", Instant(), nullable=False),
        sa.Column("link_owed_at", Instant(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_interest_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_interest_challenge_id"
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_interest_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
        sa.UniqueConstraint("challenge_id", "email", name="uq_interest_challenge_id_email"),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(
            "ix_interest_challenge_id_state", ["challenge_id", "state"], unique=False
        )
        batch_op.create_index("ix_interest_email", ["email"], unique=False)
        batch_op.create_index("ix_interest_supplier_id", ["supplier_id"], unique=False)

    op.create_table(
        "prompt",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("help", sa.String(length=1000), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(length=1), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_prompt_authority_id"),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_prompt_challenge_id"),
        sa.PrimaryKeyConstraint("id", name="pk_prompt"),
    )
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.create_index(
            "ix_prompt_challenge_id_position", ["challenge_id", "position"], unique=False
        )

    op.create_table(
        "seat",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("seated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_seat_challenge_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_seat_person_id"),
        sa.PrimaryKeyConstraint("challenge_id", "person_id", name="pk_seat"),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index("ix_seat_person_id", ["person_id"], unique=False)

    op.create_table(
        "source_notice",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("ocid", sa.String(length=80), nullable=False),
        sa.Column("notice_id", sa.String(length=80), nullable=False),
        sa.Column("notice_type", sa.String(length=8), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("buyer_name", sa.String(length=300), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_source_notice_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_source_notice_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_notice"),
        sa.UniqueConstraint("challenge_id", name="uq_source_notice_challenge_id"),
    )
    op.create_table(
        "summary",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("unchanged", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_summary_challenge_id"),
        sa.PrimaryKeyConstraint("challenge_id", name="pk_summary"),
    )
    op.create_table(
        "workshop",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("joining_link", sa.String(length=500), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ck_workshop_times"),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name="ck_workshop_places"),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_workshop_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_workshop_challenge_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workshop"),
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.create_index("ix_workshop_challenge_id", ["challenge_id"], unique=False)

    op.create_table(
        "compiled_file",
        sa.Column("compilation_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["compilation_id"],
            ["compilation.id"],
            name="fk_compiled_file_compilation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("compilation_id", "format", name="pk_compiled_file"),
    )
    op.create_table(
        "feedback",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "taken forward",
                "not taken forward",
                "took part",
                name="result",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name="fk_feedback_approved_by"),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_feedback_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_feedback_challenge_id"
        ),
        sa.ForeignKeyConstraint(["interest_id"], ["interest.id"], name="fk_feedback_interest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("interest_id", name="uq_feedback_interest_id"),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index("ix_feedback_challenge_id", ["challenge_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("recipient_name", sa.String(length=120), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("challenge_id", sa.Uuid(), nullable=True),
        sa.Column("interest_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "suppressed",
                name="state",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("owed_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name="fk_message_authority_id"),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name="fk_message_challenge_id"),
        sa.ForeignKeyConstraint(["interest_id"], ["interest.id"], name="fk_message_interest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint(
            "cause_id", "recipient", "template", name="uq_message_cause_id_recipient_template"
        ),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_challenge_id_state", ["challenge_id", "state"], unique=False
        )
        batch_op.create_index(
            "ix_message_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
        )
        batch_op.create_index(
            "ix_message_failed",
            ["owed_at"],
            unique=False,
            postgresql_where=sa.text("state = 'failed'"),
            sqlite_where=sa.text("state = 'failed'"),
        )

    op.create_table(
        "place",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("booked", "waiting", "left", name="placestate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("booked_at", Instant(), nullable=True),
        sa.Column("left_at", Instant(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["interest_id"], ["interest.id"], name="fk_place_interest_id"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_place_workshop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
        sa.UniqueConstraint("workshop_id", "interest_id", name="uq_place_workshop_id_interest_id"),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index("ix_place_interest_id", ["interest_id"], unique=False)
        batch_op.create_index(
            "ix_place_workshop_id_state_joined_at",
            ["workshop_id", "state", "joined_at"],
            unique=False,
        )

    op.create_table(
        "question",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "answered", "declined", name="state", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_question_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_question_challenge_id"
        ),
        sa.ForeignKeyConstraint(["interest_id"], ["interest.id"], name="fk_question_interest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("challenge_id", "number", name="uq_question_challenge_id_number"),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_question_challenge_id_state", ["challenge_id", "state"], unique=False
        )
        batch_op.create_index("ix_question_interest_id", ["interest_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "withdrawn", name="state", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_response_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_response_challenge_id"
        ),
        sa.ForeignKeyConstraint(["interest_id"], ["interest.id"], name="fk_response_interest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
        sa.UniqueConstraint("interest_id", name="uq_response_interest_id"),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(
            "ix_response_challenge_id_state", ["challenge_id", "state"], unique=False
        )

    op.create_table(
        "answer",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("prompt_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompt.id"], name="fk_answer_prompt_id"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name="fk_answer_response_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "prompt_id", name="pk_answer"),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_prompt_id", ["prompt_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "pending",
                "shortlisted",
                "not shortlisted",
                name="verdict",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("referred_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name="fk_referral_authority_id"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_referral_challenge_id"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_referral_decided_by"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_referral_response_id"),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
        sa.UniqueConstraint("challenge_id", "number", name="uq_referral_challenge_id_number"),
        sa.UniqueConstraint("response_id", name="uq_referral_response_id"),
    )
    op.create_table(
        "submission",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=False),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_submission_challenge_id"
        ),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_submission_response_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.UniqueConstraint("receipt", name="uq_submission_receipt"),
        sa.UniqueConstraint("response_id", "number", name="uq_submission_response_id_number"),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index("ix_submission_challenge_id", ["challenge_id"], unique=False)
        batch_op.create_index(
            "ix_submission_challenge_id_current",
            ["challenge_id", "id"],
            unique=False,
            postgresql_where=sa.text("replaced_at IS NULL"),
            sqlite_where=sa.text("replaced_at IS NULL"),
        )
        batch_op.create_index(
            "uq_submission_current",
            ["response_id"],
            unique=True,
            postgresql_where=sa.text("replaced_at IS NULL"),
            sqlite_where=sa.text("replaced_at IS NULL"),
        )

    op.create_table(
        "review",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_review_person_id"),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name="fk_review_referral_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("referral_id", "person_id", name="uq_review_referral_id_person_id"),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_person_id", ["person_id"], unique=False)

    op.create_table(
        "score",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("value >= 0 AND value <= 5", name="ck_score_value"),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name="fk_score_criterion_id"),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name="fk_score_review_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", "criterion_id", name="pk_score"),
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_index("ix_score_criterion_id", ["criterion_id"], unique=False)
    create_search(op.get_bind(), "challenge", SEARCHED)


def downgrade() -> None:
    drop_search(op.get_bind(), "challenge")
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.drop_index("ix_score_criterion_id")

    op.drop_table("score")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_person_id")

    op.drop_table("review")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submission_current",
            postgresql_where=sa.text("replaced_at IS NULL"),
            sqlite_where=sa.text("replaced_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_submission_challenge_id_current",
            postgresql_where=sa.text("replaced_at IS NULL"),
            sqlite_where=sa.text("replaced_at IS NULL"),
        )
        batch_op.drop_index("ix_submission_challenge_id")

    op.drop_table("submission")
    op.drop_table("referral")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_prompt_id")

    op.drop_table("answer")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index("ix_response_challenge_id_state")

    op.drop_table("response")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_interest_id")
        batch_op.drop_index("ix_question_challenge_id_state")

    op.drop_table("question")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index("ix_place_workshop_id_state_joined_at")
        batch_op.drop_index("ix_place_interest_id")

    op.drop_table("place")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_message_failed",
            postgresql_where=sa.text("state = 'failed'"),
            sqlite_where=sa.text("state = 'failed'"),
        )
        batch_op.drop_index(
            "ix_message_due",
            postgresql_where=sa.text("state IN ('queued', 'sending')"),
            sqlite_where=sa.text("state IN ('queued', 'sending')"),
        )
        batch_op.drop_index("ix_message_challenge_id_state")

    op.drop_table("message")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_feedback_challenge_id")

    op.drop_table("feedback")
    op.drop_table("compiled_file")
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.drop_index("ix_workshop_challenge_id")

    op.drop_table("workshop")
    op.drop_table("summary")
    op.drop_table("source_notice")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index("ix_seat_person_id")

    op.drop_table("seat")
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.drop_index("ix_prompt_challenge_id_position")

    op.drop_table("prompt")
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.drop_index("ix_interest_supplier_id")
        batch_op.drop_index("ix_interest_email")
        batch_op.drop_index("ix_interest_challenge_id_state")

    op.drop_table("interest")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index("ix_declaration_person_id")

    op.drop_table("declaration")
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.drop_index("ix_criterion_challenge_id")

    op.drop_table("criterion")
    with op.batch_alter_table("compilation", schema=None) as batch_op:
        batch_op.drop_index("ix_compilation_state_due_at")
        batch_op.drop_index("ix_compilation_challenge_id")

    op.drop_table("compilation")
    with op.batch_alter_table("challenge_cpv", schema=None) as batch_op:
        batch_op.drop_index("ix_challenge_cpv_code")

    op.drop_table("challenge_cpv")
    with op.batch_alter_table("supplier_membership", schema=None) as batch_op:
        batch_op.drop_index("ix_supplier_membership_supplier_id")

    op.drop_table("supplier_membership")
    with op.batch_alter_table("supplier_cpv", schema=None) as batch_op:
        batch_op.drop_index("ix_supplier_cpv_division")

    op.drop_table("supplier_cpv")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_person_id")

    op.drop_table("sign_in")
    op.drop_table("reference_counter")
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.drop_index("ix_password_reset_person_id")

    op.drop_table("password_reset")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_authority_id")

    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_invitation_authority_id")

    op.drop_table("invitation")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_delivery_parked_at",
            postgresql_where=sa.text("parked_at IS NOT NULL"),
            sqlite_where=sa.text("parked_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_delivery_due",
            postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
            sqlite_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
        )

    op.drop_table("delivery")
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.drop_index("ix_challenge_updated_at")
        batch_op.drop_index("ix_challenge_stage_published_at")
        batch_op.drop_index("ix_challenge_stage_engagement_ends")
        batch_op.drop_index("ix_challenge_published_at")
        batch_op.drop_index("ix_challenge_authority_id_stage")

    op.drop_table("challenge")
    with op.batch_alter_table("supplier", schema=None) as batch_op:
        batch_op.drop_index("ix_supplier_alerts")

    op.drop_table("supplier")
    op.drop_table("seal")
    op.drop_table("person")
    op.drop_table("opt_out")
    op.drop_table("lease")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_event_unrouted",
            postgresql_where=sa.text("NOT routed"),
            sqlite_where=sa.text("NOT routed"),
        )
        batch_op.drop_index("ix_event_subject_id")
        batch_op.drop_index("ix_event_sealed_in")
        batch_op.drop_index("ix_event_challenge_id_occurred_at")

    op.drop_table("event")
    op.drop_table("authority")
