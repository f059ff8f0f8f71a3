"""45 subjects on a short page: what is ticked first, the rest behind one word to press."""

from flask.testing import FlaskClient
from lxml.html import HtmlElement, fromstring

from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import a_supplier, a_supplier_user, sign_in


def boxes(element: HtmlElement) -> list[str]:
    return [str(box.get("value")) for box in element.xpath(".//input[@name='divisions']")]


def test_what_is_ticked_stands_first(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    browser, path = Browser(client), f"/my/profile/{supplier.id}"
    page = browser.get(path)
    (folded,) = fromstring(page.text).xpath("//details[.//input[@name='divisions']]")
    assert len(boxes(folded)) == 45 and folded.get("open") is None
    assert "Choose subjects" in folded.text_content()
    browser.submit(path, {"divisions": ["45", "90"]})
    page = browser.follow()
    whole = fromstring(page.text)
    (folded,) = whole.xpath("//details[.//input[@name='divisions']]")
    assert boxes(whole)[:2] == ["45", "90"] and len(boxes(whole)) == 45
    assert len(boxes(folded)) == 43 and "Choose more subjects" in folded.text_content()
    ticked = whole.xpath("//input[@name='divisions'][@checked]/@value")
    assert ticked == ["45", "90"]
    ids = whole.xpath("//input[@name='divisions']/@id")
    assert len(set(ids)) == 45 and "divisions" in ids


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
    page = fromstring(browser.submit(path, {"divisions": ["77", "zz"]}, status=422).text)
    assert page.xpath("//details[.//input[@name='divisions']]/@open")
    assert boxes(page)[0] == "77"
    (group,) = page.xpath("//fieldset[.//input[@name='divisions']]")
    described = str(group.get("aria-describedby")).split()
    words = " ".join(page.get_element_by_id(each).text_content() for each in described)
    assert "Select none to hear about everything" in words and "Select only from" in words
    assert page.xpath("//a[@href='#divisions']") and page.get_element_by_id("divisions") is not None
