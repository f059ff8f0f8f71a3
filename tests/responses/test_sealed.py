"""Before the end nobody in the council learns anything: not a word, not a name, not a number."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, Sealing
from engage.challenges.service import NotADraft
from engage.kernel.db import Sessions
from engage.kernel.paging import Page
from engage.reports import service as reports
from engage.responses import policy, queries
from engage.responses.models import Prompt, Response
from engage.responses.service import choose_sealing
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_person,
    a_prompt,
    a_seat,
    a_submitted_response,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.services import Clock

ENDS = NOW + timedelta(days=2)
CANARY = "zanzibarplover"
NAME = "Quillfeather Ltd"
COUNT = 17
MICROSECOND = timedelta(microseconds=1)


class Sealed:
    """An open challenge of a council, and 17 responses with a word that is nowhere else."""

    def __init__(self, sessions: Sessions, role: Role, **about: object) -> None:
        with sessions.write() as session:
            council = a_council(session)
            self.challenge: Challenge = an_open_challenge(
                session, council, **({"engagement_ends": ENDS} | about)
            )
            self.prompt: Prompt = a_prompt(session, self.challenge)
            self.response: Response = self._sent(session)
            self.person = a_person(session, role, at=council)
            if role in (Role.BOARD_MEMBER, Role.BOARD_CHAIR):
                a_seat(session, self.challenge, self.person)

    def _sent(self, session: Session) -> Response:
        for _ in range(6):  # who registered may be counted; who responded may not
            an_interest(session, self.challenge)
        for number in range(COUNT):
            name = NAME if number == 0 else f"Firm {number} {NAME}"
            holder = an_interest(session, self.challenge, organisation=name)
            response = a_submitted_response(session, holder, {self.prompt.id: CANARY})
        return response

    def addresses(self) -> Iterator[str]:
        root = f"/desk/challenges/{self.challenge.reference}"
        for tail in ("", "/responses", "/responses?page=1", f"/responses/{self.response.id}"):
            yield root + tail
        for tail in ("/compile", "/questionnaire"):
            yield root + tail
        for tail in ("/timeline", "/board", "/outcome", "/messages", "/questionnaire/preview"):
            yield root + tail
        yield from ("/desk", "/board", "/council", "/operator", "/my", "/")
        yield f"/challenges/{self.challenge.reference}"
        yield f"/board/challenges/{self.challenge.reference}"


@pytest.mark.parametrize("role", list(Role))
def test_no_page_shows_anything_to_anybody_in_the_council(
    client: FlaskClient, sessions: Sessions, role: Role, clock: Clock
) -> None:
    sealed = Sealed(sessions, role)
    clock.set(ENDS - MICROSECOND)
    sign_in(client, sessions, sealed.person)
    for address in sealed.addresses():
        answer = client.get(address)
        assert answer.status_code in (200, 303, 403, 404), address
        assert "/sign-in" not in answer.headers.get("Location", "")
        assert CANARY not in answer.text, address
        assert f"{COUNT} responses" not in answer.text and f">{COUNT}<" not in answer.text, address


@pytest.mark.parametrize("moment, opened", [(-MICROSECOND, 404), (0 * MICROSECOND, 200)])
def test_the_seal_breaks_at_the_end_and_not_before(
    client: FlaskClient, sessions: Sessions, clock: Clock, moment: timedelta, opened: int
) -> None:
    sealed = Sealed(sessions, Role.OFFICER)
    clock.set(ENDS + moment)
    sign_in(client, sessions, sealed.person)
    root = f"/desk/challenges/{sealed.challenge.reference}"
    assert client.get(f"{root}/responses/{sealed.response.id}").status_code == opened
    assert client.post(f"{root}/responses.csv").status_code == opened
    assert client.post(f"{root}/compile/{uuid4()}/csv").status_code == 404
    page = client.get(f"{root}/responses").text
    assert (NAME in page) == (opened == 200)
    assert ("sealed" in page) == (opened == 404)
    asked = client.post(f"{root}/compile")
    assert asked.status_code == (303 if opened == 200 else 422)


def test_a_withdrawn_challenge_stays_sealed(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    sealed = Sealed(sessions, Role.OFFICER, stage=Stage.WITHDRAWN)
    clock.set(ENDS + timedelta(days=9))
    sign_in(client, sessions, sealed.person)
    page = client.get(f"/desk/challenges/{sealed.challenge.reference}/responses")
    assert "stay sealed" in page.text and NAME not in page.text


def test_a_challenge_withdrawn_after_its_end_stays_open(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    sealed = Sealed(sessions, Role.OFFICER, stage=Stage.WITHDRAWN, closed_at=ENDS)
    clock.set(ENDS + timedelta(days=9))
    sign_in(client, sessions, sealed.person)
    root = f"/desk/challenges/{sealed.challenge.reference}"
    assert NAME in client.get(f"{root}/responses").text
    assert client.get(f"{root}/responses/{sealed.response.id}").status_code == 200


def test_the_reads_themselves_find_nothing(session: Session) -> None:
    challenge = an_open_challenge(session, engagement_ends=ENDS)
    prompt = a_prompt(session, challenge)
    a_submitted_response(session, an_interest(session, challenge), {prompt.id: CANARY})
    before = ENDS - MICROSECOND
    assert queries.count_sent(session, challenge, at=before) == 0
    assert not queries.sent_rows(session, challenge, reader=None, at=before, page=Page())
    assert not queries.per_hour(session, challenge, at=before)
    assert not queries.batch(session, challenge, at=before, after=None, limit=9)
    assert list(queries.counting(session, challenge, at=before)) == []
    with pytest.raises(reports.Sealed, match="sealed until"):
        reports.ask(session, challenge, by=uuid4(), at=before)
    assert queries.count_sent(session, challenge, at=ENDS) == 1


@pytest.mark.parametrize("role", list(Role))
def test_the_rule_itself(session: Session, role: Role) -> None:
    challenge = an_open_challenge(session, engagement_ends=ENDS)
    actor = Actor(id=uuid4(), roles=frozenset({(challenge.authority_id, role)}))
    council_side = role not in (Role.BOARD_MEMBER, Role.BOARD_CHAIR)
    assert not policy.may_read_responses(actor, challenge, ENDS - MICROSECOND)
    assert policy.may_read_responses(actor, challenge, ENDS) == council_side
    neighbour = Actor(id=uuid4(), roles=frozenset({(uuid4(), role)}))
    assert not policy.may_read_responses(neighbour, challenge, ENDS)


def test_responses_are_read_as_they_come_only_where_suppliers_were_told(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        draft = a_challenge(session, council)
        clerk = an_officer(session, council)
    sign_in(client, sessions, clerk)
    officer, root = Browser(client), f"/desk/challenges/{draft.reference}"
    officer.submit(f"{root}/sealing", {"sealing": "rolling"})
    assert "When you read responses : as they come" in officer.get(f"{root}/statement").words
    with sessions.write() as session:
        challenge = session.get_one(Challenge, draft.id)
        challenge.stage, challenge.published_at = Stage.OPEN, clock.now
        challenge.engagement_ends = ENDS
        prompt = a_prompt(session, challenge)
        holder = an_interest(session, challenge, organisation=NAME)
        a_submitted_response(session, holder, {prompt.id: CANARY})
        with pytest.raises(NotADraft):
            choose_sealing(session, challenge, sealing=Sealing.POLICY, by=clerk.id, at=clock.now)
        assert policy.is_unsealed(challenge, clock.now)
        assert not policy.is_unsealed(challenge, clock.now - MICROSECOND)
        assert not policy.is_final(challenge, ENDS - MICROSECOND)
        assert policy.is_final(challenge, ENDS)
    assert NAME in officer.get(f"{root}/responses").words
    assert "can no longer change" in officer.get(f"{root}/sealing").words
    assert "The engagement goes on" in officer.get(f"{root}/board/refer").words
    assert "As they come" in officer.get(f"/challenges/{draft.reference}").words
