"""The statement is made from the ledger, and a finding takes two officers."""

import hashlib
import json
from datetime import timedelta

import pytest
from flask import Flask

from engage.disclosures.models import Ground
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.disclosures.entries import a_disclosure
from tests.factories import NOW, an_interest, an_officer
from tests.services import Clock
from tests.workshops.test_pages import Scene


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def test_the_statement_says_what_the_ledger_says(scene: Scene, sessions: Sessions) -> None:
    root = f"/desk/challenges/{scene.challenge.reference}/ledger/statement"
    desk = scene.at_desk()
    desk.get(f"{root}.json", status=404)
    desk.submit(root)
    assert "No supplier was told anything." in desk.get(root).words
    with sessions.write() as session:
        holder = an_interest(session, scene.challenge, organisation="Alder Systems")
        later = NOW + timedelta(days=2)
        a_disclosure(session, scene.challenge, holder, published_at=later, public_title="Gas")
        why = {"ground": Ground.SECURITY, "excuse": "Where the keys are.", "agreed_at": later}
        people = {"excused_by": scene.officer.id, "agreed_by": scene.officer.id}
        a_disclosure(session, scene.challenge, holder, **why, **people)
    desk.submit(root)
    desk.submit(root)  # the ledger says the same: no third version
    words = desk.get(root).words
    assert "published for everybody afterwards: 1. The longest took 2 days." in words
    assert "two officers agreed on: 1." in words and "Where the keys are." in words
    assert "Version 2, made at" in words and "Version 3" not in words
    data = desk.get(f"{root}.json").data
    assert hashlib.sha256(data).hexdigest() in words
    assert json.loads(data)["entries"][0]["to"] == ["Alder Systems"]
    assert "No supplier was told anything." in desk.get(f"{root}?version=1").words


def test_a_finding_is_signed_by_a_second_officer(scene: Scene, sessions: Sessions) -> None:
    with sessions.write() as session:
        second = scene.at_desk(an_officer(session, scene.challenge.authority))
    root = f"/desk/challenges/{scene.challenge.reference}/ledger/findings"
    first = scene.at_desk()
    said = {"supplier": "Alder Systems", "advantage": "They wrote it.", "avoidable": "no"}
    first.submit(root, said, status=422)
    first.submit(root, said | {"reasons": "Nobody else can know."})
    page = first.follow()
    assert "No supplier was told anything." in page.text  # the software proposes the steps
    first.submit(page.path, {"do": "sign"}, status=422)
    second.submit(page.path, {"do": "sign"})
    words = second.get(page.path).words
    assert "Cannot be avoided" in second.get(root).words and "Signed by" in words
    second.get(f"/challenges/{scene.challenge.reference}")
    assert second.seen and "They wrote it" not in second.seen.text


def test_who_comes_back_sees_what_is_new(scene: Scene, sessions: Sessions, clock: Clock) -> None:
    supplier, holder = scene.supplier()
    here = f"/my/challenges/{scene.challenge.reference}/information"
    with sessions.write() as session:
        a_disclosure(session, scene.challenge, holder, published_at=NOW, public_text="Forty.")
    assert "New" not in supplier.get(here).words
    clock.advance(hours=1)
    with sessions.write() as session:
        later = {"published_at": clock.now, "public_title": "Keys", "public_text": "At ten."}
        a_disclosure(session, scene.challenge, holder, **later)
    clock.advance(hours=1)
    for _ in range(2):  # the same visit
        assert supplier.get(here).words.count("New") == 1
    late: Browser = scene.supplier()[0]
    assert "At ten." in late.get(here).words
