"""What a supplier says of itself; 45 subjects on a short page, what is ticked first."""

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from engage.kernel.db import Sessions
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier
from tests.browsing import Browser
from tests.factories import (
    a_council,
    a_supplier,
    a_supplier_user,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
    use_link,
)


def boxes(element: HtmlElement) -> list[str]:
    return [str(box.get("value")) for box in element.xpath(".//input[@name='codes']")]


def test_what_is_ticked_stands_first(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    browser, path = Browser(client), f"/my/profile/{supplier.id}"
    page = browser.get(path)
    (folded,) = fromstring(page.text).xpath("//details[.//input[@name='codes']]")
    assert len(boxes(folded)) == 45 and folded.get("open") is None
    assert "Choose subjects" in folded.text_content()
    browser.submit(path, {"codes": ["45", "90"]})
    page = browser.follow()
    whole = fromstring(page.text)
    (folded,) = whole.xpath("//details[.//input[@name='codes']]")
    assert boxes(whole)[:2] == ["45", "90"] and len(boxes(whole)) == 45
    assert len(boxes(folded)) == 43 and "Choose more subjects" in folded.text_content()
    ticked = whole.xpath("//input[@name='codes'][@checked]/@value")
    assert ticked == ["45", "90"]
    ids = whole.xpath("//input[@name='codes']/@id")
    assert len(set(ids)) == 45 and "codes" in ids


def test_the_link_to_the_suppliers_own_address_is_enough(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        challenge = an_open_challenge(session)
        about = {"supplier_id": supplier.id}
        contact = an_interest(session, challenge, email=supplier.email, **about)
        colleague = an_interest(session, challenge, email="other@example.org", **about)
    path = f"/my/challenges/{challenge.reference}/organisation"
    use_link(client, colleague)
    assert client.get(path).status_code == 404
    with client.session_transaction() as kept:
        kept.clear()
    use_link(client, contact)
    browser = Browser(client)
    assert path in browser.get(f"/my/challenges/{challenge.reference}").text
    home = f"/my/profile/{supplier.id}"
    assert client.get(path).location == home
    browser.submit(home, {"about": "We dry homes.", "find": "yes"})
    browser.follow()
    browser.submit(f"{home}/subjects?q=7226", {"codes": ["72267000"]})
    assert "We dry homes." in browser.follow().text
    assert '"72267000"' in client.get(f"{home}/profile.json").text
    assert client.get(f"{home}/import").status_code == 200
    assert client.get(f"{home}/people").status_code == 404, "that needs a link of one's own"
    use_link(client, colleague)
    with sessions.write() as session:
        session.get_one(Supplier, supplier.id).email = "new@example.org"
    assert client.get(home).status_code == 404, "the link was to an address it has no more"


def test_a_mistake_opens_it_and_keeps_what_was_ticked(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    path = f"/my/profile/{supplier.id}"
    browser = Browser(client)
    browser.get(path)
    page = fromstring(browser.submit(path, {"codes": ["77", "zz"]}, status=422).text)
    assert page.xpath("//details[.//input[@name='codes']]/@open")
    assert boxes(page)[0] == "77"
    (group,) = page.xpath("//fieldset[.//input[@name='codes']]")
    described = str(group.get("aria-describedby")).split()
    words = " ".join(page.get_element_by_id(each).text_content() for each in described)
    assert "Select none to hear about everything" in words and "Select only from" in words
    assert page.xpath("//a[@href='#codes']") and page.get_element_by_id("codes") is not None


def test_describing_a_supplier(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
        foreign = a_supplier(session)
    sign_in(client, sessions, person)
    browser = Browser(client)
    assert supplier.name in browser.get("/my/profile").text
    path = f"/my/profile/{supplier.id}"
    typed = {"company_number": "1234567", "size": "micro", "codes": ["45", "90"]}
    browser.submit(
        path, typed | {"alerts": "yes", "regions": ["UKE", "UKG"], "about": "We dry homes."}
    )
    assert "01234567" in browser.follow().text
    with sessions.read() as session:
        kept = session.get_one(type(supplier), supplier.id)
        assert (kept.alerts, kept.size.value) == (True, "micro")
        assert suppliers.regions_of(session, kept.id) == ["UKE", "UKG"]
    wrong = browser.submit(path, {"company_number": "ABC"}, status=422)
    assert "like 01234567" in wrong.words and 'value="ABC"' in wrong.text
    browser.submit(path, {"codes": ["77", "zz"]}, status=422)
    browser.submit(path, {"about": "x" * 3000}, status=422)
    assert client.get(f"/my/profile/{foreign.id}").status_code == 404
    assert "/my/profile" in browser.get("/my").links()


def test_two_colleagues_see_both_versions_of_the_profile(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    browser, path = Browser(client), f"/my/profile/{supplier.id}"
    mine = browser.get(path).forms[-1].values | {"about": "We dry homes.", "size": "micro"}
    browser.submit(path, {"about": "We dry walls.", "codes": ["45"]})
    page = browser.submit(path, mine, status=409)
    for words in ("Saved by your colleague", "We dry walls.", "What you typed", "We dry homes."):
        assert words in page.words
    assert "Construction work" in page.words.split("Save again")[0]
    browser.post(path, page.forms[-1].values)
    with sessions.read() as session:
        kept = session.get_one(type(supplier), supplier.id)
        assert (kept.about, kept.size.value) == ("We dry homes.", "micro")


def test_nobody_else_has_a_profile(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        officer = an_officer(session, a_council(session))
    assert client.get("/my/profile").status_code == 303
    sign_in(client, sessions, officer)
    assert client.get("/my/profile").status_code == 404


@pytest.mark.slow
def test_exact_subjects_are_searched_for(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session, codes=["45"])
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    browser, path = Browser(client), f"/my/profile/{supplier.id}"
    browser.submit(path, {"about": "We dry homes.", "find": "yes"})
    browser.follow()
    browser.submit(f"{path}/subjects?q=7226", {"codes": ["72267000", "72267100"]})
    page = fromstring(browser.follow().text)
    ticked = page.xpath("//input[@name='codes'][@checked]/@value")
    assert ticked == ["45", "72267", "722671"]
    assert "Software maintenance and repair services (72267000)" in page.text_content()
    browser.submit(path, {"codes": ["72267"]})
    with sessions.read() as session:
        assert suppliers.codes_of(session, supplier.id) == ["72267"]
        assert session.get_one(type(supplier), supplier.id).about == "We dry homes."


def test_a_faulty_number_gets_a_sentence_each(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    typed = {"company_number": "X1", "charity_number": "12", "ppon": "PJYG", "about": "Dry homes"}
    page = Browser(client).submit(f"/my/profile/{supplier.id}", typed, status=422)
    for words in ("like 01234567 or", "like 1234567 (England", "like PJYG-6658-PPMY", "Dry homes"):
        assert words in page.words
