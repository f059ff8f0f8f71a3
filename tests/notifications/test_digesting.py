from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.interest.models import Alert, Cadence
from engage.kernel.db import Sessions
from engage.kernel.mailbox import read_folder
from engage.kernel.paging import Page
from engage.notifications import service
from engage.notifications.models import Language, Preference, State
from engage.notifications.rendering.topics import Topic
from engage.notifications.service.digesting import digest_due, last
from engage.notifications.service.sending import send_due
from tests.conftest import Queries
from tests.factories import NOW, a_council, a_subscription, an_interest, an_open_challenge
from tests.notifications.post import a_feedback, an_alert, an_event, messages, post_to
from tests.services import Clock

EMAIL = "sam@example.org"


def wants(session: Session, cadence: Cadence, email: str = EMAIL) -> None:
    session.add(Preference(email=email, cadence=cadence, muted=[], updated_at=NOW))
    session.flush()


def noted(sessions: Sessions, number: int = 1, email: str = EMAIL) -> None:
    """So many challenges that wait for the digest, the first listed first."""
    with sessions.write() as session:
        council = a_council(session, name="Marlbury Council")
        for each in range(number):
            about = {"title": f"Need {each}", "listed_at": NOW + timedelta(minutes=each)}
            about["engagement_ends"] = NOW + timedelta(days=90)
            challenge = an_open_challenge(session, council, **about)
            an_alert(session, challenge, email=email, why=f"Reason {each}.", told_at=None)


@pytest.mark.parametrize(
    ("at", "daily", "weekly"),
    [
        # Monday 2 March 2026, GMT
        ((3, 2, 6, 59), (3, 1, 7), (2, 23, 7)),
        ((3, 2, 7, 0), (3, 2, 7), (3, 2, 7)),
        ((3, 4, 12, 0), (3, 4, 7), (3, 2, 7)),
        # British Summer Time begins on 29 March
        ((3, 30, 6, 0), (3, 30, 6), (3, 30, 6)),
        ((3, 30, 5, 59), (3, 29, 6), (3, 23, 7)),
        # and ends on 25 October
        ((10, 26, 6, 30), (10, 25, 7), (10, 19, 6)),
    ],
)
def test_it_is_seven_in_london(
    at: tuple[int, int, int, int], daily: tuple[int, int, int], weekly: tuple[int, int, int]
) -> None:
    moment = datetime(2026, *at, tzinfo=UTC)
    assert last(Cadence.DAILY, moment) == datetime(2026, *daily, tzinfo=UTC)
    assert last(Cadence.WEEKLY, moment) == datetime(2026, *weekly, tzinfo=UTC)


def test_one_message_holds_all_newest_first(
    sessions: Sessions, clock: Clock, tmp_path: Path
) -> None:
    with sessions.write() as session:
        wants(session, Cadence.DAILY)
    noted(sessions, 3)
    assert digest_due(sessions) == 0, "it is not seven o'clock again yet"
    clock.advance(days=1)
    assert digest_due(sessions) == 1
    assert digest_due(sessions) == 0, "a second beat finds nothing"
    send_due(sessions, post_to(tmp_path))
    (mail,) = read_folder(tmp_path, Page(size=5))
    said = " ".join(mail.text.split())
    assert mail.subject == "New challenges: Need 2, and 2 more"
    assert said.index("Need 2") < said.index("Need 1") < said.index("Need 0")
    assert said.index("Reason 2.") < said.index("Reason 1.")
    assert "you chose one e-mail a day about new challenges" in said
    assert "/preferences/" in said
    assert "/unsubscribe/" in said


def test_a_week_is_a_week(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        wants(session, Cadence.WEEKLY)
    noted(sessions)
    for _ in range(6):
        clock.advance(days=1)
        assert digest_due(sessions) == 0
    clock.advance(days=3)  # nobody rang on Monday
    assert digest_due(sessions) == 1


def test_a_search_told_weekly_beside_one_told_daily(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        council = a_council(session)
        for each in (Cadence.DAILY, Cadence.WEEKLY):
            search = a_subscription(session, email=EMAIL, q=each.value, cadence=each)
            about = {"title": each.value, "engagement_ends": NOW + timedelta(days=90)}
            challenge = an_open_challenge(session, council, **about)
            its = {"email": EMAIL, "subscription_id": search.id, "told_at": None}
            an_alert(session, challenge, **its)
    clock.advance(days=1)
    assert digest_due(sessions) == 1
    clock.advance(days=2)
    assert digest_due(sessions) == 0
    clock.advance(days=4)
    assert digest_due(sessions) == 1
    with sessions.read() as session:
        first, second = (row.why for row in messages(session))
    assert "one e-mail a day" in first
    assert "one e-mail a week" in second


def test_what_is_over_is_left_out_and_no_digest_is_empty(
    sessions: Sessions, clock: Clock, tmp_path: Path
) -> None:
    with sessions.write() as session:
        wants(session, Cadence.DAILY)
        gone = an_open_challenge(session, title="Gone", engagement_ends=NOW + timedelta(days=9))
        an_alert(session, gone, email=EMAIL, told_at=None)
        gone.stage = Stage.WITHDRAWN
    clock.advance(days=1)
    assert digest_due(sessions) == 0
    noted(sessions)
    clock.advance(days=1)
    assert digest_due(sessions) == 1
    with sessions.write() as session:
        (message,) = messages(session)
        alert = session.get_one(Alert, message.subject_id)
        challenge = session.get_one(type(gone), alert.challenge_id)
        challenge.stage = Stage.WITHDRAWN
    send_due(sessions, post_to(tmp_path))
    with sessions.read() as session:
        assert [row.state for row in messages(session)] == [State.SUPPRESSED]


def test_who_chose_at_once_meanwhile_gets_what_waits(sessions: Sessions, clock: Clock) -> None:
    noted(sessions)
    clock.advance(days=1)
    assert digest_due(sessions) == 1


def test_many_are_owed_with_few_statements(
    sessions: Sessions, clock: Clock, queries: Queries
) -> None:
    for number in range(12):
        noted(sessions, email=f"p{number}@example.org")
    clock.advance(days=1)
    with queries() as seen:
        assert digest_due(sessions) == 12
    assert len(seen) <= 12


def test_what_the_law_asks_for_is_not_put_off(sessions: Sessions, tmp_path: Path) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        holder = an_interest(session, challenge)
        service.choose(
            session,
            email=holder.email,
            wanted=(),
            cadence=Cadence.WEEKLY,
            language=Language.ENGLISH,
            at=NOW,
        )
        whose = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
        a_feedback(session, holder)
        service.tell_outcomes(session, an_event(session, "outcomes.sent", challenge.id, **whose))
        for name in ("extended", "withdrawn"):
            event = an_event(session, f"challenge.{name}", challenge.id, **whose)
            service.tell_participants(session, event, f"challenge-{name}")
        muted = session.scalars(select(Preference.muted)).one()
        assert len(muted) == len(Topic) - 1
    send_due(sessions, post_to(tmp_path))
    assert len(read_folder(tmp_path, Page(size=5))) == 3
    with sessions.read() as session:
        told = {row.template: row.state for row in messages(session)}
    law = ("challenge-extended", "challenge-withdrawn", "outcome")
    assert told == dict.fromkeys(law, State.SENT)
