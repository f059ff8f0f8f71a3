"""What is looked for on every page, or whenever a row is deleted, has an index that begins so."""

import pytest
from sqlalchemy import text

from engage.kernel.db import Base, Sessions

LOOKED_FOR = [
    ("interest", "email"),
    ("answer", "prompt_id"),
    ("score", "criterion_id"),
    ("submission", "challenge_id"),
    ("challenge", "published_at"),
    ("challenge", "updated_at"),
]
PAGES = [
    ("ix_delivery_parked_at", "SELECT id FROM delivery WHERE parked_at IS NOT NULL"),
    ("ix_message_failed", "SELECT id FROM message WHERE message.state = 'failed'"),
    (
        "ix_challenge_searched",
        "SELECT id FROM challenge WHERE stage NOT IN ('draft', 'discarded') "
        "AND region IN ('UKE', 'UKI') ORDER BY published_at DESC, id DESC LIMIT 51",
    ),
    ("ix_interest_email", "SELECT id FROM interest WHERE email = ''"),
]


@pytest.mark.parametrize("table, column", LOOKED_FOR)
def test_an_index_begins_with(table: str, column: str) -> None:
    indexes = Base.metadata.tables[table].indexes
    assert any(
        index.columns[0].name == column and index.dialect_options["sqlite"]["where"] is None
        for index in indexes
    )


@pytest.mark.parametrize("index, statement", PAGES)
def test_the_database_uses_it(sessions: Sessions, dialect: str, index: str, statement: str) -> None:
    with sessions.write() as session:
        if dialect == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = session.execute(text(f"EXPLAIN {statement}")).all()
        else:
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
    assert index in str(plan)
