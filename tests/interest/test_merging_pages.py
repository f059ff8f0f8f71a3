"""Pages of suppliers that may be one."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.reference import region_label
from engage.interest.service.merging import MERGE
from engage.kernel.db import Sessions
from engage.suppliers.models import Supplier, SupplierMerge
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_council,
    a_supplier,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)


def doubled(session: Session) -> tuple[Person, Supplier, Supplier]:
    council = a_council(session)
    officer, challenge = an_officer(session, council), an_open_challenge(session, council)
    kept = a_supplier(session, name="Idea House Ltd", email="a@idea.example", vcse=True)
    gone = a_supplier(session, name="Idea House", email="b@idea.example", regions=["UKE"])
    for supplier in (kept, gone):
        an_interest(session, challenge, supplier_id=supplier.id)
    return officer, kept, gone


@pytest.mark.slow
def test_merged_undone_and_objected_to(app: Flask, client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        officer, kept, gone = doubled(session)
    sign_in(client, sessions, officer)
    browser, home = Browser(client), "/desk/suppliers/duplicates"
    assert home in browser.get("/desk/suppliers").links()
    page = browser.get(home)
    either = f"/desk/suppliers/{kept.id}/merge/{gone.id}"
    assert "Alike names" in page.words and either in page.links()
    words = browser.get(either).words
    assert (region_label("UKE") or "-") in words and "Keep Idea House instead" in words
    browser.submit(either, {})
    assert "Both main contacts are told" in browser.follow().words
    browser.get(f"/desk/suppliers/{gone.id}", status=404)
    with sessions.read() as session:
        made = session.scalars(select(SupplierMerge)).one()
    browser.submit(home, {}, to=f"/desk/suppliers/merges/{made.id}/undo")
    assert "two suppliers again" in browser.follow().words
    browser.submit(either, {})
    with sessions.read() as session:
        again = select(SupplierMerge).where(SupplierMerge.undone_at.is_(None))
        latest = session.scalars(again).one()
    token = app.extensions["signer"].sign(MERGE, str(latest.id), at=NOW)
    anybody, path = Browser(app.test_client()), f"/suppliers/merged/{token}"
    anybody.submit(path, {})
    assert "two organisations again" in anybody.follow().words
    with sessions.read() as session:
        assert session.get_one(Supplier, gone.id).merged_into_id is None


def test_objecting_late_is_explained(app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        made = SupplierMerge(
            kept_id=a_supplier(session).id,
            gone_id=a_supplier(session).id,
            authority_id=a_council(session).id,
            at=NOW - timedelta(days=40),
            moved={},
        )
        session.add(made)
    token = app.extensions["signer"].sign(MERGE, str(made.id), at=NOW)
    assert (
        "more than 30 days ago"
        in Browser(app.test_client()).get(f"/suppliers/merged/{token}").words
    )
