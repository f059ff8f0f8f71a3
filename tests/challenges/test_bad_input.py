"""Everything people can type or paste, in every field: a sentence, never a failure."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import a_challenge, a_council, an_officer, an_open_challenge, sign_in

pytestmark = pytest.mark.slow

FIELDS = {
    "new": ["title", "authority"],
    "{}/statement/need": ["title", "need"],
    "{}/statement/today": ["who", "evidence", "today", "cost", "tried"],
    "{}/statement/outcomes": ["outcomes", "success", "inclusion", "limits"],
    "{}/statement/subject": [
        "purposes",
        "category",
        "cpv_codes",
        "region",
        "value",
        "lots",
        "contract_starts-day",
        "contract_ends-year",
    ],
    "{}/statement/dates": ["ends-day", "ends-year", "ends_time", "which", "take_part"],
    "{}/withdraw": ["because"],
    "{}/extend": ["ends-month", "ends_time", "which"],
    "{}/cpv?q=software": ["codes"],
}
IN_ALL = {  # typed into all fields at once
    "whitespace": " \t\r\n\u3000",
    "nul": "a\x00b",
    "megabyte": "word " * 200_000,
    "number": "-1e999" * 60,
    "superscript": "²",
}
IN_EACH = {  # typed into one field while the others are good, so that it may reach the database
    "odd": "🚮👩‍👩‍👧 \u202eevil\u202c مرحبا <script>alert(1)</script> &amp; {{ 7 * 7 }}",
    "header": "Title\r\nBcc: everybody@example.org",
    "empty": "",
}


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions) -> Browser:
    with sessions.write() as session:
        council = a_council(session, slug="here")
        person = an_officer(session, council)
        a_challenge(session, council, reference="MBC-2026-001")
        an_open_challenge(session, council, reference="MBC-2026-002")
    sign_in(client, sessions, person)
    return Browser(client)


@pytest.mark.parametrize("page", FIELDS)
def test_fields_take_anything(officer: Browser, page: str) -> None:
    number = "2" if page.endswith(("withdraw", "extend")) else "1"
    address = f"/desk/challenges/{page.format(f'MBC-2026-00{number}')}"
    values, fields = _values(officer, address), FIELDS[page]
    tries = [dict.fromkeys(fields, typed) for typed in IN_ALL.values()]
    tries += [{field: typed} for field in fields for typed in IN_EACH.values()]
    for typed in tries:
        answer = officer._ask.post(address, data=values | typed)
        assert answer.status_code in (303, 409, 422), typed
        text = answer.get_data(as_text=True)
        assert "<script>alert" not in text
        assert answer.status_code != 422 or "There is a problem" in text


def _values(browser: Browser, address: str) -> dict[str, Any]:
    forms = browser.get(address).forms
    return next(dict(form.values) for form in reversed(forms) if "csrf_token" in form.values)


@pytest.mark.parametrize(
    ("page", "field", "typed", "sentence"),
    [
        ("need", "title", "x" * 201, "The title must be 200 characters or fewer"),
        ("need", "title", "", "Enter the title"),
        ("need", "title", "One\nBcc: two", "must be on one line"),
        ("today", "who", "w " * 301, "must be 300 words or fewer"),
        ("subject", "cpv_codes", "72000000\n12345678", "is not in the list of CPV codes"),
        ("subject", "cpv_codes", "seventy", "is not a CPV code"),
        ("subject", "region", "XX", "Select one of the choices shown"),
        ("subject", "purposes", ["a", "g"], "Select only from the choices shown"),
        ("subject", "value", "about 5", "must be a number"),
        ("subject", "contract_ends-day", "7", "must include a month and a year"),
        ("subject", "value", "99999999999", "or fewer"),
    ],
)
def test_the_sentence_stands_beside_what_was_typed(
    officer: Browser, sessions: Sessions, page: str, field: str, typed: Any, sentence: str
) -> None:
    address = f"/desk/challenges/MBC-2026-001/statement/{page}"
    seen = officer.submit(address, {field: typed}, status=422)
    assert seen.words.count(sentence) == 2  # above the form, and beside the field
    if isinstance(typed, str) and "\n" not in typed and field != "region":
        assert next(f for f in seen.forms if field in f.values).values[field] == typed
    with sessions.read() as session:
        challenge = session.query(Challenge).filter_by(reference="MBC-2026-001").one()
        assert (challenge.title, challenge.version) == ("Damp homes", 1)


@pytest.mark.parametrize("ref", ["%00", "a" * 5000, "..%2f..", "MBC-2026-001%0d%0aX", "²", "🚮"])
def test_an_odd_reference_is_nothing_we_have(officer: Browser, ref: str) -> None:
    assert officer._ask.get(f"/desk/challenges/{ref}/statement").status_code == 404
