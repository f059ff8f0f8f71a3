"""Every link on a page leads its reader somewhere."""

import pytest
from flask.testing import FlaskClient

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.kernel.db import Sessions
from engage.notices.models import SourceNotice
from engage.reviews.models import Verdict
from engage.spaces.queries import desk
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    a_person,
    a_submitted_response,
    a_supplier,
    a_supplier_user,
    an_interest,
    an_open_challenge,
    sign_in,
)
from tests.reviews.scene import a_board
from tests.reviews.shortlists import a_released_shortlist


class Walker:
    """Somebody who goes from page to page, and asks for each link that is met once."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.browser = Browser(client)
        self.answers: dict[str, int] = {}

    def leads_on(self, path: str, *, status: int = 200) -> list[str]:
        """The links of a page of this site; none of them is refused."""
        links = self.browser.get(path, status=status).links()
        own = sorted({link.partition("#")[0] for link in links if link.startswith("/")})
        for link in own:
            if link and link not in self.answers:
                self.answers[link] = self.client.get(link).status_code
        refused = {
            link: self.answers[link]
            for link in own
            if link and self.answers[link] not in (200, 303)
        }
        assert not refused, f"{path} leads to {refused}"
        return own


def leads_on(client: FlaskClient, path: str, *, status: int = 200) -> list[str]:
    """The links of one page, all asked for anew."""
    return Walker(client).leads_on(path, status=status)


PARTS = ["", "/suppliers", "/preview", "/statement", "/board"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.COUNCIL_ADMIN])
def test_the_pages_of_a_draft(client: FlaskClient, sessions: Sessions, role: Role) -> None:
    """Walks the ``PARTS`` of one draft as one role: every link of every page."""
    with sessions.write() as session:
        council = a_council(session)
        draft = a_challenge(session, council)
        person = a_person(session, role, at=council)
    sign_in(client, sessions, person)
    walker = Walker(client)

    for part in PARTS:
        links = walker.leads_on(f"/desk/challenges/{draft.reference}{part}")

        publishes = f"/desk/challenges/{draft.reference}/publish" in links
        wanted = part in ("/preview", "/statement") and role is Role.OFFICER
        assert publishes == wanted, part


def test_a_member_is_led_to_the_shortlist_once_they_may_read_it(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    sign_in(client, sessions, scene.member)
    place = f"/board/challenges/{scene.ref}"

    assert f"{place}/shortlist" not in leads_on(client, place)
    with sessions.write() as session:
        for idea in scene.ideas:
            session.merge(idea).verdict = Verdict.SHORTLISTED
        a_released_shortlist(session, scene.challenge, by=scene.officer)
    assert f"{place}/shortlist" in leads_on(client, place)


PLACES = ["/desk", "/board", "/council", "/operator", "/my", "/nowhere", "/"]


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.OFFICER, "/desk"),
        (Role.COUNCIL_ADMIN, "/desk"),
        (Role.BOARD_MEMBER, "/board"),
        (None, "/operator"),
    ],
)
def test_the_menu_offers_only_what_its_reader_may_use(
    client: FlaskClient, sessions: Sessions, role: Role | None, home: str
) -> None:
    """Walks the ``PLACES`` as one role, may it enter or not: every link of every page."""
    with sessions.write() as session:
        roles = [role] if role else []
        person = a_person(session, *roles, is_operator=role is None)
    sign_in(client, sessions, person)
    walker = Walker(client)

    for path in PLACES:
        status = client.get(path).status_code
        links = walker.leads_on(path, status=status)

        assert home in links or status == 303, path
        assert status in (200, 303, 403, 404), path


def test_people_of_a_supplier_find_what_they_take_part_in(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        person = a_supplier_user(session, a_supplier(session))
    sign_in(client, sessions, person)

    for path, status in (("/", 200), ("/help", 200), ("/desk", 403)):
        assert "/my" in leads_on(client, path, status=status)
    assert "/desk/challenges" not in Browser(client).get("/desk", status=403).links()


def test_a_passer_by_is_offered_no_home(client: FlaskClient) -> None:
    assert "Go to your home" not in Browser(client).get("/nowhere", status=404).words


def test_without_responses_the_work_goes_on_to_the_outcome(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        empty, full = a_closed_challenge(session, council), a_closed_challenge(session, council)
        a_submitted_response(session, an_interest(session, full))
        officer = a_person(session, Role.OFFICER, at=council)
    sign_in(client, sessions, officer)
    hub = f"/desk/challenges/{empty.reference}"

    assert f"{hub}/outcome" in leads_on(client, "/desk")
    assert f"/desk/challenges/{full.reference}/compile" in leads_on(client, "/desk")
    assert "Not needed" in Browser(client).get(f"{hub}/board").words
    assert f"{hub}/board/refer" not in leads_on(client, f"{hub}/board")


def test_how_many_responded_is_not_told_before_the_end(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        a_submitted_response(session, an_interest(session, challenge))
        facts = desk.of_one(session, Actor(), challenge, at=NOW)
        assert (facts.ended, facts.responses) == (False, 0)
        challenge.engagement_ends = NOW
        assert desk.of_one(session, Actor(), challenge, at=NOW).responses == 1


def test_a_challenge_from_a_notice_leads_to_it(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        draft = a_challenge(session, council)
        session.add(
            SourceNotice(
                challenge_id=draft.id,
                authority_id=council.id,
                findings={"missing": [], "warnings": []},
                imported_at=NOW,
            )
        )
        officer = a_person(session, Role.OFFICER, at=council)
    sign_in(client, sessions, officer)
    hub = f"/desk/challenges/{draft.reference}"

    assert f"{hub}/notice" in leads_on(client, hub)
