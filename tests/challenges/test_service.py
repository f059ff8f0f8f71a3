"""The life of a challenge, move by move, and every refusal."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges import service
from engage.challenges.lifecycle import LIFECYCLE, Stage
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.kernel.lifecycle import IllegalMove
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    an_officer,
    an_open_challenge,
)

MICRO = timedelta(microseconds=1)
OFFICER = uuid7()


def facts(session: Session, name: str) -> list[RecordedEvent]:
    session.flush()
    wanted = select(RecordedEvent).where(RecordedEvent.name == name).order_by(RecordedEvent.id)
    return list(session.scalars(wanted))


def after(verb: str, stage: Stage) -> Stage | None:
    try:
        return LIFECYCLE.after(verb, stage)
    except IllegalMove:
        return None


def test_every_stage_can_be_reached() -> None:
    reached = {Stage.DRAFT}
    for _ in Stage:
        reached |= {to for stage in reached for verb in VERBS if (to := after(verb, stage))}
    assert reached == set(Stage)


def test_a_draft_gets_the_next_reference_of_its_council_and_year(session: Session) -> None:
    council = a_council(session, prefix="MBC")
    person = an_officer(session, council)
    made = [
        service.draft(session, council, title=title, by=person.id, at=NOW)
        for title in ("Bins", "Roads")
    ]
    assert [each.reference for each in made] == ["MBC-2026-001", "MBC-2026-002"]
    assert made[0].stage is Stage.DRAFT
    assert made[0].lead_id == person.id
    drafted = facts(session, "challenge.drafted")
    assert [event.payload for event in drafted] == [
        {"reference": "MBC-2026-001"},
        {"reference": "MBC-2026-002"},
    ]
    assert drafted[0].actor_id == person.id


def test_a_button_pressed_twice_begins_one_draft(session: Session) -> None:
    council = a_council(session)
    person, other = an_officer(session, council), an_officer(session, council)
    first, second, theirs = (
        service.draft(session, council, title="Bins", by=who.id, at=NOW)
        for who in (person, person, other)
    )
    assert first is second
    assert theirs is not first
    service.revise(session, first, changes={"need": "Full by Friday"}, by=person.id, at=NOW)
    assert service.draft(session, council, title="Bins", by=person.id, at=NOW) is not first


def test_a_reference_that_is_taken_is_passed_over(session: Session) -> None:
    council = a_council(session, prefix="MBC")
    a_challenge(session, a_council(session), reference="MBC-2026-001")
    made = service.draft(session, council, title="Bins", by=None, at=NOW)
    assert made.reference == "MBC-2026-002"


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 2026),
        (datetime(2027, 1, 1, tzinfo=UTC), 2027),
    ],
)
def test_the_year_is_that_of_london(session: Session, at: datetime, year: int) -> None:
    council = a_council(session, prefix="MBC")
    assert service.draft(session, council, title="Bins", by=None, at=at).reference == (
        f"MBC-{year}-001"
    )


def test_a_draft_needs_a_title(session: Session) -> None:
    with pytest.raises(Refusal, match="title"):
        service.draft(session, a_council(session), title=" ", by=None, at=NOW)


def test_a_revision_records_the_names_of_what_changed_and_nothing_said(session: Session) -> None:
    challenge = a_challenge(session)
    changes = {"need": "Another need", "who": challenge.who, "cpv_codes": ["48000000"]}
    changed = service.revise(session, challenge, changes=changes, by=OFFICER, at=NOW)
    assert changed == ("cpv_codes", "need")
    assert challenge.cpv_codes == ["48000000"]
    [event] = facts(session, "challenge.revised")
    assert event.payload == {"fields": ["cpv_codes", "need"]}
    assert event.challenge_id == challenge.id


def test_codes_alone_move_the_version(session: Session) -> None:
    challenge = a_challenge(session)
    before = challenge.version
    changes = {"cpv_codes": ["48000000", "72000000"]}
    service.revise(session, challenge, changes=changes, by=OFFICER, at=NOW)
    assert challenge.version == before + 1
    session.expire_all()
    assert challenge.cpv_codes == ["48000000", "72000000"]


def test_nothing_changed_is_no_event(session: Session) -> None:
    challenge = a_challenge(session)
    changes = {"need": challenge.need}
    assert service.revise(session, challenge, changes=changes, by=OFFICER, at=NOW) == ()
    assert facts(session, "challenge.revised") == []


def test_what_suppliers_have_read_cannot_be_revised(session: Session) -> None:
    challenge = an_open_challenge(session)
    with pytest.raises(service.NotADraft, match="published"):
        service.revise(session, challenge, changes={"need": "x"}, by=OFFICER, at=NOW)
    with pytest.raises(service.UnknownField):
        service.revise(session, challenge, changes={"stage": "open"}, by=OFFICER, at=NOW)


def test_publishing_opens_it_and_says_when_it_ends(session: Session) -> None:
    challenge = a_challenge(session)
    service.publish(session, challenge, by=OFFICER, at=NOW)
    assert (challenge.stage, challenge.published_at) == (Stage.OPEN, NOW)
    [event] = facts(session, "challenge.published")
    assert event.payload == {"engagement_ends": "2026-03-23T09:00:00+00:00"}


@pytest.mark.parametrize(
    ("field", "empty", "sentence"),
    [
        ("title", " ", "title"),
        ("need", "", "need"),
        ("who", "", "how many"),
        ("evidence", " \n", "evidence"),
        ("cost", "", "costs today"),
        ("outcomes", "", "outcomes"),
        ("success", "", "worked"),
        ("purposes", [], "at least one purpose"),
        ("category", "", "goods, services or works"),
        ("region", "", "region"),
        ("engagement_ends", None, r"17\(2\)\(e\)"),
        ("engagement_ends", NOW, "Choose a later end"),
        ("process", "", r"17\(2\)\(f\)"),
        ("process", "https://example.org/tender/12345678901234567890", "web address alone"),
        ("process", "See the portal.", "40 characters"),
    ],
)
def test_publishing_says_what_is_missing(
    session: Session, field: str, empty: Any, sentence: str
) -> None:
    challenge = a_challenge(session, **{field: empty})
    with pytest.raises(service.Incomplete, match=sentence) as refused:
        service.publish(session, challenge, by=OFFICER, at=NOW)
    assert [gap.field for gap in refused.value.missing] == [field]
    assert challenge.stage is Stage.DRAFT
    assert facts(session, "challenge.published") == []


def test_publishing_needs_a_code_and_lists_everything(session: Session) -> None:
    challenge = a_challenge(session, cpv=[], need="", region="")
    assert [gap.field for gap in service.gaps(challenge, NOW)] == ["need", "cpv_codes", "region"]


@pytest.mark.parametrize(
    ("offset", "allowed"), [(-MICRO, False), (0 * MICRO, False), (MICRO, True)]
)
def test_publishing_just_before_the_end(session: Session, offset: timedelta, allowed: bool) -> None:
    challenge = a_challenge(session, engagement_ends=NOW + offset)
    assert (service.gaps(challenge, NOW) == []) is allowed


@pytest.mark.parametrize(("offset", "open_"), [(-MICRO, True), (0 * MICRO, False), (MICRO, False)])
def test_the_instant_of_the_end(session: Session, offset: timedelta, open_: bool) -> None:
    challenge = an_open_challenge(session)
    assert challenge.engagement_ends is not None
    at = challenge.engagement_ends + offset
    assert challenge.takes_part(at) is open_
    assert challenge.ended(at) is not open_
    if open_:
        with pytest.raises(Refusal, match="goes on until 9am on Monday 23 March 2026"):
            service.close(session, challenge, by=None, at=at)
    else:
        service.close(session, challenge, by=None, at=at)
        assert challenge.stage.value == "closed"


def test_an_end_may_become_later(session: Session) -> None:
    challenge = an_open_challenge(session)
    before = challenge.engagement_ends
    assert before is not None
    service.extend(session, challenge, ends=before + MICRO, by=OFFICER, at=NOW)
    assert challenge.engagement_ends == before + MICRO
    [event] = facts(session, "challenge.extended")
    assert event.payload["ended_before"] == before.isoformat()


@pytest.mark.parametrize("offset", [-MICRO, 0 * MICRO])
def test_an_end_never_becomes_earlier(session: Session, offset: timedelta) -> None:
    challenge = an_open_challenge(session)
    assert challenge.engagement_ends is not None
    with pytest.raises(service.BadEnd, match="later than the present one: 9am on Monday"):
        service.extend(
            session, challenge, ends=challenge.engagement_ends + offset, by=OFFICER, at=NOW
        )


def test_what_has_ended_cannot_be_extended(session: Session) -> None:
    challenge = an_open_challenge(session, engagement_ends=NOW)
    with pytest.raises(service.BadEnd, match="open"):
        service.extend(session, challenge, ends=NOW + timedelta(days=1), by=OFFICER, at=NOW)


def test_the_board_then_the_outcome(session: Session) -> None:
    challenge = a_closed_challenge(session)
    service.refer(session, challenge, by=OFFICER, at=NOW)
    assert challenge.stage is Stage.WITH_BOARD
    service.conclude(session, challenge, by=OFFICER, at=NOW)
    assert (challenge.stage.value, challenge.concluded_at) == ("concluded", NOW)
    assert len(facts(session, "challenge.referred") + facts(session, "challenge.concluded")) == 2


def test_a_withdrawal_undoes_no_end(session: Session) -> None:
    """Also when the clock came before the task that closes."""
    for closing in (True, False):
        challenge = an_open_challenge(session, engagement_ends=NOW)
        if closing:
            service.close(session, challenge, by=None, at=NOW)
        service.withdraw(session, challenge, because="No money.", by=OFFICER, at=NOW)
        assert challenge.stage is Stage.WITHDRAWN and challenge.ended(NOW)
    early = an_open_challenge(session, engagement_ends=NOW + timedelta(days=1))
    service.withdraw(session, early, because="No money.", by=OFFICER, at=NOW)
    assert not early.ended(NOW + timedelta(days=9))


def test_a_withdrawal_needs_a_reason(session: Session) -> None:
    challenge = an_open_challenge(session)
    with pytest.raises(Refusal, match="Say why"):
        service.withdraw(session, challenge, because=" \n", by=OFFICER, at=NOW)
    service.withdraw(session, challenge, because="No money.", by=OFFICER, at=NOW)
    assert (challenge.stage, challenge.withdrawn_because) == (Stage.WITHDRAWN, "No money.")
    [event] = facts(session, "challenge.withdrawn")
    assert event.payload == {"stage_before": "open"}


def drop(_made: object) -> None:
    """A verb's answer, which is not asked about here."""


Verb = Callable[[Session, Challenge], None]
VERBS: dict[str, Verb] = {
    "publish": lambda s, c: service.publish(s, c, by=OFFICER, at=NOW),
    "hand in": lambda s, c: drop(service.ask(s, c, by=OFFICER, at=NOW)),
    "return": lambda s, c: service.return_to_author(
        s, c, reasons="x", seen="1", by=OFFICER, at=NOW
    ),
    "approve": lambda s, c: service.approve(s, c, seen="1", by=OFFICER, at=NOW),
    "take back": lambda s, c: service.take_back(s, c, by=OFFICER, at=NOW),
    "schedule": lambda s, c: service.schedule(s, c, publish_at=NOW, by=OFFICER, at=NOW),
    "close": lambda s, c: service.close(s, c, by=OFFICER, at=NOW),
    "refer": lambda s, c: service.refer(s, c, by=OFFICER, at=NOW),
    "conclude": lambda s, c: service.conclude(s, c, by=OFFICER, at=NOW),
    "discard": lambda s, c: service.discard(s, c, by=OFFICER, at=NOW),
    "withdraw": lambda s, c: service.withdraw(s, c, because="x", by=OFFICER, at=NOW),
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_works_where_the_table_has_no_move(
    session: Session, verb: str, stage: Stage
) -> None:
    if after(verb, stage):
        return
    challenge = a_challenge(session, stage=stage)
    with pytest.raises(IllegalMove, match="It cannot be|has deleted this draft"):
        VERBS[verb](session, challenge)
    assert challenge.stage is stage


def test_the_sweeper_closes_everything_older_in_batches(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engage.challenges.service.ending.BATCH", 2)
    with sessions.write() as session:
        council = a_council(session)
        for days in range(5):
            an_open_challenge(session, council, engagement_ends=NOW - timedelta(days=days))
        later = an_open_challenge(session, council, engagement_ends=NOW + MICRO)
        a_challenge(session, council, engagement_ends=NOW - timedelta(days=1))
    assert service.close_ended(sessions) == 5
    assert service.close_ended(sessions) == 0
    with sessions.read() as session:
        closed = facts(session, "challenge.closed")
        assert len(closed) == 5
        assert {event.actor_id for event in closed} == {None}
        assert session.get_one(Challenge, later.id).stage is Stage.OPEN
