"""A document that was public, and in which a later virus scan finds something."""

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Person, Role
from engage.files import service as files
from engage.interest.models import State
from engage.kernel.db import Sessions
from engage.notifications.models import Message
from tests.challenges.test_documents import Desk
from tests.factories import NOW, a_person, an_interest, sign_in
from tests.files.samples import PDF
from tests.files.test_settling import DOWN, Scanner
from tests.services import Clock

SAID = "If you have a copy, do not open it."


@pytest.fixture
def open_desk(app: Flask, sessions: Sessions) -> Desk:
    return Desk(app, sessions, open=True)


@pytest.fixture
def desk(app: Flask, sessions: Sessions) -> Desk:
    return Desk(app, sessions)


def find_it(desk: Desk) -> None:
    """Added before there was a scanner; the first night finds something in it."""
    assert files.rescan_due(desk.sessions, Scanner()) == 1
    desk.settle("New-Virus")


def test_everybody_reads_that_it_is_gone(open_desk: Desk) -> None:
    address = open_desk.added()
    public = f"{open_desk.public}/documents/{open_desk.newest().id}"
    stranger = open_desk.app.test_client()
    tag = stranger.get(public).headers["ETag"]
    find_it(open_desk)
    assert stranger.get(public).status_code == 404
    assert stranger.get(public, headers={"If-None-Match": tag}).status_code == 404
    assert open_desk.client.get(f"{address}/file").status_code == 404
    page = stranger.get(open_desk.public).text
    assert "The council removed this document at " in page and SAID in page
    assert public not in page and "New-Virus" not in page
    seen = open_desk.client.get(open_desk.root).text
    assert "A later virus scan found New-Virus in it, so it was deleted." in seen and SAID in seen
    assert not [path for path in open_desk.store.root.rglob("*") if path.is_file()]
    condemned = ("document.condemned", {"kind": "PDF", "was_public": True})
    assert open_desk.facts()[1:] == [condemned]
    timeline = open_desk.client.get(f"/desk{open_desk.public}/timeline").text
    assert "A later virus scan found something in a public document (PDF)" in timeline


def test_between_the_verdict_and_the_page(open_desk: Desk) -> None:
    """Nobody gets it before anything else happens; whoever removes it then says why."""
    address = open_desk.added()
    public = f"{open_desk.public}/documents/{open_desk.newest().id}"
    files.rescan_due(open_desk.sessions, Scanner())
    files.settle_due(open_desk.sessions, open_desk.store, Scanner("New-Virus"))
    stranger = open_desk.app.test_client()
    assert stranger.get(public).status_code == 404
    assert open_desk.client.get(f"{address}/file").status_code == 404
    assert "Do not open copies of it." in open_desk.client.get(open_desk.root).text
    assert open_desk.client.post(f"{address}/remove", data={"because": ""}).status_code == 422
    sent = {"because": "It is infected."}
    assert open_desk.client.post(f"{address}/remove", data=sent).status_code == 303
    open_desk.settle()
    page = stranger.get(open_desk.public).text
    assert "It is infected." in page and SAID not in page
    assert open_desk.facts()[-1][0] == "document.condemned"


def test_who_is_told(open_desk: Desk) -> None:
    open_desk.added()
    with open_desk.sessions.write() as session:
        lead = a_person(session, Role.OFFICER, at=open_desk.challenge.authority)
        session.merge(open_desk.challenge).lead_id = lead.id
    find_it(open_desk)
    with open_desk.sessions.read() as session:
        told = session.execute(select(Message.template, Message.recipient)).all()
        email = session.scalars(select(Person.email).where(Person.id == lead.id)).one()
    council = open_desk.challenge.authority.email
    assert sorted(map(tuple, told)) == sorted(
        ("document-condemned", to.lower()) for to in (email, council)
    )


@pytest.mark.parametrize("ended", [False, True])
def test_those_who_take_part_are_told_while_it_is_open(open_desk: Desk, ended: bool) -> None:
    """Once, and only who confirmed; alerts that they stopped do not matter."""
    open_desk.added()
    with open_desk.sessions.write() as session:
        challenge = session.merge(open_desk.challenge)
        confirmed = an_interest(session, challenge).email
        an_interest(session, challenge, state=State.PENDING)
        an_interest(session, challenge, state=State.WITHDRAWN)
        if ended:
            challenge.engagement_ends = NOW
    find_it(open_desk)
    told = select(Message.recipient).where(Message.template == "document-unsafe")
    with open_desk.sessions.read() as session:
        assert session.scalars(told).all() == ([] if ended else [confirmed])


def test_whoever_leads_nothing_is_told_once(open_desk: Desk) -> None:
    open_desk.added()
    find_it(open_desk)
    with open_desk.sessions.read() as session:
        assert session.scalars(select(Message.template)).all() == ["document-condemned"]


def test_a_withdrawn_challenge_says_it_too(open_desk: Desk) -> None:
    open_desk.added()
    open_desk.client.post(f"/desk{open_desk.public}/withdraw", data={"because": "No money."})
    find_it(open_desk)
    assert SAID in open_desk.client.get(open_desk.root).text
    assert open_desk.facts()[-1] == ("document.condemned", {"kind": "PDF", "was_public": True})


def test_in_a_draft_nobody_could_read_it(desk: Desk) -> None:
    address = desk.added()
    find_it(desk)
    page = desk.client.get(desk.root).text
    assert "New-Virus" in page and "Refused" in page and "Removed after publishing" not in page
    assert desk.facts()[-1] == ("document.condemned", {"kind": "PDF", "was_public": False})
    with desk.sessions.read() as session:
        assert session.scalars(select(Message.template)).all() == ["draft-condemned"]
    assert desk.client.post(f"{address}/remove").status_code == 303
    assert desk.titles() == []


def test_the_operator_sees_why_nothing_is_scanned_again(open_desk: Desk, clock: Clock) -> None:
    open_desk.added()
    with open_desk.sessions.write() as session:
        operator = a_person(session, is_operator=True)
    client = open_desk.app.test_client()
    sign_in(client, open_desk.sessions, operator)
    assert "Clean documents to scan again" not in client.get("/operator").text
    files.rescan_due(open_desk.sessions, Scanner(DOWN))
    page = client.get("/operator").text
    assert "It has not answered yet" in page and "Never" in page
    assert "The virus scanner does not answer" in page or "Start a worker" in page
    public = f"{open_desk.public}/documents/{open_desk.newest().id}"
    assert open_desk.app.test_client().get(public).data == PDF
    files.rescan_due(open_desk.sessions, Scanner())
    assert "ClamAV 1.4.6/27830" in client.get("/operator").text
