from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.models import Person, Role
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.questions import queries
from engage.questions.models import Question, State
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_council,
    a_person,
    a_question,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
    use_link,
)
from tests.services import Clock

NASTY = {
    "empty": "",
    "spaces": " \t\n ",
    "null": "How\x00many?",
    "html": "<script>alert(1)</script>",
    "emoji": "🏠" * 3000,
    "right to left": "\u202e?ynam woH",
    "long": "x" * 1_000_000,
    "lines": "How many?\r\n\r\nBcc: all@example.org",
}
DAYS = {
    **{"last_day-day": "12", "last_day-month": "3", "last_day-year": "2026"},
    **{"answers_by-day": "16", "answers_by-month": "3", "answers_by-year": "2026"},
}


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session)


@pytest.fixture
def challenge(sessions: Sessions, council: Authority) -> Challenge:
    with sessions.write() as session:
        return an_open_challenge(session, council)


@pytest.fixture
def asker(sessions: Sessions, challenge: Challenge) -> Interest:
    with sessions.write() as session:
        return an_interest(
            session,
            challenge,
            organisation="Dampwatch Ltd",
            name="Zebedee Quill",
            email="zq@dampwatch.example.org",
        )


@pytest.fixture
def officer(sessions: Sessions, council: Authority) -> Person:
    with sessions.write() as session:
        return an_officer(session, council)


def questions_in(sessions: Sessions) -> list[Question]:
    with sessions.read() as session:
        return list(session.scalars(select(Question).order_by(Question.id)))


def asked(sessions: Sessions, asker: Interest, **about: Any) -> Question:
    with sessions.write() as session:
        return a_question(session, asker, **about)


def asking(challenge: Challenge) -> str:
    return f"/my/challenges/{challenge.reference}/questions/ask"


def inbox(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/questions"


def test_from_question_to_answer_without_retyping(
    client: FlaskClient,
    sessions: Sessions,
    challenge: Challenge,
    asker: Interest,
    officer: Person,
) -> None:
    supplier, desk = Browser(client), Browser(client.application.test_client())
    use_link(client, asker)
    supplier.submit(asking(challenge), {"text": "Dampwatch asks: how many homes?"})
    assert "Dampwatch asks" in supplier.follow().words
    sign_in(desk._ask, sessions, officer)  # type: ignore[arg-type]
    (question,) = questions_in(sessions)
    path = f"{inbox(challenge)}/{question.id}"
    assert path in desk.get(inbox(challenge)).links()
    shown = desk.get(path).words
    assert "These words may show who asked: “Dampwatch”" in shown
    assert "This tells 1 supplier by e-mail" in shown
    desk.submit(path, {"answer": "4,000 homes."}, status=422)
    assert desk.seen and "Take out the words that may show who asked" in desk.seen.words
    assert questions_in(sessions)[0].state is State.ASKED
    desk.submit(path, {"answer": "4,000 homes.", "all_the_same": "yes"})
    assert "Published as question 1" in desk.follow().words
    (question,) = questions_in(sessions)
    assert question.public_text == "Dampwatch asks: how many homes?"
    assert "4,000 homes." in supplier.get(asking(challenge)).words


def test_one_answer_for_several_and_a_last_day_to_ask(
    client: FlaskClient,
    sessions: Sessions,
    challenge: Challenge,
    asker: Interest,
    officer: Person,
    clock: Clock,
) -> None:
    first = asked(sessions, asker, text="How many homes has <Dampwatch> to reach?")
    other = asked(sessions, asker, text="And how many flats?")
    sign_in(client, sessions, officer)
    desk, path = Browser(client), f"{inbox(challenge)}/{first.id}"
    shown = client.get(path).text
    assert "&lt;<mark>Dampwatch</mark>&gt;" in shown and "And how many flats?" in shown
    words = {"public_text": "How many homes and flats?", "answer": "4,000"}
    desk.submit(path, words | {"also": str(other.id)})
    assert {each.number for each in questions_in(sessions)} == {1, None}
    assert "as question 1" in desk.get(f"{inbox(challenge)}/{other.id}").words
    desk.submit(f"{inbox(challenge)}/dates", DAYS)
    assert "Suppliers can ask until the end of Thursday 12 March 2026" in desk.follow().words
    assert "The council answers by" in client.get(f"/challenges/{challenge.reference}").text
    use_link(client, asker)
    clock.set(datetime(2026, 3, 13, tzinfo=UTC))
    assert "The time to ask questions ended" in client.get(asking(challenge)).text
    assert client.post(asking(challenge), data={"text": "Late?"}).status_code == 422


@pytest.mark.parametrize("field", ["public_text", "answer"])
def test_words_that_show_who_asked_are_not_published_by_one_press(
    client: FlaskClient,
    sessions: Sessions,
    challenge: Challenge,
    asker: Interest,
    officer: Person,
    field: str,
) -> None:
    question = asked(sessions, asker, text="How many homes?")
    sign_in(client, sessions, officer)
    path = f"{inbox(challenge)}/{question.id}"
    assert "all the same" not in client.get(path).text
    typed = {"public_text": "How many?", "answer": "4,000"}
    refused = client.post(path, data=typed | {field: "As Dampwatch says, many"})
    assert refused.status_code == 422
    assert "“Dampwatch”" in refused.text and "all the same" in refused.text
    assert client.post(path, data=typed).status_code == 303


def test_another_supplier_learns_nothing_of_the_asker(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest
) -> None:
    with sessions.write() as session:
        other = an_interest(session, challenge)
        question = a_question(
            session,
            asker,
            text="Dampwatch private wording?",
            asked_at=NOW - timedelta(days=3, minutes=17),
            state=State.ANSWERED,
            number=1,
            public_text="How many homes?",
            answer="4,000",
            answered_at=NOW.replace(minute=13, second=37),
        )
        a_question(session, asker, text="Waiting Dampwatch question?")
        a_question(session, asker, text="Odd?", state=State.DECLINED, answer="Private reason")
    use_link(client, other)
    answer = client.get(asking(challenge))
    everything = answer.text + str(answer.headers)
    assert "How many homes?" in everything and "2 March 2026" in everything
    secrets = [
        "Dampwatch", "dampwatch", "Zebedee", "Quill", "zq@", "Private reason", "Waiting",
        str(asker.id), asker.id.hex, str(question.id), question.id.hex, "9:13", "09:13",
        "13:37", "27 February", "2026-02-27",
    ]  # fmt: skip
    assert [secret for secret in secrets if secret in everything] == []


def test_the_same_form_three_times_is_one_question(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest
) -> None:
    use_link(client, asker)
    for _ in range(3):
        assert client.post(asking(challenge), data={"text": "How many?"}).status_code == 303
    assert len(questions_in(sessions)) == 1


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_bad_questions_are_answered_in_a_sentence(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest, value: str
) -> None:
    use_link(client, asker)
    answer = client.post(asking(challenge), data={"text": value})
    if answer.status_code == 303:
        (question,) = questions_in(sessions)
        assert not set("\x00\r\u202e") & set(question.text)
        assert "<script>alert" not in client.get(asking(challenge)).text
        return
    assert answer.status_code in (413, 422)
    assert "There is a problem" in answer.text or answer.status_code == 413
    assert questions_in(sessions) == []


def test_after_the_end_one_reads_and_does_not_ask(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest, clock: Clock
) -> None:
    asked(sessions, asker, text="My early question?")
    use_link(client, asker)
    clock.advance(days=21)
    shown = client.get(asking(challenge))
    assert shown.status_code == 200 and "My early question?" in shown.text
    assert "<textarea" not in shown.text
    late = client.post(asking(challenge), data={"text": "Too late?"})
    assert late.status_code == 422 and "no longer ask" in late.text
    assert len(questions_in(sessions)) == 1


def test_a_link_of_another_challenge_opens_nothing(
    client: FlaskClient, sessions: Sessions, challenge: Challenge
) -> None:
    with sessions.write() as session:
        other = an_interest(session, an_open_challenge(session))
    assert "/my/lost-link" in client.get(asking(challenge)).headers["Location"]
    use_link(client, other)
    assert client.get(asking(challenge)).status_code == 404
    assert client.post(asking(challenge), data={"text": "Hello?"}).status_code == 404


def test_the_second_officer_sees_both_versions(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest, officer: Person
) -> None:
    question = asked(sessions, asker)
    sign_in(client, sessions, officer)
    path = f"{inbox(challenge)}/{question.id}"
    first = {"public_text": "How many meters?", "answer": "None of them."}
    assert client.post(path, data=first).status_code == 303
    assert client.post(path, data=first).status_code == 303  # pressed twice
    second = client.post(path, data={"public_text": "Mine?", "answer": "Half of them."})
    assert second.status_code == 409
    for words in ("None of them.", "Half of them.", "Mine?", "was not published"):
        assert words in second.text
    late = client.post(path + "/decline", data={"reason": "My reason"})
    assert late.status_code == 409 and "My reason" in late.text
    with sessions.read() as session:
        names = list(session.scalars(select(RecordedEvent.name)))
    assert names == ["question.answered"]


def test_declining_tells_only_the_asker(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest, officer: Person
) -> None:
    question = asked(sessions, asker)
    sign_in(client, sessions, officer)
    path = f"{inbox(challenge)}/{question.id}/decline"
    assert client.post(path, data={}).status_code == 422
    for _ in range(2):
        assert client.post(path, data={"reason": "It shows a price."}).status_code == 303
    assert questions_in(sessions)[0].state is State.DECLINED
    assert "It shows a price." in client.get(f"{inbox(challenge)}/{question.id}").text
    visitor = client.application.test_client()
    use_link(visitor, asker)
    assert "It shows a price." in visitor.get(asking(challenge)).text


def test_a_few_words_before_the_answer_stay_between_the_two(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest, officer: Person
) -> None:
    question, visitor = asked(sessions, asker), client.application.test_client()
    sign_in(client, sessions, officer)
    use_link(visitor, asker)
    path, page = f"{inbox(challenge)}/{question.id}", asking(challenge)
    reply = {"about": str(question.id), "reply": "Only the new ones."}
    assert visitor.post(page, data=reply).status_code == 422
    back = {"what": "back", "reason": "Which meters do you mean?"}
    assert client.post(f"{path}/decline", data=back).status_code == 303
    again = client.post(f"{path}/decline", data=back | {"reason": "And now?"})
    assert "has not replied yet" in again.text
    assert "Which meters do you mean?" in visitor.get(page).text
    assert visitor.post(page, data=reply | {"about": "no identifier"}).status_code == 422
    assert [visitor.post(page, data=reply).status_code for _ in range(2)] == [303, 303]
    assert "Only the new ones." in client.get(path).text
    assert client.post(path, data={"public_text": "How many?", "answer": "5"}).status_code == 303
    public = client.get(f"/challenges/{challenge.reference}").text
    assert "How many?" in public and "new ones" not in public and "Which meters" not in public
    with sessions.read() as session:
        names = list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))
    assert names == ["question.asked_back", "question.replied", "question.answered"]


def test_a_withdrawn_challenge_asks_for_no_answer(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest, officer: Person
) -> None:
    question = asked(sessions, asker)
    with sessions.write() as session:
        session.get_one(Challenge, challenge.id).stage = Stage.WITHDRAWN
    sign_in(client, sessions, officer)
    path = f"{inbox(challenge)}/{question.id}"
    for page in (path, f"{path}/decline"):
        shown = client.get(page).text
        assert "it needs no answer" in shown and "<textarea" not in shown
    assert "its questions need no answer" in client.get(inbox(challenge)).text
    late = client.post(path, data={"public_text": "How many?", "answer": "4,000"})
    assert late.status_code == 422 and "was withdrawn" in late.text


@pytest.mark.parametrize("field", ["public_text", "answer"])
@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_bad_answers_are_kept_and_explained(
    client: FlaskClient,
    sessions: Sessions,
    challenge: Challenge,
    asker: Interest,
    officer: Person,
    field: str,
    value: str,
) -> None:
    question = asked(sessions, asker)
    sign_in(client, sessions, officer)
    typed = {"public_text": "How many?", "answer": "4,000 homes"} | {field: value}
    answer = client.post(f"{inbox(challenge)}/{question.id}", data=typed)
    assert answer.status_code in (303, 413, 422)
    if answer.status_code == 422:
        assert "There is a problem" in answer.text
        assert ("4,000 homes" if field == "public_text" else "How many?") in answer.text
        assert questions_in(sessions)[0].state is State.ASKED


def test_auditors_read_and_neighbours_find_nothing(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, council: Authority,
    asker: Interest,
) -> None:  # fmt: skip
    question = asked(sessions, asker)
    path = f"{inbox(challenge)}/{question.id}"
    with sessions.write() as session:
        auditor = a_person(session, Role.AUDITOR, at=council)
        neighbour = an_officer(session, a_council(session))
        elsewhere = an_open_challenge(session, council)
    sign_in(client, sessions, auditor)
    assert client.get(path).status_code == client.get(inbox(challenge)).status_code == 200
    assert client.post(path, data={}).status_code == 403
    assert client.get(path + "/decline").status_code == 403
    assert client.get(f"{inbox(elsewhere)}/{question.id}").status_code == 404
    sign_in(client, sessions, neighbour)
    missing = f"{inbox(challenge)}/00000000-0000-7000-8000-000000000000"
    for address in (path, path + "/decline", missing, inbox(challenge)):
        assert client.get(address).status_code == 404


def test_the_inbox_has_the_longest_waiting_first_and_costs_the_same(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest,
    officer: Person, queries: Queries,
) -> None:  # fmt: skip
    sign_in(client, sessions, officer)
    assert "No questions yet" in client.get(inbox(challenge)).text
    costs = []
    for more in (3, 27):
        with sessions.write() as session:
            for number in range(more):
                a_question(session, asker, asked_at=NOW - timedelta(days=number))
        with queries() as seen:
            client.get(inbox(challenge))
        costs.append(len(seen))
    assert len(set(costs)) == 1 and costs[0] <= 6, costs
    asked(sessions, asker, text="The oldest?", asked_at=NOW - timedelta(days=99))
    done = {"state": State.ANSWERED, "number": 1, "answered_at": NOW}
    asked(sessions, asker, text="Done before?", asked_at=NOW - timedelta(days=200), **done)
    text = client.get(inbox(challenge)).text
    assert text.index("The oldest?") < text.index("How many homes") < text.index("Done before?")
    assert "99 days" in text and "31 questions wait" in text


def test_the_askers_page_costs_the_same(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest,
    queries: Queries,
) -> None:  # fmt: skip
    use_link(client, asker)
    costs: list[int] = []
    for more in (3, 27):
        with sessions.write() as session:
            first = len(costs) * 100
            for number in range(first + 1, first + more + 1):
                done = {"state": State.ANSWERED, "number": number, "answered_at": NOW}
                a_question(session, asker, public_text="How many?", answer="Few", **done)
        with queries() as seen:
            client.get(asking(challenge))
        costs.append(len(seen))
    assert len(set(costs)) == 1 and costs[0] <= 4, costs


def test_the_public_page_leads_on_to_later_answers(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 1)
    with sessions.write() as session:
        for number in (1, 2):
            answered = {"state": State.ANSWERED, "number": number, "answered_at": NOW}
            text = {"public_text": f"How many in ward {number}?", "answer": "Ten."}
            holder = an_interest(session, session.get_one(Challenge, challenge.id))
            a_question(session, holder, **answered, **text)
    browser, path = Browser(client), f"/challenges/{challenge.reference}"
    first, second = browser.get(path), browser.get(f"{path}?after=1")
    assert "ward 1?" in first.words and "ward 2?" not in first.words
    assert "?after=1#questions" in first.text
    assert "ward 2?" in second.words and "Back to question 1" in second.words
    for odd in ("-1", "x", "9" * 40, "١x"):
        browser.get(f"{path}?after={odd}", status=404)


def test_a_part_stays_confidential_or_the_asker_chooses(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, asker: Interest, officer: Person
) -> None:
    supplier, desk = Browser(client), Browser(client.application.test_client())
    use_link(client, asker)
    supplier.submit(asking(challenge), {"text": "May we test?", "confidential": "With lasers."})
    (question,) = questions_in(sessions)
    path = f"{inbox(challenge)}/{question.id}"
    sign_in(desk._ask, sessions, officer)  # type: ignore[arg-type]
    assert f"{path}/decline" in desk.get(path).links()
    assert "public_text" not in desk.get(path).words
    desk.submit(f"{path}/decline", {"what": "open", "reason": ""}, status=422)
    desk.submit(f"{path}/decline", {"what": "open", "reason": "All use lasers."})
    assert "So the supplier chooses" in desk.get(path).words
    room = supplier.get(f"/my/challenges/{challenge.reference}")
    assert any(f"#choose-{question.id}" in each for each in room.links())
    assert "All use lasers." in supplier.get(asking(challenge)).words
    choice = {"over": str(question.id)}
    assert client.post(asking(challenge), data=choice).status_code == 422
    chosen = client.post(asking(challenge), data=choice | {"publish": "yes"})
    assert chosen.status_code == 303
    desk.submit(path, {"answer": "Yes."})
    kept = desk.get(path).words
    assert f"by {officer.name}" in kept and "Agreed by the supplier" in kept
    public = supplier.get(f"/challenges/{challenge.reference}").words
    assert "May we test?" in public and "With lasers." in public and "All use" not in public
