from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.models import Role
from engage.interest.models import Cadence, Subscription
from engage.kernel.db import Sessions
from engage.kernel.tokens import Signer
from engage.notifications import queries, service
from engage.notifications.models import Language, Message, OptOut, Preference
from engage.notifications.rendering.catalogue import PREFERENCES
from engage.notifications.rendering.topics import Topic
from engage.notifications.service.sending import send_due
from engage.notifications.service.unwanted import MUTED, NO_ALERTS, NO_MAILBOX
from engage.settings import Settings
from engage.suppliers.models import Supplier
from tests.browsing import Browser
from tests.factories import NOW, a_council, a_person, a_subscription, a_supplier, sign_in
from tests.notifications.post import a_message, post_to
from tests.notifications.test_sending import Server, rows

IDA = "ida@ideahouse.example.org"
ALL = [topic.value for topic in Topic]


def choose(sessions: Sessions, *wanted: Topic) -> None:
    with sessions.write() as session:
        service.choose(
            session,
            email="Ida@IdeaHouse.example.org",
            wanted=wanted,
            language=Language.ENGLISH,
            at=NOW,
        )


def kept(sessions: Sessions) -> queries.Chosen:
    with sessions.read() as session:
        return queries.chosen(session, IDA)


def the_link(sessions: Sessions, settings: Settings) -> str:
    with sessions.write() as session:
        a_message(session, template="challenge-published")
        (message,) = session.scalars(select(Message.id))
    return f"/preferences/{Signer(settings.secret_keys).sign(PREFERENCES, str(message))}"


def test_who_chose_nothing_gets_everything_at_once(sessions: Sessions) -> None:
    assert kept(sessions) == queries.Chosen(frozenset(), Cadence.NOW, None)


def test_a_choice_made_by_the_link_in_a_mail(
    sessions: Sessions, client: FlaskClient, settings: Settings
) -> None:
    address = the_link(sessions, settings)
    page = Browser(client).get(address)
    assert IDA in page.words
    assert "fit your profile" not in page.words
    with sessions.write() as session:
        a_supplier(session, email=IDA)
    assert "fit your profile" in client.get(address).text
    sent = {"wanted": ["alerts", "news"], "cadence": "weekly", "language": "cy"}
    answer = client.post(address, data=sent, follow_redirects=True)
    assert "Your choice is saved" in answer.text
    chosen = queries.Chosen(frozenset({"invitations", "reminders"}), Cadence.WEEKLY, Language.WELSH)
    assert kept(sessions) == chosen
    answer = client.post(address, data={**sent, "wanted": ALL, "cadence": "hourly"})
    assert answer.status_code == 422
    assert kept(sessions) == chosen


def test_with_an_account_no_link_is_needed(sessions: Sessions, client: FlaskClient) -> None:
    with sessions.write() as session:
        person = a_person(session, Role.OFFICER, at=a_council(session), email=IDA)
        search = a_subscription(session, email=IDA, q="damp")
        a_supplier(session, email=IDA)
    sign_in(client, sessions, person)
    sent = {
        "wanted": ALL,
        "cadence": "daily",
        "language": "en",
        f"search_{search.id.hex}": "weekly",
    }
    assert client.post("/my/preferences", data=sent).status_code == 303
    assert kept(sessions) == queries.Chosen(frozenset(), Cadence.DAILY, Language.ENGLISH)
    with sessions.read() as session:
        assert session.get_one(Subscription, search.id).cadence is Cadence.WEEKLY
        assert session.scalars(select(Supplier.alerts)).all() == [False], "nobody asked for more"
    assert "Words: damp" in client.get("/my/preferences").text


def test_stopping_everything_and_choosing_anew(
    sessions: Sessions, client: FlaskClient, settings: Settings
) -> None:
    address = the_link(sessions, settings)
    with sessions.write() as session:
        a_supplier(session, email=IDA)
    client.post(address, data={"wanted": ALL, "cadence": "daily", "language": "cy"})
    assert client.post(address + "/stop").status_code == 303
    assert kept(sessions) == queries.Chosen(frozenset(ALL), Cadence.DAILY, Language.WELSH)
    choose(sessions, *Topic)
    assert kept(sessions).muted == frozenset()
    with sessions.read() as session:
        assert len(session.scalars(select(Preference)).all()) == 1
        assert session.scalars(select(OptOut)).all() == []


def test_what_is_muted_does_not_go_out_and_what_is_owed_does(sessions: Sessions) -> None:
    choose(sessions, Topic.REMINDERS)
    with sessions.write() as session:
        for template in ("challenge-published", "engagement-closed", "challenge-extended"):
            a_message(session, template=template)
        a_message(session, template="engagement-closed", recipient="other@example.org")
    server = Server()
    assert send_due(sessions, post_to(server)) == 4
    assert server.recipients == [IDA, "other@example.org"]
    told = {row.template: row.problem for row in rows(sessions) if row.recipient == IDA}
    assert told == {
        "challenge-published": NO_ALERTS,
        "engagement-closed": MUTED,
        "challenge-extended": "",
    }


def test_an_address_that_came_back_gets_only_what_it_asks_for(sessions: Sessions) -> None:
    with sessions.write() as session:
        service.note_bounce(session, email=IDA, at=NOW)
        a_message(session, template="challenge-extended")
        a_message(session, template="challenge-withdrawn")
        a_message(session, template="interest-link")
    server = Server()
    send_due(sessions, post_to(server))
    reasons = {row.template: row.problem for row in rows(sessions)}
    assert reasons.pop("interest-link") != NO_MAILBOX
    assert set(reasons.values()) == {NO_MAILBOX}


def test_a_link_that_was_cut_short(client: FlaskClient) -> None:
    assert client.get("/preferences/made-up").status_code == 410
