from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.interest.models import Reason
from engage.kernel.db import Sessions
from engage.notifications.queries import reach
from engage.notifications.service.counting import ask_to_count, count_due, forget_counts
from engage.suppliers.models import Size, Supplier
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_person,
    a_subscription,
    a_supplier,
    an_interest,
    an_open_challenge,
    sign_in,
)
from tests.services import Clock


def test_it_counts_each_kind_of_supplier(sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        challenge = a_challenge(session, council, region="UKE")
        known = a_supplier(session, alerts=True, size=Size.SMALL, regions=["UKE"])
        an_interest(session, an_open_challenge(session, council), supplier_id=known.id)
        a_supplier(session, alerts=True, size=Size.LARGE, vcse=True, social_enterprise=True)
        a_subscription(session)
        found = reach.coverage(session, challenge, reach.would_hear(session, challenge))
    assert found.suppliers == 2
    assert found.searches == 1
    expected = {"sme": 1, "large": 1, "unsized": 0, "vcse": 1, "social_enterprise": 1, "new": 1}
    assert found.kinds == expected
    assert found.regions == {"UKE": 1, "": 1}


@pytest.mark.parametrize("number", [3, 30])
def test_the_officer_sees_who_would_be_told_and_who_is_missing(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = a_person(session, Role.OFFICER, at=council)
        challenge = a_challenge(session, council, region="UKE")
        for _ in range(number):
            a_supplier(session, alerts=True, codes=["72"], name="Ideahouse")
        a_subscription(session, email="secret@example.org")
    sign_in(client, sessions, officer)
    path = f"/desk/challenges/{challenge.reference}/reach"
    with queries() as seen:
        said = client.get(path).text
    assert len(seen) <= 14
    assert f"{number + 1} people hear of this challenge" in said
    assert "No voluntary or community organisation would be told." in said
    assert "No supplier that says it works in Yorkshire" in said
    assert "No supplier that is new to your council" not in said
    assert "Your profile asks for challenges about IT services" in said
    assert "secret@example.org" not in said
    one = client.get(f"{path}?why={Reason.SEARCH}").text
    assert "Ideahouse" not in one
    assert "Somebody with a saved search" in one


def test_where_very_many_could_hear_they_are_counted_when_somebody_asks(
    client: FlaskClient, sessions: Sessions, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = a_person(session, Role.OFFICER, at=council)
        challenge = a_challenge(session, council)
        supplier = a_supplier(session, alerts=True, name="Ideahouse", size=Size.SMALL)
        a_subscription(session)
    sign_in(client, sessions, officer)
    path = f"/desk/challenges/{challenge.reference}"
    monkeypatch.setattr(reach, "FEW", 0)
    assert "count who would be told" in client.get(f"{path}/publish").text
    assert "Count who would be told" in client.get(f"{path}/reach").text
    for _ in range(2):
        assert client.post(f"{path}/reach/count").status_code == 303
    assert "We are counting, since" in client.get(f"{path}/reach").text
    assert (count_due(sessions), count_due(sessions)) == (1, 0)
    shown = client.get(f"{path}/reach").text
    for words in ("2 people hear of this", "Counted at", "Ideahouse", "Count again"):
        assert words in shown
    assert "Ideahouse" not in client.get(f"{path}/reach?why={Reason.SEARCH}").text
    assert "this tells 2 people by e-mail" in client.get(f"{path}/publish").text
    with sessions.write() as session:
        session.delete(session.get_one(Supplier, supplier.id))
    clock.advance(minutes=5)
    client.post(f"{path}/reach/count")
    assert "We are counting again" in client.get(f"{path}/reach").text
    assert count_due(sessions) == 1
    assert "1 person hears of this" in client.get(f"{path}/reach").text


def test_a_count_is_forgotten_after_30_days(session: Session) -> None:
    ask_to_count(session, a_challenge(session), at=NOW)
    assert forget_counts(session, at=NOW + timedelta(days=30)) == 0
    assert forget_counts(session, at=NOW + timedelta(days=31)) == 1
