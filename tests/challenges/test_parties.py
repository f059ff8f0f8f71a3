"""Organisations that a notice names and that are not on engage: named, shown, taken back."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.challenges import queries, service
from engage.challenges.models import Challenge, Relation
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notices import queries as notices
from engage.notices.completeness import State, meter_of
from engage.notices.copying import as_text
from engage.notices.mapping import release_of
from engage.notices.mapping.validation import faults
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.challenges.outside import an_outside_party
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    an_officer,
    an_open_challenge,
    sign_in,
)

OFFICER = UUID(int=1)
PPON = "PJYG-6658-PPMY"


def test_name_it_read_it_remove_it(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        challenge = an_open_challenge(session, council)
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    officer, base = Browser(client), f"/desk/challenges/{challenge.reference}/partners"
    typed = {"party": "Fell Council", "relation": "buys with us", "ppon": "x"}
    refused = officer.submit(f"{base}/name", typed, status=422)
    assert "The PPON must look like PJYG-6658-PPMY" in refused.words
    officer.submit(f"{base}/name", typed | {"ppon": f"gb-ppon-{PPON}"})
    acting = {"party": "Buyers Ltd", "relation": "acts for us"}
    refused = officer.submit(f"{base}/name", acting, status=422)
    assert "Say below what it does for your council" in refused.words
    officer.submit(f"{base}/name", acting | {"summary": "Runs the buying."})
    shown = officer.follow()
    assert "Fell Council Buys together with the council PJYG-6658-PPMY" in shown.words
    assert "Buyers Ltd Acts for the council: Runs the buying. Not given" in shown.words
    public = officer.get(f"/challenges/{challenge.reference}").words
    assert "Together with Fell Council." in public
    assert "Acting for the council: Buyers Ltd." in public
    copied = officer.get(f"/desk/challenges/{challenge.reference}/notice/copy.txt").text
    assert "Buyers Ltd" in copied and "Runs the buying." in copied
    assert "Fell Council" in newest(sessions, challenge)
    officer.submit(next(link for link in shown.links() if link.startswith("/desk/parties")))
    assert "Buyers Ltd" not in officer.follow().words
    timeline = officer.get(f"/desk/challenges/{challenge.reference}/timeline").words
    assert "An organisation is named no more: Buyers Ltd (acts for us)" in timeline


def newest(sessions: Sessions, challenge: Challenge) -> str:
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        release = notices.newest_release(session, challenge)
        return release.body if release else ""


@pytest.mark.parametrize(
    ("relation", "roles", "of_lead"),
    [
        (Relation.BUYS_TOO, ["buyer"], ["buyer"]),
        (Relation.WE_ACT_FOR, ["buyer"], ["buyer", "procuringEntity"]),
        (Relation.ACTS_FOR_US, ["procuringEntity"], ["buyer"]),
    ],
)
def test_the_notice_names_it(
    session: Session, relation: Relation, roles: list[str], of_lead: list[str]
) -> None:
    challenge = an_open_challenge(session, a_council(session, ppon="PMBC-1001-ABCD"))
    summary = "Runs the buying." if relation is Relation.ACTS_FOR_US else ""
    party = an_outside_party(session, challenge, relation=relation, summary=summary)
    facts = notices.facts_of(session, challenge, at=NOW)
    release = release_of(facts, number=1, tag="planning", at=NOW)
    assert list(faults(release)) == []
    lead, other = release["parties"]
    assert (lead["roles"], other["roles"]) == (of_lead, roles)
    assert (other["name"], other["id"]) == (party.name, f"engage-party-{party.id.hex}")
    assert other.get("roleDetails", "") == summary
    told = f"Buys for {party.name}."
    assert lead.get("roleDetails", "") == (told if relation is Relation.WE_ACT_FOR else "")
    assert party.name in as_text(facts)
    items = {item.letter: item for item in meter_of(facts).items}
    acts = relation is not Relation.BUYS_TOO
    assert (items["13(e)"].state is State.NOT_NEEDED) is not acts
    buys = relation is not Relation.ACTS_FOR_US
    assert (items["13(b)"].state is State.GIVEN) is buys
    assert (party.name in items["13(d)"].sentence) is buys


def test_when_nobody_more_can_be_named(session: Session) -> None:
    def add(to: object, name: str = "Fell Council", **about: object) -> None:
        given = {"relation": Relation.BUYS_TOO, **about}
        service.add_party(session, to, name=name, **given, by=OFFICER, at=NOW)  # type: ignore[arg-type]

    draft = a_challenge(session)
    add(draft)
    for name, about, sentence in (
        ("Fell Council ", {}, "named already"),
        (" ", {}, "Enter the name"),
        ("B", {"relation": Relation.ACTS_FOR_US}, "Say what it does"),
    ):
        with pytest.raises(service.CannotShare, match=sentence):
            add(draft, name, **about)
    [party] = queries.outside_parties(session, draft.id)
    service.remove_party(session, party, by=OFFICER, at=NOW)
    service.remove_party(session, party, by=OFFICER, at=NOW)  # a second press
    add(draft)
    service.discard(session, draft, by=OFFICER, at=NOW)
    assert queries.outside_parties(session, draft.id) == []
    for over in (
        a_closed_challenge(session),
        an_open_challenge(session, engagement_ends=NOW - timedelta(hours=1)),
    ):
        with pytest.raises(service.CannotShare, match="The engagement is over"):
            add(over)
