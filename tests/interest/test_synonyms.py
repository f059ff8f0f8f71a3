import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.interest import queries, service
from engage.interest.service.synonyms import MOST_CHANGES, NotAGroup
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import NOW, a_council, a_person, a_synonym_group, sign_in


def test_a_council_adds_leaves_out_and_undoes(session: Session) -> None:
    council, other = a_council(session), a_council(session)
    by = a_person(session, Role.COUNCIL_ADMIN, at=council).id
    damp = ("damp", "mould", "condensation")
    added = service.add_group(session, council, typed=" Damp;  Rising WET, damp ", by=by, at=NOW)
    left = service.leave_out_group(session, council, typed="mould", by=by, at=NOW)
    known = queries.known_synonyms(session, council.id)
    assert known[0] == ("damp", "rising wet")
    assert damp not in known
    assert queries.known_synonyms(session, other.id) == list(queries.SHIPPED)
    for row in (added, left, left):
        service.undo_group(session, row, by=by, at=NOW)
    assert queries.known_synonyms(session, council.id) == list(queries.SHIPPED)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("damp", "2 to 12"),
        ("damp, DAMP, the", "2 to 12"),
        (",".join(f"word{n}" for n in range(13)), "2 to 12"),
        ("condensation, damp, mould", "has this group already"),
        ("wet, moist", "changed “wet, moist” already"),
    ],
)
def test_what_is_no_group(session: Session, typed: str, said: str) -> None:
    council = a_council(session)
    a_synonym_group(session, council)
    with pytest.raises(NotAGroup, match=said):
        service.add_group(session, council, typed=typed, by=council.id, at=NOW)
    with pytest.raises(NotAGroup, match="No group of engage"):
        service.leave_out_group(session, council, typed="zebra", by=council.id, at=NOW)


def test_the_groups_have_an_end(session: Session) -> None:
    council = a_council(session)
    for number in range(MOST_CHANGES):
        a_synonym_group(session, council, key=f"w{number}")
    with pytest.raises(NotAGroup, match="Undo one"):
        service.add_group(session, council, typed="one, two", by=council.id, at=NOW)


def test_words_are_changed_on_their_page(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        person = a_person(session, Role.COUNCIL_ADMIN, at=council)
    sign_in(client, sessions, person)
    browser, home = Browser(client), f"/council/{council.slug}/synonyms"
    assert home in browser.get(f"/council/{council.slug}").links()
    again = browser.submit(home, {"change": "add", "words": "elephant"}, status=422)
    assert "Enter 2 to 12 different words" in again.words
    assert 'value="elephant"' in again.text
    browser.submit(home, {"change": "add", "words": "elephant, mammoth"})
    assert "elephant, mammoth : added" in browser.follow().words
    browser.submit(home, {"change": "leave-out", "words": "damp"})
    assert "damp, mould, condensation : not the same any more" in browser.follow().words
