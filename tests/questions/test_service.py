from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.service import (
    BadDates,
    EngagementOver,
    question_dates,
    set_question_dates,
)
from engage.challenges.service.asking import fill_dates
from engage.challenges.service.publishing import move_end
from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.db import Sessions
from engage.kernel.errors import ChangedMeanwhile
from engage.kernel.events import RecordedEvent
from engage.questions import queries, service
from engage.questions.models import Question, Ruling, State
from tests.factories import NOW, a_question, an_interest, an_open_challenge
from tests.services import Clock

OFFICER = uuid4()
SECRET = "Dampwatch asks: how many homes?"


def an_asker(session: Session, **about: Any) -> Interest:
    return an_interest(session, an_open_challenge(session, **about))


def events(session: Session) -> list[RecordedEvent]:
    session.flush()
    return list(session.scalars(select(RecordedEvent).order_by(RecordedEvent.id)))


def how_many(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Question)) or 0


def answer(session: Session, question: Question, **about: Any) -> None:
    told: dict[str, Any] = {
        "public_text": "How many homes?",
        "answer": "4,000",
        "by": OFFICER,
        "at": NOW,
    }
    service.answer(session, question, **(told | about))


def test_asking_reaches_the_desk_and_no_text_the_trail(session: Session) -> None:
    asker = an_asker(session)
    question = service.ask(session, asker, text=SECRET, at=NOW)
    assert (question.state, question.number) == (State.ASKED, None)
    answer(session, question)
    asked, answered = events(session)
    assert (asked.name, asked.actor_id, asked.payload) == ("question.asked", asker.id, {})
    assert (answered.name, answered.actor_id) == ("question.answered", OFFICER)
    assert answered.payload == {"number": 1}


def test_the_same_question_while_it_waits_is_one(session: Session) -> None:
    asker = an_asker(session)
    rows = {service.ask(session, asker, text=SECRET, at=NOW).id for _ in range(3)}
    assert len(rows) == how_many(session) == len(events(session)) == 1
    other = an_interest(session, asker.challenge)
    service.ask(session, other, text=SECRET, at=NOW)
    service.ask(session, asker, text="Another?", at=NOW)
    assert how_many(session) == 3


def test_the_first_instant_after_the_end_is_too_late(session: Session) -> None:
    asker = an_asker(session, engagement_ends=NOW + timedelta(hours=3))
    ends = asker.challenge.engagement_ends
    assert ends is not None
    service.ask(session, asker, text="In time?", at=ends - timedelta(microseconds=1))
    with pytest.raises(EngagementOver, match="12 noon on Monday 2 March 2026"):
        service.ask(session, asker, text="Too late?", at=ends)


def test_nobody_fills_the_inbox(session: Session) -> None:
    asker = an_asker(session)
    for number in range(service.MOST_WAITING):
        a_question(session, asker, text=f"Question {number}?")
    with pytest.raises(service.TooManyWaiting):
        service.ask(session, asker, text="One more?", at=NOW)


def test_numbers_follow_publication_not_asking(session: Session) -> None:
    asker = an_asker(session)
    first, second = (a_question(session, asker, text=text) for text in ("First?", "Second?"))
    answer(session, second)
    answer(session, first)
    assert (second.number, first.number) == (1, 2)


def test_answering_twice_is_refused_and_changes_nothing(session: Session) -> None:
    question = a_question(session, an_asker(session))
    answer(session, question)
    with pytest.raises(ChangedMeanwhile):
        answer(session, question, answer="5,000")
    with pytest.raises(ChangedMeanwhile):
        service.decline(session, question, reason="No", by=OFFICER, at=NOW)
    assert question.answer == "4,000"
    assert len(events(session)) == 1


def test_declining_publishes_nothing(session: Session) -> None:
    question = a_question(session, an_asker(session), text=SECRET)
    service.decline(session, question, reason="It would show a price.", by=OFFICER, at=NOW)
    assert (question.state, question.number, question.public_text) == (State.DECLINED, None, "")
    assert queries.published(session, question.challenge_id).rows == []
    assert [event.name for event in events(session)] == ["question.declined"]


def test_a_withdrawn_challenge_publishes_nothing_more(session: Session) -> None:
    question = a_question(session, an_asker(session, stage=Stage.WITHDRAWN))
    session.refresh(question, ["challenge"])
    with pytest.raises(service.ChallengeWithdrawn):
        answer(session, question)


def test_what_is_published_is_this_and_no_more(session: Session) -> None:
    question = a_question(session, an_asker(session), text=SECRET)
    answer(session, question, at=NOW.replace(month=7, hour=23, minute=30))  # 3 July in London
    (shown,) = queries.published(session, question.challenge_id).rows
    assert {name: str(getattr(shown, name)) for name in shown.__slots__} == {
        "number": "1",
        "question": "How many homes?",
        "answer": "4,000",
        "on": "2026-07-03",
    }


def test_many_answers_are_read_page_by_page(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    asker = an_asker(session)
    for number in range(3):
        answer(session, a_question(session, asker, text=f"Question {number}?"))
    first = queries.published(session, asker.challenge_id)
    rest = queries.published(session, asker.challenge_id, after=2)
    assert [each.number for each in first.rows + rest.rows] == [1, 2, 3]
    assert (first.more, rest.more) == (True, False)
    assert len(queries.asked_by(session, asker.id)) == 2


def test_two_officers_at_once_never_give_one_number_twice(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        asker = an_asker(session)
        ids = [a_question(session, asker, text=f"Question {n}?").id for n in range(6)]
    barrier = Barrier(len(ids), timeout=30)

    def attempt(question_id: UUID) -> int | None:
        barrier.wait()
        with fresh_sessions.write() as session:
            question = session.get_one(Question, question_id)
            answer(session, question)
            return question.number

    with ThreadPoolExecutor(len(ids)) as pool:
        numbers = [each.result() for each in [pool.submit(attempt, one) for one in ids]]
    assert sorted(number or 0 for number in numbers) == [1, 2, 3, 4, 5, 6]


def test_two_officers_answer_one_question_and_one_does(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        question = a_question(session, an_interest(session, an_open_challenge(session)))
    ready = Barrier(8)

    def one(officer: int) -> bool:
        with fresh_sessions.read() as session:
            mine = session.get_one(Question, question.id)
        ready.wait(timeout=60)
        try:
            with fresh_sessions.write() as session:
                answer(session, session.merge(mine, load=False), answer=f"Answer {officer}")
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1


def test_two_clicks_ask_once(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        holder = an_interest(session, an_open_challenge(session))
    ready = Barrier(8)

    def one(_click: int) -> UUID:
        ready.wait(timeout=60)
        with fresh_sessions.write() as session:
            mine = session.get_one(Interest, holder.id)
            return service.ask(session, mine, text=SECRET, at=NOW).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(one, range(8)))) == 1


def test_who_left_meanwhile_asks_nothing(session: Session) -> None:
    asker = an_interest(session, an_open_challenge(session))
    session.execute(
        update(Interest).values(state=InterestState.WITHDRAWN),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(service.HasLeft):
        service.ask(session, asker, text=SECRET, at=NOW)


def test_asking_ends_before_the_engagement(session: Session) -> None:
    ends = NOW + timedelta(hours=3)
    asker = an_asker(session, questions_end=ends)
    service.ask(session, asker, text="In time?", at=ends - timedelta(microseconds=1))
    with pytest.raises(service.TooLateToAsk, match="12 noon on Monday 2 March 2026"):
        service.ask(session, asker, text="Too late?", at=ends)


def test_the_days_come_from_the_end_and_only_move_later(session: Session) -> None:
    challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(days=21))
    fill_dates(challenge, NOW)
    session.flush()
    usual: dict[str, Any] = {"last_day": date(2026, 3, 16), "answers_by": date(2026, 3, 19)}
    assert question_dates(challenge) == usual
    later: dict[str, Any] = {"last_day": date(2026, 3, 17), "answers_by": date(2026, 3, 20)}
    for wrong in (
        usual | {"last_day": date(2026, 3, 13)},
        later | {"last_day": date(2026, 3, 21)},
        later | {"answers_by": date(2026, 3, 24)},
    ):
        with pytest.raises(BadDates):
            set_question_dates(session, challenge, **wrong, by=OFFICER, at=NOW)
    for _ in range(2):
        set_question_dates(session, challenge, **later, by=OFFICER, at=NOW)
    assert [event.name for event in events(session)] == ["question_dates.set"]
    assert question_dates(challenge) == later
    move_end(session, challenge, ends=NOW + timedelta(days=28), by=OFFICER, at=NOW)
    assert question_dates(challenge) == {
        "last_day": date(2026, 3, 23),
        "answers_by": date(2026, 3, 26),
    }


def test_one_answer_for_several_has_one_number(session: Session) -> None:
    asker = an_asker(session)
    other = an_interest(session, asker.challenge)
    first, second = a_question(session, asker), a_question(session, other, text="And flats?")
    elsewhere = a_question(session, an_asker(session))
    with pytest.raises(service.NoLongerWaits):
        answer(session, first, also=[second.id, elsewhere.id])
    answer(session, first, also=[second.id])
    assert (second.state, second.number, second.answered_with_id) == (
        *(State.ANSWERED, None),
        first.id,
    )
    assert [row.number for row in queries.asked_by(session, other.id)] == [1]
    assert len(queries.published(session, asker.challenge_id).rows) == 1
    assert [event.name for event in events(session)] == ["question.answered", "question.bundled"]


def test_answers_that_are_due_or_late_are_noted_once(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        asker = an_asker(session, answers_by=date(2026, 3, 9))
        a_question(session, asker)
    told = []
    for day in (6, 7, 9, 10, 10):  # from Friday on, because nobody works at the weekend
        clock.set(datetime(2026, 3, day, 9, tzinfo=UTC))
        told.append(service.answers_due(sessions))
    assert told == [1, 0, 0, 1, 0]
    with sessions.read() as session:
        assert [each.name for each in events(session)] == ["question.due_soon", "question.overdue"]


def test_a_confidential_part_is_ruled_on_before_anything_is_published(session: Session) -> None:
    asker = an_asker(session)
    part = "Our sensor reads damp through plaster"
    kept = service.ask(session, asker, text="May we test?", confidential=part, at=NOW)
    assert kept is service.ask(session, asker, text="May we test?", confidential=part, at=NOW)
    with pytest.raises(service.NotSettled, match="Decide about that first"):
        answer(session, kept)
    service.rule(session, kept, keep=True, because="", by=OFFICER, at=NOW)
    with pytest.raises(service.NotSettled, match="sensor reads damp through plaster"):
        answer(session, kept, answer="A sensor reads damp; your Sensor reads damp through plaster!")
    answer(session, kept)
    other = service.ask(session, asker, text="How?", confidential="With lasers", at=NOW)
    with pytest.raises(service.NothingToRule, match="Say why"):
        service.rule(session, other, keep=False, because="", by=OFFICER, at=NOW)
    for _ in range(2):
        service.rule(session, other, keep=False, because="All know.", by=OFFICER, at=NOW)
    with pytest.raises(service.NotSettled, match="chooses first"):
        answer(session, other)
    stranger = an_interest(session, asker.challenge)
    with pytest.raises(service.NotYourTurn):
        service.choose(session, stranger, other.id, publish=True, at=NOW)
    for _ in range(2):
        service.choose(session, asker, other.id, publish=True, at=NOW)
    assert other.to_publish == "How?\n\nWith lasers"
    answer(session, other)
    names = [each.name.removeprefix("question.") for each in events(session)]
    ruled = ["confidence_ruled", "confidence_waived", "answered"]
    assert names == ["asked", "confidence_ruled", "answered", "asked", *ruled]


def test_whoever_does_not_choose_is_not_published(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        asker = an_asker(session, answers_by=NOW.date(), answers_reminded=NOW.date())
        questions = [
            a_question(session, asker, text=str(n), confidential="Ours", ruling=Ruling.REFUSED)
            for n in range(2)
        ]
        service.choose(session, asker, questions[0].id, publish=False, at=NOW)
        assert questions[0].state is State.TAKEN_BACK
    assert service.answers_due(sessions) == 0  # it does not wait for the council
    clock.advance(days=1)
    assert service.answers_due(sessions) == 1
    with sessions.read() as session:
        question = session.get_one(Question, questions[1].id)
        assert (question.state, question.public_text) == (State.DECLINED, "")
        assert question.answer.startswith("You did not say")
    assert service.answers_due(sessions) == 0
