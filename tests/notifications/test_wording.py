from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.mailbox import StoredMail, read_folder
from engage.kernel.paging import Page
from engage.notifications import service
from engage.notifications.models import Language, Wording
from engage.notifications.rendering.batch import preview
from engage.notifications.rendering.catalogue import CATALOGUE
from engage.notifications.rendering.topics import Topic
from engage.notifications.rendering.wording import EDITABLE, faults, fill, slots
from engage.notifications.service import wording
from engage.notifications.service.sending import send_due
from engage.suppliers.models import Supplier
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_person,
    a_supplier,
    an_open_challenge,
    sign_in,
)
from tests.notifications.post import a_message, messages, post_to
from tests.notifications.test_sending import Server

EXTENDED = "challenge-extended"


def write(sessions: Sessions, council: Authority, **words: Any) -> None:
    with sessions.write() as session:
        given = {"subject": "", "body": "", "added": "", "language": Language.ENGLISH, **words}
        template = given.pop("template", EXTENDED)
        whose = {"council_id": council.id, "template": template}
        wording.write(session, **whose, **given, by=None, at=NOW)


def a_world(sessions: Sessions, *recipients: str, title: str = "Damp homes") -> Authority:
    """A council with one challenge, which has an extension to tell these people of."""
    with sessions.write() as session:
        council = a_council(session, name="Marlbury Council")
        challenge = a_challenge(session, council, title=title)
        for recipient in recipients or ("ida@example.org",):
            a_message(
                session,
                recipient=recipient,
                template=EXTENDED,
                subject_id=challenge.id,
                challenge_id=challenge.id,
                authority_id=council.id,
            )
        return council


def sent(sessions: Sessions, folder: Path) -> dict[str, StoredMail]:
    send_due(sessions, post_to(folder))
    return {mail.to: mail for mail in read_folder(folder, Page(1))}


def test_a_paragraph_of_the_council_stands_below_the_shipped_words(
    sessions: Sessions, tmp_path: Path
) -> None:
    council = a_world(sessions)
    write(sessions, council, added="Questions about {{ challenge title }}?\n\nAsk {{council}}.")
    (mail,) = sent(sessions, tmp_path).values()
    assert mail.subject == "Marlbury Council: more time for Damp homes"
    assert "Questions about Damp homes?\n\nAsk Marlbury Council." in mail.text
    assert mail.html
    for words in (mail.text, mail.html):
        shipped, added = words.find("Damp homes"), words.find("Questions about")
        assert 0 <= shipped < added < words.find("https://engage.example.org/")


def test_a_text_of_the_council_takes_the_place_of_the_shipped_one(
    sessions: Sessions, tmp_path: Path
) -> None:
    council = a_world(sessions)
    write(sessions, council, subject="{{ reference }}: longer", body="It ends later.\n\nGood luck.")
    (mail,) = sent(sessions, tmp_path).values()
    assert mail.subject.endswith(": longer")
    assert not mail.subject.startswith(":")
    assert "It ends later.\n\nGood luck." in mail.text
    assert "more time" not in mail.text
    assert "https://engage.example.org/" in mail.text
    assert "You get this because" in mail.text


def test_nothing_typed_is_linked_or_formatted_or_run(sessions: Sessions, tmp_path: Path) -> None:
    title = "<b>Bins</b> {{ council }} https://evil.example {{ 7 * 7 }}"
    council = a_world(sessions, title=title)
    write(sessions, council, added="About {{ challenge title }} <i>{% raw %} *now*")
    (mail,) = sent(sessions, tmp_path).values()
    assert mail.html
    assert "<b>Bins" not in mail.html
    assert "<i>" not in mail.html
    assert 'href="https://evil' not in mail.html
    assert "&lt;b&gt;Bins&lt;/b&gt; {{ council }}" in mail.html
    assert "{{ 7 * 7 }}" in mail.html
    assert "{% raw %} *now*" in " ".join(mail.text.split())


def test_an_unknown_slot_is_refused_with_a_sentence(sessions: Sessions) -> None:
    council = a_world(sessions)
    with pytest.raises(wording.NoSuchSlot, match="{{ password }}"):
        write(sessions, council, body="Hello {{ password }}")
    with pytest.raises(wording.NothingWritten):
        write(sessions, council)
    with pytest.raises(wording.NotEditable):
        write(sessions, council, template="password-reset", body="Hello")
    assert list(faults(EXTENDED, "{{ council }} and {{council}}")) == []
    assert len(list(faults(EXTENDED, "{{ workshop title }}"))) == 1
    assert list(faults("workshop-changed", "{{ workshop title }}")) == []
    for broken in ("{{ council", "council }}", "{{ {{ council }} }}"):
        assert "two braces" in list(faults(EXTENDED, broken))[-1]


@pytest.mark.parametrize("template", EDITABLE)
def test_every_message_that_goes_outside_has_slots(template: str) -> None:
    empty: dict[str, Any] = {}
    assert len(slots(template)) >= 4
    assert fill(template, "".join(f"{{{{ {name} }}}}" for name in slots(template)), empty) == ""


def choose(sessions: Sessions, email: str, language: Language) -> None:
    with sessions.write() as session:
        service.choose(
            session,
            email=email,
            wanted=list(Topic),
            language=language,
            at=NOW,
        )


def test_welsh_goes_to_those_who_want_it(sessions: Sessions, tmp_path: Path) -> None:
    to = ("en@example.org", "cy@example.org", "cwmni@example.org", "both@example.org")
    council = a_world(sessions, *to)
    welsh = {"subject": "Mwy o amser", "body": "Mwy o amser: {{ challenge title }}"}
    write(sessions, council, **welsh, added="Diolch", language=Language.WELSH)
    choose(sessions, "cy@example.org", Language.WELSH)
    choose(sessions, "en@example.org", Language.ENGLISH)
    with sessions.write() as session:
        supplier = a_supplier(session, email="cwmni@example.org")
        about = update(Supplier).where(Supplier.id == supplier.id)
        session.execute(about.values(languages="English, Cymraeg"))
    told = sent(sessions, tmp_path)
    for address in ("cy@example.org", "cwmni@example.org"):
        assert "Mwy o amser: Damp homes" in told[address].text
        assert '<html lang="cy">' in str(told[address].html)
    english = told["en@example.org"]
    assert "Mwy o amser" not in english.text + english.subject
    assert '<html lang="en">' in str(english.html)
    both = told["both@example.org"]
    assert both.subject == f"Mwy o amser / {english.subject}"
    assert english.text in both.text
    with sessions.read() as session:
        row = messages(session)[0]
        assert "Diolch" in preview(session, EXTENDED, row.subject_id)[1], "what a record keeps"
    assert both.text.index("Mwy o amser") < both.text.index("Diolch") < both.text.index("more time")
    assert '<div lang="cy"' in str(both.html)


def test_who_chose_english_gets_it_whatever_the_organisation_says(
    sessions: Sessions, tmp_path: Path
) -> None:
    council = a_world(sessions, "ida@example.org")
    write(sessions, council, added="Diolch", language=Language.WELSH)
    choose(sessions, "ida@example.org", Language.ENGLISH)
    with sessions.write() as session:
        supplier = a_supplier(session, email="ida@example.org")
        about = update(Supplier).where(Supplier.id == supplier.id)
        session.execute(about.values(languages="Cymraeg"))
    (mail,) = sent(sessions, tmp_path).values()
    assert "Diolch" not in mail.text


def test_words_are_looked_up_once_a_batch(sessions: Sessions, queries: Queries) -> None:
    counted = []
    for number in (3, 30):
        council = a_world(sessions, *(f"p{each:02}@example.org" for each in range(number)))
        write(sessions, council, added="Diolch", language=Language.WELSH)
        with queries() as seen:
            assert send_due(sessions, post_to(Server())) == number
        reading = [each for each in seen if each.startswith("SELECT")]
        counted.append(len(reading))
    assert counted[0] == counted[1]


def an_admin(sessions: Sessions, client: FlaskClient) -> Authority:
    with sessions.write() as session:
        council = a_council(session)
        an_open_challenge(session, council, title="Damp homes")
        person = a_person(session, Role.COUNCIL_ADMIN, at=council)
    sign_in(client, sessions, person)
    return council


def test_the_council_sees_all_messages_on_one_page(sessions: Sessions, client: FlaskClient) -> None:
    council = an_admin(sessions, client)
    write(sessions, council, added="Diolch", language=Language.WELSH)
    page = Browser(client).get(f"/council/{council.slug}/messages")
    for words in ("Challenge extended", "People who take part", "When the end moves", "Welsh"):
        assert words in page.words
    assert page.text.count("<tr") == len(CATALOGUE) + 1


def test_writing_previewing_and_restoring(sessions: Sessions, client: FlaskClient) -> None:
    council = an_admin(sessions, client)
    address = f"/council/{council.slug}/messages/{EXTENDED}"
    typed = {"subject": "", "body": "Longer: {{ challenge title }}", "added": ""}
    answer = client.post(address, data={**typed, "do": "preview"})
    assert "Longer: Damp homes" in answer.text
    assert "Nothing is saved yet" in answer.text
    with sessions.read() as session:
        assert session.scalars(select(Wording)).all() == []
    assert client.post(address, data=typed).status_code == 303
    assert "Longer: {{ challenge title }}" in client.get(address).text
    assert "Longer" not in client.get(address + "?language=cy").text
    answer = client.post(address, data={**typed, "body": "Hello {{ secret }}"})
    assert answer.status_code == 422
    assert "“{{ secret }}” cannot be filled in" in answer.text
    assert "Hello {{ secret }}" in answer.text
    for _ in range(2):
        assert client.post(address + "/restore").status_code == 303
    with sessions.read() as session:
        assert session.scalars(select(Wording)).all() == []
        names = session.scalars(
            select(RecordedEvent.name)
            .where(RecordedEvent.name.startswith("wording."))
            .order_by(RecordedEvent.id)
        ).all()
    assert names == ["wording.changed", "wording.restored"]


def test_words_that_may_not_change_have_no_page(sessions: Sessions, client: FlaskClient) -> None:
    council = an_admin(sessions, client)
    for name in ("password-reset", "no-such-message", "question-asked"):
        assert client.get(f"/council/{council.slug}/messages/{name}").status_code == 404
    address = f"/council/{council.slug}/messages/{EXTENDED}?language=fr"
    assert client.get(address).status_code == 404


def test_another_council_s_words_stay_its_own(
    sessions: Sessions, client: FlaskClient, tmp_path: Path
) -> None:
    other = an_admin(sessions, client)
    a_world(sessions)
    write(sessions, other, body="Ours alone")
    (mail,) = sent(sessions, tmp_path).values()
    assert "Ours alone" not in mail.text
    with sessions.write() as session:
        stranger = a_council(session)
    address = f"/council/{stranger.slug}/messages/{EXTENDED}"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"body": "x"}).status_code == 404
