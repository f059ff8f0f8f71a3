from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.interest import models as interest
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import RecordedEvent
from engage.outcomes import queries as reads
from engage.outcomes import service
from engage.outcomes.models import Feedback, Result, Summary
from engage.outcomes.wording import REASONS as CHIPS
from engage.outcomes.wording import STARTING, with_reasons
from engage.responses.models import Submission
from engage.reviews.models import Verdict
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_person,
    a_submitted_response,
    an_interest,
    an_open_challenge,
)
from tests.outcomes.stages import (
    HEARD,
    REASONS,
    SECRET,
    Ended,
    an_ended_engagement,
    feedback_of,
    ready,
    summarise,
)

LONG = "We liked how you would start with ten houses and measure for two winters."


def prepare(session: Session, ended: Ended) -> int:
    return service.prepare(session, ended.challenge, by=ended.officer.id, at=NOW)


def events(session: Session, name: str) -> list[dict[str, Any]]:
    session.flush()
    wanted = select(RecordedEvent.payload).where(RecordedEvent.name == name)
    return list(session.scalars(wanted.order_by(RecordedEvent.id)))


def test_the_result_follows_from_the_verdict(session: Session) -> None:
    ended = an_ended_engagement(session)
    assert prepare(session, ended) == 3
    results = [
        feedback_of(session, each).result for each in (ended.chosen, ended.other, ended.silent)
    ]
    assert results == [Result.TAKEN_FORWARD, Result.NOT_TAKEN_FORWARD, Result.TOOK_PART]
    assert events(session, "feedback.prepared") == [{"added": 3, "changed": 0}]


def test_straight_from_closed_a_response_is_not_taken_forward(session: Session) -> None:
    ended = an_ended_engagement(session, stage=Stage.CLOSED)
    sender = an_interest(session, ended.challenge)
    a_submitted_response(session, sender)
    prepare(session, ended)
    assert feedback_of(session, sender).result is Result.NOT_TAKEN_FORWARD


def test_who_left_is_told_only_about_a_response_that_stayed(session: Session) -> None:
    ended = an_ended_engagement(session)
    ended.other.state = ended.silent.state = interest.State.WITHDRAWN
    session.flush()
    assert prepare(session, ended) == 2
    assert feedback_of(session, ended.other).result is Result.NOT_TAKEN_FORWARD
    told = session.scalars(select(Feedback.interest_id)).all()
    assert ended.silent.id not in told


def test_the_text_begins_with_the_result_and_says_nothing_private(session: Session) -> None:
    ended = an_ended_engagement(session)
    prepare(session, ended)
    for row in session.scalars(select(Feedback)):
        assert row.text == STARTING[row.result]
        assert SECRET not in row.text
        assert REASONS not in row.text


def test_preparing_again_adds_only_who_is_missing(session: Session) -> None:
    ended = an_ended_engagement(session)
    prepare(session, ended)
    service.write(
        session, feedback_of(session, ended.chosen), text=LONG, by=ended.officer.id, at=NOW
    )
    assert prepare(session, ended) == 0
    late = an_interest(session, ended.challenge)
    assert prepare(session, ended) == 1
    assert feedback_of(session, late).result is Result.TOOK_PART
    assert feedback_of(session, ended.chosen).text == LONG
    assert len(events(session, "feedback.prepared")) == 2


def test_who_has_not_confirmed_or_has_left_gets_none(session: Session) -> None:
    ended = an_ended_engagement(session)
    for state in (interest.State.PENDING, interest.State.WITHDRAWN):
        an_interest(session, ended.challenge, state=state)
    assert prepare(session, ended) == 3


def test_a_changed_decision_changes_the_result_and_takes_the_approval_back(
    session: Session,
) -> None:
    ended = ready(session)
    own = feedback_of(session, ended.chosen)
    ended.referral.verdict = Verdict.NOT_SHORTLISTED
    session.flush()
    state = reads.progress(session, ended.challenge)
    assert state.changed == 1
    with pytest.raises(service.Unready, match="changed its mind about 1 piece of feedback"):
        service.release(session, ended.challenge, by=ended.officer.id, at=NOW)
    assert prepare(session, ended) == 1
    session.refresh(own)
    assert own.result is Result.NOT_TAKEN_FORWARD
    assert own.text == STARTING[Result.NOT_TAKEN_FORWARD]
    assert own.approved_at is None


def test_words_of_an_officer_survive_a_changed_decision(session: Session) -> None:
    ended = an_ended_engagement(session)
    prepare(session, ended)
    own = feedback_of(session, ended.chosen)
    service.write(session, own, text=LONG, by=ended.officer.id, at=NOW)
    ended.referral.verdict = Verdict.NOT_SHORTLISTED
    session.flush()
    prepare(session, ended)
    session.refresh(own)
    assert (own.result, own.text) == (Result.NOT_TAKEN_FORWARD, LONG)


def test_nothing_is_prepared_while_the_board_decides(session: Session) -> None:
    ended = an_ended_engagement(session)
    ended.referral.verdict = Verdict.PENDING
    session.flush()
    with pytest.raises(service.BoardAtWork, match="has not decided about 1 idea yet"):
        prepare(session, ended)


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"stage": Stage.DRAFT}, "This challenge is a draft"),
        ({"stage": Stage.OPEN}, "Suppliers can take part until"),
        ({"stage": Stage.CONCLUDED}, "The outcome is published"),
        ({"stage": Stage.WITHDRAWN}, "was withdrawn"),
    ],
)
def test_only_after_the_end_and_before_publication(
    session: Session, about: dict[str, Any], sentence: str
) -> None:
    challenge = a_challenge(session, **about)
    by = a_person(session).id
    words: dict[str, Any] = {"heard": HEARD, "changed": "", "unchanged": "", "next_steps": ""}
    attempts: list[Callable[[], object]] = [
        lambda: service.prepare(session, challenge, by=by, at=NOW),
        lambda: service.approve_all(session, challenge, by=by, at=NOW),
        lambda: service.save_summary(session, challenge, **words, by=by, at=NOW),
        lambda: service.release(session, challenge, by=by, at=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(service.NotNow, match=sentence):
            attempt()


def test_changing_approved_words_takes_the_approval_back(session: Session) -> None:
    ended = ready(session)
    own = feedback_of(session, ended.chosen)
    by = ended.officer.id
    assert not service.write(session, own, text=f"  {own.text}\r\n", by=by, at=NOW)
    assert feedback_of(session, ended.chosen).approved_by == by
    assert service.write(session, own, text=LONG, by=by, at=NOW)
    assert (own.text, own.approved_by, own.approved_at) == (LONG, None, None)
    assert events(session, "feedback.written") == [{"was_approved": True}]


def test_somebody_who_responded_gets_forty_characters(session: Session) -> None:
    ended = an_ended_engagement(session)
    prepare(session, ended)
    by = ended.officer.id
    own = feedback_of(session, ended.other)
    service.write(session, own, text="x" * 39, by=by, at=NOW)
    with pytest.raises(service.TooShort, match="at least 40 characters"):
        service.approve(session, own, by=by, at=NOW)
    service.write(session, own, text="x" * 40, by=by, at=NOW)
    service.approve(session, own, by=by, at=NOW)
    service.approve(session, own, by=by, at=NOW + timedelta(hours=1))
    assert own.approved_at == NOW
    assert len(events(session, "feedback.approved")) == 1
    silent = feedback_of(session, ended.silent)
    service.write(session, silent, text="Thank you.", by=by, at=NOW)
    service.approve(session, silent, by=by, at=NOW)


def test_all_that_are_complete_are_approved_at_once(session: Session) -> None:
    ended = an_ended_engagement(session)
    prepare(session, ended)
    by = ended.officer.id
    short = feedback_of(session, ended.other)
    service.write(session, short, text="Too little.", by=by, at=NOW)
    assert reads.progress(session, ended.challenge).ready == 2
    assert service.approve_all(session, ended.challenge, by=by, at=NOW) == 2
    assert service.approve_all(session, ended.challenge, by=by, at=NOW) == 0
    session.refresh(short)
    assert short.approved_at is None
    assert events(session, "feedback.approved_together") == [{"number": 2}]


def test_the_second_officer_does_not_overwrite_the_first(session: Session) -> None:
    ended = an_ended_engagement(session)
    prepare(session, ended)
    own = feedback_of(session, ended.chosen)
    seen, by = str(own.version), ended.officer.id
    service.write(session, own, text=LONG, seen=seen, by=by, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        service.write(session, own, text="Mine.", seen=seen, by=by, at=NOW)
    assert own.text == LONG
    assert not service.write(session, own, text=LONG, seen=seen, by=by, at=NOW)


def test_the_second_summary_does_not_overwrite_the_first(session: Session) -> None:
    ended = an_ended_engagement(session)
    assert summarise(session, ended, seen="1") == ("heard",)
    with pytest.raises(ChangedMeanwhile):
        summarise(session, ended, heard="Mine.", seen="1")
    assert summarise(session, ended, seen="1") == ()
    assert summarise(session, ended, changed="The plan.", seen="2") == ("changed",)
    assert events(session, "summary.saved") == [{"fields": ["heard"]}, {"fields": ["changed"]}]


def test_release_says_everything_that_is_missing(session: Session) -> None:
    ended = an_ended_engagement(session)
    by = ended.officer.id
    with pytest.raises(service.Unready) as first:
        service.release(session, ended.challenge, by=by, at=NOW)
    assert str(first.value) == (
        "Write what you heard: everybody will read it."
        " 3 participants have no feedback yet. Prepare it."
    )
    prepare(session, ended)
    summarise(session, ended)
    service.approve(session, feedback_of(session, ended.silent), by=by, at=NOW)
    with pytest.raises(service.Unready) as second:
        service.release(session, ended.challenge, by=by, at=NOW)
    assert [gap.page for gap in second.value.missing] == ["outcome/feedback?approved=no"]
    assert str(second.value) == "2 pieces of feedback wait for approval."


@pytest.mark.parametrize("heard", ["", " \n\t "])
def test_a_summary_of_nothing_is_not_published(session: Session, heard: str) -> None:
    ended = ready(session)
    summarise(session, ended, heard=heard)
    with pytest.raises(service.Unready, match="Write what you heard"):
        service.release(session, ended.challenge, by=ended.officer.id, at=NOW)


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.WITH_BOARD])
def test_release_publishes_concludes_and_records_once(session: Session, stage: Stage) -> None:
    ended = ready(session, stage=stage)
    by = ended.officer.id
    later = NOW + timedelta(hours=1)
    assert service.release(session, ended.challenge, by=by, at=later) == 3
    assert ended.challenge.stage is Stage.CONCLUDED
    assert session.get_one(Summary, ended.challenge.id).published_at == later
    with pytest.raises(service.NotNow, match="can no longer change"):
        service.release(session, ended.challenge, by=by, at=later)
    assert events(session, "outcome.released") == [{"told": 3}]
    assert len(events(session, "challenge.concluded")) == 1


def test_release_does_not_wait_for_the_task_that_closes(session: Session) -> None:
    ended = ready(session, stage=Stage.CLOSED)
    ended.challenge.stage, ended.challenge.closed_at = Stage.OPEN, None
    session.flush()
    service.release(session, ended.challenge, by=ended.officer.id, at=NOW)
    assert ended.challenge.stage is Stage.CONCLUDED
    assert len(events(session, "challenge.closed")) == 1


def test_after_release_nothing_can_be_edited(session: Session) -> None:
    ended = ready(session)
    own, by = feedback_of(session, ended.chosen), ended.officer.id
    service.release(session, ended.challenge, by=by, at=NOW)
    attempts: list[Callable[[], object]] = [
        lambda: service.write(session, own, text=LONG, by=by, at=NOW),
        lambda: service.approve(session, own, by=by, at=NOW),
        lambda: summarise(session, ended, heard="Other."),
        lambda: prepare(session, ended),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal, match="can no longer change"):
            attempt()


def test_nothing_is_seen_outside_before_the_release(session: Session) -> None:
    ended = ready(session)
    assert reads.published(session, ended.challenge.id) is None
    service.release(session, ended.challenge, by=ended.officer.id, at=NOW)
    summary = reads.published(session, ended.challenge.id)
    assert summary is not None
    assert summary.heard == HEARD


def test_nobody_took_part_and_it_can_still_be_concluded(session: Session) -> None:
    ended = an_ended_engagement(session, stage=Stage.CLOSED)
    for each in (ended.chosen, ended.other, ended.silent):
        each.state = interest.State.WITHDRAWN
    session.execute(update(Submission).values(replaced_at=NOW))
    session.flush()
    summarise(session, ended)
    assert service.release(session, ended.challenge, by=ended.officer.id, at=NOW) == 0


def test_sentences_are_added_once() -> None:
    chips = CHIPS[Result.NOT_TAKEN_FORWARD]
    once = with_reasons(LONG, Result.NOT_TAKEN_FORWARD, ["cost", "part", "unknown"])
    assert once == f"{LONG}\n\n{chips['part']} {chips['cost']}"
    assert with_reasons(once, Result.NOT_TAKEN_FORWARD, ["cost"]) == once
    assert with_reasons("", Result.NOT_TAKEN_FORWARD, ["cost"]) == chips["cost"]


@pytest.mark.parametrize("count", [3, 30])
def test_progress_is_three_reads(session: Session, queries: Queries, count: int) -> None:
    ended = an_ended_engagement(session)
    for _ in range(count):
        an_interest(session, ended.challenge)
    prepare(session, ended)
    session.flush()
    with queries() as seen:
        state = reads.progress(session, ended.challenge)
    assert len(seen) == 3
    assert (state.participants, state.prepared, state.waiting) == (count + 3,) * 3


def test_another_engagement_is_not_touched(session: Session) -> None:
    ended, neighbour = ready(session), an_ended_engagement(session)
    assert reads.progress(session, neighbour.challenge).prepared == 0
    an_open_challenge(session)
    service.release(session, ended.challenge, by=ended.officer.id, at=NOW)
    assert neighbour.challenge.stage is Stage.WITH_BOARD
