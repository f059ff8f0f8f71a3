"""What may be given to an information request: all that is open, and no withheld word."""

from io import BytesIO
from zipfile import ZipFile

from flask.testing import FlaskClient

from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import an_officer, an_open_challenge, sign_in
from tests.findings.shelves import a_redaction
from tests.findings.test_copies import HIDDEN, OPEN, a_world


def test_the_bundle_has_grounds_and_no_withheld_word(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge, answer, prompts = a_world(session)
        officer = an_officer(session, challenge.authority)
        begins = OPEN.index("Ann Ashdown")
        a_redaction(session, answer, officer, begins=begins, ends=begins + 11)
        early = an_open_challenge(session, challenge.authority)
    sign_in(client, sessions, officer)
    root = f"/desk/challenges/{challenge.reference}"
    browser = Browser(client)
    assert "information request" in browser.get(f"{root}/timeline").words
    answered = client.post(f"{root}/information-request.zip")
    assert answered.mimetype == "application/zip"
    with ZipFile(BytesIO(answered.data)) as bundle:
        told, html = bundle.read("data.json").decode(), bundle.read("index.html").decode()
    for text in (told, html):
        assert "[withheld: s.43] leads the work" in text
        assert prompts[0].text in text
        assert "whole answers" in text
        for withheld in ("Ashdown", HIDDEN, "Idea House", officer.name):
            assert withheld not in text
    said = browser.get(f"{root}/timeline").words
    assert "answers withheld, whole or in part: 3" in said
    early_root = f"/desk/challenges/{early.reference}"
    assert "information request" not in browser.get(f"{early_root}/timeline").words
    assert client.post(f"{early_root}/information-request.zip").status_code == 404
