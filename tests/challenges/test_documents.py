"""Documents of a challenge: what the officer does with them, and what everybody gets."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engage.accounts.models import Role
from engage.challenges.models import Challenge, ChallengeDocument
from engage.files import service as files
from engage.files.models import File, State
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.store import store_from
from engage.notifications.models import Message
from engage.settings import Settings
from engage.subscriptions import SUBSCRIPTIONS
from tests.badinput.probing import complaints
from tests.buckets import bucket_server
from tests.conftest import Queries
from tests.factories import (
    a_challenge,
    a_document,
    a_file,
    a_person,
    an_interest,
    an_open_challenge,
    sign_in,
    use_link,
)
from tests.files.samples import GOOD, PDF, office
from tests.files.test_settling import Scanner


class Desk:
    """An officer at a challenge, in a council that scans or does not."""

    def __init__(self, app: Flask, sessions: Sessions, *, open: bool = False) -> None:
        self.app, self.sessions = app, sessions
        self.client: FlaskClient = app.test_client()
        self.settings: Settings = app.extensions["settings"]
        with sessions.write() as session:
            make = an_open_challenge if open else a_challenge
            self.challenge: Challenge = make(session)
            officer = a_person(session, Role.OFFICER, at=self.challenge.authority)
        sign_in(self.client, sessions, officer)
        self.public = f"/challenges/{self.challenge.reference}"
        self.root = f"/desk{self.public}/documents"

    @property
    def store(self) -> Any:
        return store_from(self.app.extensions["settings"].store)

    def set(self, **changed: Any) -> None:
        self.app.extensions["settings"] = Settings(**{**self.settings.__dict__, **changed})

    def add(
        self, content: bytes = PDF, name: str = "plan.pdf", title: str = "The plan"
    ) -> TestResponse:
        sent = {"title": title, "file": (BytesIO(content), name)}
        return self.client.post(f"{self.root}/add", data=sent)

    def added(self, **about: Any) -> str:
        """Where a document that was just added is."""
        assert self.add(**about).status_code == 303
        return f"{self.root}/{self.newest().id}"

    def newest(self) -> ChallengeDocument:
        with self.sessions.read() as session:
            wanted = select(ChallengeDocument).order_by(ChallengeDocument.id.desc()).limit(1)
            return session.scalars(wanted).one()

    def titles(self) -> list[str]:
        with self.sessions.read() as session:
            wanted = select(ChallengeDocument.title).where(
                ChallengeDocument.challenge_id == self.challenge.id,
                ChallengeDocument.removed_at.is_(None),
            )
            return list(session.scalars(wanted.order_by(ChallengeDocument.position)))

    def facts(self) -> list[tuple[str, dict[str, Any]]]:
        with self.sessions.read() as session:
            ours = RecordedEvent.challenge_id == self.challenge.id
            wanted = select(RecordedEvent.name, RecordedEvent.payload).where(
                ours, RecordedEvent.name.startswith("document.")
            )
            in_order = wanted.order_by(RecordedEvent.id)
            return [(name, said) for name, said in session.execute(in_order)]

    def settle(self, says: str | Exception = "") -> None:
        files.settle_due(self.sessions, self.store, Scanner(says))
        while outbox.drain(self.sessions, SUBSCRIPTIONS):
            pass


@pytest.fixture
def desk(app: Flask, sessions: Sessions) -> Desk:
    return Desk(app, sessions)


@pytest.fixture
def open_desk(app: Flask, sessions: Sessions) -> Desk:
    return Desk(app, sessions, open=True)


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_can_be_added_and_taken_away(open_desk: Desk, name: str) -> None:
    assert open_desk.add(GOOD[name], name).status_code == 303
    stranger = open_desk.app.test_client()
    answer = stranger.get(f"{open_desk.public}/documents/{open_desk.newest().id}")
    assert answer.status_code == 200 and answer.data == GOOD[name]
    assert answer.headers["Content-Length"] == str(len(GOOD[name]))


def test_how_a_file_leaves(open_desk: Desk) -> None:
    open_desk.add(name="Pläne “neu”.pdf")
    address = f"{open_desk.public}/documents/{open_desk.newest().id}"
    stranger = open_desk.app.test_client()
    answer = stranger.get(address)
    headers = answer.headers
    assert headers["Content-Disposition"] == (
        'attachment; filename="Plane neu.pdf"; '
        "filename*=UTF-8''Pl%C3%A4ne%20%E2%80%9Cneu%E2%80%9D.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Content-Type"] == "application/pdf"
    assert "Set-Cookie" not in headers
    again = stranger.get(address, headers={"If-None-Match": headers["ETag"]})
    assert again.status_code == 304 and again.data == b""
    assert stranger.head(address).data == b""


def test_everybody_finds_it(open_desk: Desk) -> None:
    open_desk.add(title="Plan of the <12> sites")
    stranger = open_desk.app.test_client()
    page = stranger.get(open_desk.public).text
    assert "Plan of the &lt;12&gt; sites (PDF, " in page
    assert f"{open_desk.public}/documents/{open_desk.newest().id}" in page
    with open_desk.sessions.write() as session:
        challenge = session.merge(open_desk.challenge)
        holder = an_interest(session, challenge)
    use_link(stranger, holder)
    assert "Plan of the &lt;12&gt; sites" in stranger.get(f"/my{open_desk.public}").text


def test_a_draft_shows_nobody_its_documents(desk: Desk) -> None:
    desk.add()
    newest = desk.newest().id
    assert desk.client.get(f"{desk.root}/{newest}/file").data == PDF
    assert desk.app.test_client().get(f"{desk.public}/documents/{newest}").status_code == 404


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no file": ({"title": "The plan"}, "Choose a file"),
    "no title": ({"file": (PDF, "x.pdf")}, "Enter the title"),
    "empty": ({"title": "The plan", "file": (b"", "x.pdf")}, "The file is empty"),
    "wrong ending": ({"title": "The plan", "file": (PDF, "x.exe")}, "must be one of these kinds"),
    "something else": ({"title": "The plan", "file": (b"MZ", "x.pdf")}, "holds something else"),
    "macros": (
        {"title": "The plan", "file": (office(word__vbaProject_bin=b"x"), "x.docx")},
        "has macros",
    ),
    "a hidden ending": ({"title": "The plan", "file": (PDF, "x\u202efdp.exe")}, "these kinds"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_will_not_do_gets_a_sentence(desk: Desk, what: str) -> None:
    desk.set(largest_file=1)
    sent, sentence = WRONG[what]
    if "file" in sent:
        content, name = sent["file"]
        sent = sent | {"file": (BytesIO(content), name)}
    answer = desk.client.post(f"{desk.root}/add", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not list(complaints(answer))
    if "title" in sent:
        assert 'value="The plan"' in answer.text
    assert desk.titles() == []


def test_a_file_that_is_too_large_gets_a_sentence(desk: Desk) -> None:
    desk.set(largest_file=1)
    parts = (
        '--zq\r\nContent-Disposition: form-data; name="title"\r\n\r\nThe plan\r\n'
        '--zq\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\n'
        f"{'x' * 1_100_000}\r\n--zq--"
    )
    answer = desk.client.post(
        f"{desk.root}/add",
        data=parts.encode(),
        content_type="multipart/form-data; boundary=zq",
    )
    assert answer.status_code == 422 and "must be smaller than 1 MB" in answer.text
    assert 'value="The plan"' in answer.text


def test_a_store_that_is_full_gets_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError("no space left")

    monkeypatch.setattr("engage.kernel.store.FolderStore.put", refuse)
    answer = desk.add()
    assert answer.status_code == 422 and "Try again in a minute" in answer.text
    assert desk.titles() == []


def test_nobody_gets_what_is_not_scanned(open_desk: Desk) -> None:
    open_desk.set(clamd="127.0.0.1:1")
    open_desk.add()
    newest = open_desk.newest().id
    public = f"{open_desk.public}/documents/{newest}"
    missing = f"{open_desk.public}/documents/{open_desk.challenge.id}"
    stranger = open_desk.app.test_client()
    assert "Waiting for the virus scan" in open_desk.client.get(open_desk.root).text
    assert "The plan" not in stranger.get(open_desk.public).text
    seen = [stranger.get(address) for address in (public, missing)]
    assert [answer.status_code for answer in seen] == [404, 404]
    assert len(seen[0].data) == len(seen[1].data)
    assert open_desk.client.get(f"{open_desk.root}/{newest}/file").status_code == 404
    open_desk.settle()
    assert stranger.get(public).data == PDF
    assert open_desk.facts()[-1] == ("document.cleared", {"kind": "PDF"})


def test_the_officer_hears_of_what_was_infected(open_desk: Desk) -> None:
    open_desk.set(clamd="127.0.0.1:1")
    address = open_desk.added()
    open_desk.settle("Eicar-Test")
    page = open_desk.client.get(open_desk.root).text
    assert "The virus scanner found Eicar-Test in it, so it was deleted." in page
    with open_desk.sessions.read() as session:
        assert session.scalars(select(Message.template)).all() == ["document-refused"]
    assert open_desk.client.get(f"{address}/file").status_code == 404
    assert "Why do you remove it" not in open_desk.client.get(f"{address}/remove").text
    assert open_desk.client.post(f"{address}/remove").status_code == 303
    open_desk.settle()
    with open_desk.sessions.read() as session:
        assert session.scalars(select(File)).all() == []


def test_the_operator_sees_what_waits(open_desk: Desk) -> None:
    open_desk.set(clamd="127.0.0.1:1")
    open_desk.add()
    files.settle_due(open_desk.sessions, open_desk.store, None)
    with open_desk.sessions.write() as session:
        operator = a_person(session, is_operator=True)
    client = open_desk.app.test_client()
    sign_in(client, open_desk.sessions, operator)
    page = client.get("/operator").text
    assert "Documents waiting for the virus scan" in page
    assert "This worker knows no virus scanner" in page or "Start a worker" in page


def test_titles_and_order_can_be_changed(desk: Desk) -> None:
    for title in ("One", "Two", "Three"):
        address = desk.added(title=title)
    desk.client.post(f"{address}/move", data={"direction": "up"})
    assert desk.titles() == ["One", "Three", "Two"]
    desk.client.post(f"{address}/move", data={"direction": "up"})
    desk.client.post(f"{address}/move", data={"direction": "up"})
    assert desk.titles() == ["Three", "One", "Two"]
    desk.client.post(f"{address}/move", data={"direction": "down"})
    page = desk.client.get(address).text
    version = page.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    sent = {"title": "Third", "version": version}
    assert desk.client.post(address, data=sent).status_code == 303
    assert desk.titles() == ["One", "Third", "Two"]
    assert desk.client.post(address, data=sent | {"title": "Other"}).status_code == 409
    assert [name for name, _ in desk.facts()[3:]] == ["document.moved"] * 3 + ["document.renamed"]


def test_a_draft_forgets_what_is_removed(desk: Desk) -> None:
    address = desk.added()
    assert desk.client.post(f"{address}/remove").status_code == 303
    assert desk.client.post(f"{address}/remove").status_code == 404
    desk.settle()
    with desk.sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(File)) == 0
    assert desk.facts()[-1] == ("document.removed", {"kind": "PDF", "was_public": False})


def test_what_was_public_is_removed_with_a_reason(open_desk: Desk) -> None:
    address = open_desk.added()
    public = f"{open_desk.public}/documents/{open_desk.newest().id}"
    answer = open_desk.client.post(f"{address}/remove", data={"because": " "})
    assert answer.status_code == 422 and "Enter the reason" in answer.text
    sent = {"because": "It named a tenant."}
    assert open_desk.client.post(f"{address}/remove", data=sent).status_code == 303
    open_desk.settle()
    stranger = open_desk.app.test_client()
    assert stranger.get(public).status_code == 404
    page = stranger.get(open_desk.public).text
    assert "<s>The plan</s>" in page and "It named a tenant." in page
    assert "It named a tenant." in open_desk.client.get(open_desk.root).text
    assert not [path for path in open_desk.store.root.rglob("*") if path.is_file()]
    assert open_desk.facts() == [
        ("document.added", {"kind": "PDF", "after_publishing": True}),
        ("document.removed", {"kind": "PDF", "was_public": True}),
    ]


def test_a_withdrawn_challenge_keeps_its_documents(open_desk: Desk) -> None:
    address = open_desk.added()
    open_desk.client.post(f"/desk{open_desk.public}/withdraw", data={"because": "No money."})
    assert "its documents stay as they are" in open_desk.client.get(open_desk.root).text
    assert open_desk.add().status_code == 409
    sent = {"because": "x"}
    assert open_desk.client.post(f"{address}/remove", data=sent).status_code == 422
    assert open_desk.titles() == ["The plan"]


def test_a_deleted_draft_takes_its_documents_along(desk: Desk) -> None:
    desk.add()
    assert desk.client.post(f"/desk{desk.public}/discard").status_code == 303
    desk.settle()
    desk.settle()
    with desk.sessions.read() as session:
        assert session.scalars(select(File)).all() == []
    assert not [path for path in desk.store.root.rglob("*") if path.is_file()]


def test_there_are_not_too_many(desk: Desk) -> None:
    with desk.sessions.write() as session:
        challenge = session.merge(desk.challenge)
        for _ in range(30):
            a_document(session, challenge)
    answer = desk.add()
    assert answer.status_code == 422 and "30 documents at the most" in answer.text


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_list_asks_the_same_of_the_database_for_3_and_30(
    open_desk: Desk, queries: Queries
) -> None:
    counts = []
    for number in (3, 27):
        with open_desk.sessions.write() as session:
            challenge = session.merge(open_desk.challenge)
            for _ in range(number):
                a_document(session, challenge, file=a_file(session))
        for address in (open_desk.root, open_desk.public):
            with queries() as seen:
                assert open_desk.client.get(address).status_code == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_from_a_bucket_it_is_the_same(open_desk: Desk) -> None:
    with bucket_server() as url:
        open_desk.set(store_url=url)
        content = office(word__media__image1_png=bytes(range(256)) * 20_000)
        open_desk.add(content, "report.docx")
        address = f"{open_desk.public}/documents/{open_desk.newest().id}"
        assert open_desk.app.test_client().get(address).data == content
        with open_desk.sessions.read() as session:
            assert session.scalars(select(File.state)).all() == [State.CLEAN]
    answer = open_desk.app.test_client().get(address)
    assert answer.status_code == 503, "the bucket does not answer"
