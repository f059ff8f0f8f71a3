"""Posts that another site makes a browser send: none is taken, and nothing typed is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.web.access import EXEMPT
from tests.badinput.probing import URLENCODED, Probe, told
from tests.badinput.reading import encoded

pytestmark = [pytest.mark.slow]
WITHOUT_A_TOKEN = {"notifications.unsubscribe_now"}
"""RFC 8058: a mail program presses this one; the signed address is the proof."""

TOKENS = (None, "", "x", "é", "\x00", "a" * 5000, "0" * 40)
"""One guard reads them for every form, before its view; so a sixth of the forms gets them all."""
WAYS_BACK = ("What you typed is below", "Go back in your browser")


@pytest.fixture(autouse=True)
def _guarded(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_post_is_taken_without_our_token(probe: Probe) -> None:
    for number, found in enumerate([*probe.forms(), *probe.unseen()]):
        for token in (None, "0" * 40) if number % 6 else TOKENS:
            data = found.form.filled() | ({} if token is None else {"csrf_token": [token]})
            answer = probe.post(found, token, data=encoded(data), content_type=URLENCODED)
            wanted = 200 if found.endpoint in WITHOUT_A_TOKEN else 400
            if answer.status_code != wanted or (wanted == 400 and probe.stored):
                probe.fault("POST", found.form.action, found.asker, token, str(answer.status_code))
            if wanted == 400 and not any(words in answer.text for words in WAYS_BACK):
                probe.fault("POST", found.form.action, found.asker, token, "no way back")
    assert not probe.faults, told(probe)


def test_nobody_is_signed_in_by_another_site(client: FlaskClient) -> None:
    """Login CSRF: a stranger's account in my browser would collect what I type."""
    sent = {"email": "evil@example.org", "password": "copper lantern river"}
    answer = client.post("/sign-in", data=sent)
    assert answer.status_code == 400
    assert "_user_id" not in answer.headers.get("Set-Cookie", "")


def test_a_token_of_another_browser_is_worth_nothing(app: Flask) -> None:
    mine, theirs = app.test_client(), app.test_client()
    page = theirs.get("/sign-in").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert token
    mine.get("/sign-in")
    sent = {"email": "ida@example.org", "password": "x", "csrf_token": token}
    assert mine.post("/sign-in", data=sent).status_code == 400
    assert theirs.post("/sign-in", data=sent).status_code == 422


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_form_that_posts_carries_a_token(probe: Probe) -> None:
    bare = [
        path
        for asker, path, page in probe.pages()
        if page.mimetype == "text/html"
        and page.text.count('method="post"') > page.text.count('name="csrf_token"')
    ]
    assert not bare
    assert {"static"} == EXEMPT
