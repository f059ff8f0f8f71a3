"""Pages of the people of a supplier."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from engage.kernel.db import Sessions
from engage.suppliers import queries
from engage.suppliers.models import PersonRole, Supplier, SupplierPerson
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import a_supplier, a_supplier_user, an_interest, an_open_challenge, sign_in

Firm = tuple[Supplier, SupplierPerson, SupplierPerson]


@pytest.fixture
def firm(sessions: Sessions) -> Firm:
    """A supplier with an owner and a member."""
    with sessions.write() as session:
        supplier = a_supplier(session, name="Idea House")
        owner = a_supplier_user(session, supplier, name="Olu Owner")
        member = a_supplier_user(session, supplier, PersonRole.MEMBER, name="Mia Member")
        found = [
            queries.person_of_account(session, supplier.id, each.id) for each in (owner, member)
        ]
        assert found[0] is not None and found[1] is not None
        return supplier, found[0], found[1]


@pytest.fixture
def as_person(client: FlaskClient, sessions: Sessions) -> Callable[[Supplier, PersonRole], Browser]:
    def signed_in(supplier: Supplier, part: PersonRole) -> Browser:
        with sessions.write() as session:
            person = a_supplier_user(session, supplier, part)
        sign_in(client, sessions, person)
        return Browser(client)

    return signed_in


AsPerson = Callable[[Supplier, PersonRole], Browser]


def test_an_owner_removes_and_passes_on(
    firm: Firm, as_person: AsPerson, sessions: Sessions
) -> None:
    supplier, owner, member = firm
    browser, home = as_person(supplier, PersonRole.OWNER), f"/my/profile/{supplier.id}/people"
    assert home in browser.get(f"/my/profile/{supplier.id}").links()
    words = browser.get(home).words
    assert "Olu Owner" in words and "Mia Member" in words and "3 people" in words
    browser.submit(f"{home}/{owner.id}", {})
    assert "Olu Owner is removed" in browser.follow().words
    browser.submit(f"{home}/{member.id}/owner", {})
    page = browser.follow()
    assert "Mia Member is the owner now" in page.words and f"{home}/{member.id}" not in page.links()
    browser.get(f"{home}/{member.id}", status=403)
    browser.get(f"/my/profile/{supplier.id}/invite", status=403)


def test_a_member_leaves_but_does_nothing_to_others(firm: Firm, as_person: AsPerson) -> None:
    supplier, owner, _member = firm
    browser, home = as_person(supplier, PersonRole.MEMBER), f"/my/profile/{supplier.id}/people"
    page = browser.get(home)
    (own,) = [link for link in page.links() if link.startswith(f"{home}/")]
    browser.get(f"{home}/{owner.id}", status=403)
    browser.submit(own, {})
    assert "You no longer act" in browser.follow().words
    browser.get(home, status=404)


def test_the_last_owner_stays(firm: Firm, as_person: AsPerson) -> None:
    supplier, owner, _member = firm
    browser, home = as_person(supplier, PersonRole.OWNER), f"/my/profile/{supplier.id}/people"
    browser.submit(f"{home}/{owner.id}", {})
    links = [link for link in browser.get(home).links() if link.startswith(f"{home}/")]
    mine = next(link for link in links if "Leave" in browser.get(link).words)
    assert "only owner" in browser.submit(mine, {}, status=409).words


@pytest.mark.parametrize("number", [3, 30])
def test_a_list_of_people_costs_as_much_however_long(
    number: int, firm: Firm, as_person: AsPerson, sessions: Sessions, queries: Queries
) -> None:
    supplier = firm[0]
    browser = as_person(supplier, PersonRole.OWNER)
    with sessions.write() as session:
        for _ in range(number):
            a_supplier_user(session, supplier, PersonRole.MEMBER)
    with queries() as seen:
        page = browser.get(f"/my/profile/{supplier.id}/people")
    assert len(seen) <= 5 and f"{number + 3} people" in page.words


def test_who_acts_for_several_chooses(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        firms = [a_supplier(session, name=name) for name in ("Idea House", "Ash Gardens")]
        person = a_supplier_user(session, firms[0])
        also = SupplierPerson(supplier_id=firms[1].id, email=person.email, account_id=person.id)
        also.added_at = firms[1].created_at
        session.add(also)
        for firm, title in zip(firms, ("Dry homes", "Plant trees"), strict=True):
            challenge = an_open_challenge(session, title=title)
            an_interest(session, challenge, supplier_id=firm.id)
    sign_in(client, sessions, person)
    browser = Browser(client)
    page = browser.get("/my")
    assert "Dry homes" in page.words and "Plant trees" in page.words
    assert {f"/my?supplier={firm.id}" for firm in firms} <= set(page.links())
    words = browser.get(f"/my?supplier={firms[1].id}").words
    assert "Plant trees" in words and "Dry homes" not in words
    assert "Dry homes" in browser.get("/my?supplier=nobody").words
