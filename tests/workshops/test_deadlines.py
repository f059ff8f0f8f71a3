"""The clock of materials: working days of the nation, one reminder, one escalation."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops.deadlines import deadline, last_day
from engage.workshops.models import MaterialsClock
from engage.workshops.queries import missing
from engage.workshops.service import materials_due, publishing
from tests.factories import NOW, a_material, a_person, a_sitting, an_officer, an_open_challenge
from tests.services import Clock

HOUR = timedelta(hours=1)
TUESDAY = datetime(2026, 3, 31, 15, tzinfo=UTC)  # before Easter


@pytest.mark.parametrize(
    ("region", "days", "last"),
    [
        ("UKD", 5, "2026-04-09"),  # Good Friday and Easter Monday
        ("UKM", 5, "2026-04-08"),  # Scotland works on Easter Monday
        ("UKD", 1, "2026-04-01"),
        ("", 20, "2026-04-30"),
    ],
)
def test_working_days_of_the_nation(region: str, days: int, last: str) -> None:
    council = Authority(region=region, materials_days=days)
    promised = deadline(council, "", TUESDAY)
    assert last_day(promised.due_at).isoformat() == last
    assert promised.due_at.astimezone(UTC).hour == 23  # midnight at its end, in summer


def owed(sessions: Sessions) -> list[tuple[str, str]]:
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        wanted = select(Message.template, Message.recipient)
        rows = session.execute(wanted.where(Message.template.startswith("materials-")))
        return sorted((template, recipient) for template, recipient in rows)


def test_reminded_once_and_escalated_once(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(days=90))
        council = challenge.authority
        lead = an_officer(session, council)
        challenge.lead_id = lead.id
        admin = a_person(session, Role.COUNCIL_ADMIN, at=council)
        sitting = a_sitting(session, challenge)
        withdrawn = an_open_challenge(session, council, stage=Stage.WITHDRAWN)
        a_sitting(session, withdrawn, ends_at=sitting.ends_at)
        a_sitting(session, challenge, cancelled_at=NOW)
    assert materials_due(sessions) == 0
    clock.set(sitting.ends_at)
    assert materials_due(sessions) == 0
    with sessions.write() as session:
        row = session.scalars(select(MaterialsClock)).one()
        assert row.sitting_id == sitting.id
        session.get_one(Authority, council.id).materials_days = 20  # moves nothing promised
        [one] = missing(session, challenge.id, at=row.due_at - HOUR)
        assert (one.due_on.isoformat(), one.late) == ("2026-03-16", False)
    clock.set(row.remind_at - HOUR)
    assert materials_due(sessions) == 0
    clock.set(row.remind_at + HOUR)
    assert (materials_due(sessions), materials_due(sessions)) == (1, 0)
    assert owed(sessions) == [("materials-due", lead.email)]
    clock.set(row.due_at + 30 * 24 * HOUR)  # nobody looked for a month
    assert (materials_due(sessions), materials_due(sessions)) == (1, 0)
    assert owed(sessions)[1:] == [("materials-overdue", admin.email)]
    with sessions.read() as session:
        assert missing(session, challenge.id, at=row.due_at)[0].late


def test_whoever_the_council_names_hears_of_it(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(days=90))
        challenge.authority.told_when_late = "head@marlbury.example"
        late, done, answered = (a_sitting(session, challenge) for _ in range(3))
        ended = late.ends_at
        a_material(session, done, published_at=ended - HOUR)
        publishing.say_none(session, answered, because="A talk", by=None, at=ended)
    clock.set(ended + 20 * 24 * HOUR)  # the worker comes late: no reminder any more
    assert materials_due(sessions) == 1
    assert owed(sessions) == [("materials-overdue", "head@marlbury.example")]
    with sessions.read() as session:
        [message] = session.scalars(select(Message).where(Message.template == "materials-overdue"))
        assert "tells you when something is late" in message.why
        assert not _clock(session, done.id).escalated_at


def _clock(session: Session, sitting_id: object) -> MaterialsClock:
    found = session.scalars(select(MaterialsClock).where(MaterialsClock.sitting_id == sitting_id))
    return found.one()
