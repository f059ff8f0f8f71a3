"""Challenges shared between councils: both sides agree, and nobody sees more than that gives."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.challenges import queries, service
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, Partner, Sharing
from engage.challenges.queries import shares
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    a_partner,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)


@pytest.fixture
def lead(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, name="Lead Council")


@pytest.fixture
def other(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, name="Other Council")


@pytest.fixture
def challenge(sessions: Sessions, lead: Authority) -> Challenge:
    with sessions.write() as session:
        return an_open_challenge(session, lead)


def an_officer_of(client: FlaskClient, sessions: Sessions, council: Authority) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client)


def officer_at(council: Authority) -> Actor:
    return Actor(id=council.id, roles=frozenset({(council.id, Role.OFFICER)}))


def told(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        names = select(RecordedEvent.name).where(RecordedEvent.name.like("partner.%"))
        return list(session.scalars(names.order_by(RecordedEvent.id)))


def test_a_council_joins_and_reads_what_the_lead_reads(
    client: FlaskClient, sessions: Sessions, lead: Authority, other: Authority, challenge: Challenge
) -> None:
    base = f"/desk/challenges/{challenge.reference}"
    with sessions.write() as session:
        an_interest(session, challenge, organisation="Idea House")
    officer = an_officer_of(client, sessions, lead)
    officer.submit(f"{base}/partners/ask", {"council": other.slug})
    assert "Other Council Joint authority Asked" in officer.follow().words
    theirs = an_officer_of(client, sessions, other)
    theirs.get(base, status=404)  # being asked gives nothing yet
    page = theirs.get("/desk/shared")
    (way,) = [link for link in page.links() if link.endswith("/accept")]
    theirs.submit(way)
    shared = theirs.follow().words
    assert "Agreed: your people can read the whole engagement from now on" in shared
    assert "Joint authority Shared since" in shared
    assert theirs.get(base).status_code == 200
    assert "Idea House" in theirs.get(f"{base}/suppliers").words
    assert "Together with Other Council." in theirs.get(f"/challenges/{challenge.reference}").words
    theirs.get(f"{base}/extend", status=403)  # the lead does the work
    (way,) = [link for link in theirs.get("/desk/shared").links() if link.endswith("/end")]
    theirs.submit(way)
    assert "Ended: Other Council has no part in it any more" in theirs.follow().words
    theirs.get(base, status=404)
    assert told(sessions) == ["partner.asked", "partner.joined", "partner.left"]


def test_a_sponsor_is_named_once_the_lead_agrees(
    client: FlaskClient, sessions: Sessions, lead: Authority, other: Authority, challenge: Challenge
) -> None:
    public = f"/challenges/{challenge.reference}"
    theirs = an_officer_of(client, sessions, other)
    assert f"/desk/shared{public}" in theirs.get(public).links()
    theirs.submit(f"/desk/shared{public}", {"sharing": "sponsor"})
    assert "Supported by" not in theirs.get(public).words
    with sessions.read() as session:
        partner = session.scalars(select(Partner)).one()
    theirs.get(f"/desk/shared/{partner.id}/accept", status=403)  # the lead decides
    officer = an_officer_of(client, sessions, lead)
    officer.submit(f"/desk/shared/{partner.id}/accept")
    assert "Supported by Other Council." in officer.get(public).words
    theirs = an_officer_of(client, sessions, other)
    theirs.get(f"/desk/challenges/{challenge.reference}", status=404)


def test_a_follower_needs_nobody_to_agree(
    client: FlaskClient, sessions: Sessions, other: Authority, challenge: Challenge
) -> None:
    theirs = an_officer_of(client, sessions, other)
    address = f"/desk/shared/challenges/{challenge.reference}"
    theirs.submit(address, {"sharing": "follower"})
    assert challenge.title in theirs.follow().words
    page = theirs.submit(address, {"sharing": "sponsor"}, status=422)
    assert "has a part in this challenge already" in page.words
    assert "Other Council" not in theirs.get(f"/challenges/{challenge.reference}").words.replace(
        "Other Council uses engage", ""
    )


@pytest.mark.parametrize("sharing", [Sharing.SPONSOR, Sharing.FOLLOWER])
def test_only_joint_councils_see_the_desk(session: Session, sharing: Sharing) -> None:
    council = a_council(session)
    challenge = a_challenge(session)
    a_partner(session, challenge, council, sharing=sharing, joined_at=NOW)
    assert queries.for_desk(session, officer_at(council), challenge.reference) is None


def test_what_has_ended_can_be_joined_by_nobody(session: Session) -> None:
    council, by = a_council(session), an_officer(session, a_council(session))
    over = a_closed_challenge(session)
    with pytest.raises(service.CannotShare, match="no council can join it"):
        service.ask_to_join(session, over, council, by=by.id, at=NOW)
    asked = a_partner(session, an_open_challenge(session), council)
    late = NOW + timedelta(days=30)
    with pytest.raises(service.CannotShare, match="too late to join"):
        service.accept(session, asked, by=by.id, at=late)


def test_a_draft_is_shared_by_asking_only(session: Session) -> None:
    council, by = a_council(session), an_officer(session, a_council(session))
    with pytest.raises(service.CannotShare, match="Only the council that leads"):
        service.offer(
            session, a_challenge(session), council, sharing=Sharing.FOLLOWER, by=by.id, at=NOW
        )


def test_the_lead_cannot_ask_itself(session: Session) -> None:
    challenge = an_open_challenge(session)
    by = an_officer(session, challenge.authority)
    with pytest.raises(service.CannotShare, match="leads this challenge already"):
        service.ask_to_join(session, challenge, challenge.authority, by=by.id, at=NOW)


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_of_shares_asks_the_same_for_many(
    session: Session, queries: Queries, number: int
) -> None:
    council = a_council(session)
    for _ in range(number):
        a_partner(session, an_open_challenge(session), council, joined_at=NOW)
    session.flush()
    with queries() as seen:
        total, rows = shares(session, officer_at(council), page=Page())
    assert (total, len(rows), len(seen)) == (number, min(number, 50), 1)


def test_a_joint_council_sees_no_other_draft_and_no_note_of_the_lead(
    client: FlaskClient, sessions: Sessions, lead: Authority, other: Authority
) -> None:
    with sessions.write() as session:
        ours = a_challenge(session, lead)
        a_challenge(session, lead, title="Secret draft of the lead")
        a_partner(session, ours, other, joined_at=NOW)
    base = f"/desk/challenges/{ours.reference}"
    officer = an_officer_of(client, sessions, lead)
    assert "Secret draft of the lead" in officer.get(f"{base}/timetable").words
    assert officer.get(f"{base}/approval").status_code == 200
    theirs = an_officer_of(client, sessions, other)
    assert "Secret draft of the lead" not in theirs.get(f"{base}/timetable").words
    theirs.get(f"{base}/approval", status=403)


def test_what_a_member_of_a_board_may_not_see_is_not_listed(session: Session) -> None:
    council = a_council(session)
    a_partner(session, an_open_challenge(session), council)
    member = Actor(id=council.id, roles=frozenset({(council.id, Role.BOARD_MEMBER)}))
    assert shares(session, member, page=Page()) == (0, [])


def test_a_deleted_draft_is_shared_no_more(session: Session) -> None:
    council = a_council(session)
    a_partner(session, a_challenge(session, stage=Stage.DISCARDED), council)
    assert shares(session, officer_at(council), page=Page()) == (0, [])


def test_a_draft_that_waits_for_an_answer_has_no_dead_link(
    client: FlaskClient, sessions: Sessions, lead: Authority, other: Authority
) -> None:
    with sessions.write() as session:
        draft = a_challenge(session, lead)
        a_partner(session, draft, other)
    page = an_officer_of(client, sessions, other).get("/desk/shared")
    assert draft.title in page.words
    assert f"/challenges/{draft.reference}" not in page.links()


def test_the_desk_says_which_council_waits_for_an_answer(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, lead: Authority, other: Authority
) -> None:
    with sessions.write() as session:
        held = session.get_one(Challenge, challenge.id)
        a_partner(session, held, other)
        sponsor = a_council(session, name="Third Council")
        a_partner(session, held, sponsor, sharing=Sharing.SPONSOR)

    for council, says, where in (
        (other, "Lead Council asked at", "/desk/shared"),
        (lead, "Third Council asked at", f"/desk/challenges/{challenge.reference}/partners"),
    ):
        seen = an_officer_of(client, sessions, council).get("/desk")
        assert says in seen.words
        assert where in seen.links()

    assert "asked at" not in an_officer_of(client, sessions, sponsor).get("/desk").words
