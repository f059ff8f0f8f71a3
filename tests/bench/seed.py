"""Rows to measure on: 100 open challenges, 3,000 responses, 10,000 suppliers."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, ChallengeCpv
from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from engage.questions.models import Question
from engage.questions.models import State as QuestionState
from engage.responses.models import Prompt, Response, Submission
from engage.responses.models import State as ResponseState
from engage.suppliers.models import Supplier
from engage.workshops.models import Sitting, Workshop
from tests.factories import a_council, a_person

LONG = "Residents wait for a repair and do not know when somebody comes. " * 12
CHALLENGES, SUPPLIERS = 100, 10_000
MANY = {"responses": 3000, "prompts": 20, "characters": 200}
TABLE = {"responses": 1000, "prompts": 4, "characters": 80}


class World:
    """Where the interesting rows are."""

    officer: Person
    council: Authority
    open_reference = ""
    closed_reference = ""
    table_reference = ""  # closed, with a table of 1,000 rows
    draft_reference = ""
    writers: list[UUID]  # interests that may respond to the open challenge


def fill(sessions: Sessions) -> World:
    world = World()
    now = datetime.now(UTC)
    with sessions.write() as session:
        world.council = a_council(session)
        world.officer = a_person(session, Role.OFFICER, at=world.council)
        references = _challenges(session, world, now)
        world.open_reference, world.closed_reference = references
        _suppliers(session, now)
    return world


def _challenges(session: Session, world: World, now: datetime) -> tuple[str, str]:
    rows = [_challenge(world, number, now) for number in range(CHALLENGES)]
    over = {"stage": Stage.CLOSED, "engagement_ends": now - timedelta(hours=1)}
    closed = _challenge(world, CHALLENGES, now) | over
    table = _challenge(world, CHALLENGES + 1, now) | over
    unborn = {"stage": Stage.DRAFT, "published_at": None, "listed_at": None}
    draft = _challenge(world, CHALLENGES + 2, now) | unborn
    everything = [*rows, closed, table, draft]
    session.execute(insert(Challenge), everything)
    codes = [{"challenge_id": row["id"], "code": "72000000"} for row in everything]
    session.execute(insert(ChallengeCpv), codes)
    world.table_reference, world.draft_reference = table["reference"], draft["reference"]
    _around(session, world, rows[0]["id"], now)
    _responses(session, world, closed["id"], now, **MANY)
    _responses(session, world, table["id"], now, **TABLE)
    return rows[0]["reference"], closed["reference"]


def _challenge(world: World, number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "authority_id": world.council.id,
        "reference": f"BEN-2026-{number:03d}",
        "title": f"Repairs that residents can follow, part {number}",
        "need": LONG,
        "who": "4,000 tenants",
        "today": LONG,
        "evidence": LONG,
        "cost": "900,000 pounds a year.",
        "tried": "A leaflet.",
        "outcomes": LONG,
        "success": "Half as many repairs.",
        "limits": "",
        "inclusion": "",
        "process": "Come to the workshop. Then answer the questions.",
        "purposes": ["a"],
        "category": "services",
        "region": "UKE",
        "engagement_ends": now + timedelta(days=20, minutes=number),
        "stage": Stage.OPEN,
        "created_at": now,
        "updated_at": now,
        "published_at": now - timedelta(minutes=number),
        "listed_at": now - timedelta(minutes=number),
        "notice_plan": {"answer": "none", "reason": "Below the threshold."},
        "withdrawn_because": "",
        "version": 1,
    }


def _around(session: Session, world: World, challenge_id: UUID, now: datetime) -> None:
    """Workshops, answers and people who may respond, at one open challenge."""
    place = {"challenge_id": challenge_id, "authority_id": world.council.id}
    session.execute(insert(Prompt), [_prompt(place, number) for number in range(5)])
    starts = now + timedelta(days=7)
    new = place | {"created_at": now, "version": 1}
    held = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "venue": "Hall"}
    held |= {"in_person": 40}
    workshops = [new | {"title": "Meet the tenants", "id": uuid7()} for _ in "abc"]
    session.execute(insert(Workshop), workshops)
    sittings = [new | held | {"workshop_id": each["id"], "id": uuid7()} for each in workshops]
    session.execute(insert(Sitting), sittings)
    people = [_interest(place, number, now) for number in range(2000)]
    session.execute(insert(Interest), people)
    world.writers = [row["id"] for row in people]
    session.execute(insert(Question), [_question(place, people[0], n, now) for n in range(20)])


def _prompt(place: dict[str, UUID], number: int) -> dict[str, Any]:
    words = {"text": f"What would you try at step {number}?", "help": "", "purpose": "a"}
    return place | words | {"id": uuid7(), "position": number, "word_limit": 300, "required": True}


def _interest(place: dict[str, UUID], number: int, now: datetime) -> dict[str, Any]:
    who = {"organisation": f"Firm {number} Ltd", "name": f"Kim {number}"}
    email = f"kim{number}@firm{number}.example.org"
    when = {"registered_at": now, "confirmed_at": now, "alerts": False}
    return place | who | when | {"id": uuid7(), "email": email, "state": InterestState.CONFIRMED}


def _question(
    place: dict[str, UUID], asker: dict[str, Any], number: int, now: datetime
) -> dict[str, Any]:
    texts = {"text": "How many?", "public_text": "How many homes?", "answer": "About 4,000."}
    when = {"asked_at": now, "answered_at": now, "version": 1}
    state = {"state": QuestionState.ANSWERED, "number": number + 1}
    return place | texts | when | state | {"id": uuid7(), "interest_id": asker["id"]}


def _responses(
    session: Session,
    world: World,
    challenge_id: UUID,
    now: datetime,
    *,
    responses: int,
    prompts: int,
    characters: int,
) -> None:
    place = {"challenge_id": challenge_id, "authority_id": world.council.id}
    asked = [_prompt(place, number) for number in range(prompts)]
    session.execute(insert(Prompt), asked)
    people = [_interest(place, number, now) for number in range(responses)]
    session.execute(insert(Interest), people)
    times = {"started_at": now, "saved_at": now, "version": 1}
    sent = [
        place
        | times
        | {"id": uuid7(), "interest_id": person["id"], "state": ResponseState.SUBMITTED}
        for person in people
    ]
    session.execute(insert(Response), sent)
    answers = {str(prompt["id"]): LONG[:characters] for prompt in asked}
    rows = [_submission(number, each, answers, now) for number, each in enumerate(sent)]
    session.execute(insert(Submission), rows)


def _submission(
    number: int, response: dict[str, Any], answers: dict[str, str], now: datetime
) -> dict[str, Any]:
    place: UUID = response["challenge_id"]
    return {
        "id": uuid7(),
        "response_id": response["id"],
        "challenge_id": place,
        "number": 1,
        "receipt": f"BEN-{place.hex[-6:]}-{number:04d}",
        "answers": answers,
        "sha256": f"{number:064x}",
        "submitted_at": now - timedelta(hours=2),
    }


def _suppliers(session: Session, now: datetime) -> None:
    rows = [
        {
            "id": uuid7(),
            "name": f"Supplier {number} Ltd",
            "contact_name": f"Ash {number}",
            "email": f"ash{number}@supplier{number}.example.org",
            "alerts": True,
            "created_at": now,
        }
        for number in range(SUPPLIERS)
    ]
    session.execute(insert(Supplier), rows)
