"""Nobody loses what they typed because their session ended meanwhile."""

import re

from flask import Flask
from flask.testing import FlaskClient

NEED = 'We need somebody who finds <b>damp</b>\nbefore "families" fall ill.'
SHOWN = "We need somebody who finds &lt;b&gt;damp&lt;/b&gt;\nbefore &#34;families&#34; fall ill."


def test_who_is_not_signed_in_any_more_can_copy_what_they_typed(client: FlaskClient) -> None:
    sent = {"need": NEED, "who": "", "value": "80000", "password": "three random words"}
    answer = client.post("/desk/challenges/MBC-2026-001/publish?x=1", data=sent)
    assert answer.status_code == 403
    assert SHOWN in answer.text
    assert answer.text.count("<textarea") == 1
    assert "three random words" not in answer.text
    assert 'href="/sign-in?next=/desk/challenges/MBC-2026-001/publish?x%3D1"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_button_leads_to_sign_in_and_back_to_its_page(client: FlaskClient) -> None:
    answer = client.post("/desk/challenges/MBC-2026-001/publish")
    assert (answer.status_code, answer.location) == (
        303,
        "/sign-in?next=/desk/challenges/MBC-2026-001/publish",
    )


def test_a_supplier_asks_for_the_link_again(client: FlaskClient) -> None:
    answer = client.post("/my/challenges/MBC-2026-001/questions/ask", data={"text": NEED})
    assert answer.status_code == 403
    assert SHOWN in answer.text
    assert "Get your link again" in answer.text


def test_an_old_page_shows_what_was_typed_there(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/desk/challenges/MBC-2026-001/publish", data={"need": NEED})
    assert answer.status_code == 400
    assert SHOWN in answer.text
    assert 'href="/desk/challenges/MBC-2026-001/publish"' in answer.text


def test_what_was_typed_about_something_that_is_gone_can_be_copied(client: FlaskClient) -> None:
    answer = client.post("/nothing/is/here", data={"need": NEED})
    assert answer.status_code == 404
    assert SHOWN in answer.text
    assert "<textarea" not in client.post("/nothing/is/here", data={"do": "save"}).text


def labels_in(page: str) -> list[str]:
    return [one.strip() for one in re.findall(r'for="typed-[0-9]">([^<]+)', page)]


def test_each_text_is_called_by_its_box(client: FlaskClient) -> None:
    sent = {"public_text": NEED, f"score_{'0a' * 16}": "a b", "answer": "Two words"}
    page = client.post("/desk/challenges/MBC-2026-001/publish", data=sent)
    assert labels_in(page.text) == ["Public text", "Text", "Answer"]
    known = {"csrf_token": "x", "version": "asked", "public_text": NEED, "answer": "Two words"}
    page = client.post("/desk/challenges/MBC-2026-001/questions/answer", data=known)
    assert labels_in(page.text) == ["Question as published", "Answer"]


def test_a_form_that_has_a_route_of_its_own_is_found_again(client: FlaskClient) -> None:
    """One view shows it, another one takes it: the address is the same."""
    address = "/my/challenges/MBC-2026-001/questions/ask"
    page = client.post(address, data={"text": NEED})
    assert f"?next={address}" in page.text and "takes you to the form" in page.text
    only_posted = client.post("/desk/challenges/MBC-2026-001/timeline.csv", data={"x": NEED})
    assert "takes you to the form" not in only_posted.text
