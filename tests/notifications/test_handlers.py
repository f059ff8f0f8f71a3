from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge, Sharing
from engage.files import models as files
from engage.interest.models import State as InterestState
from engage.kernel.events import RecordedEvent
from engage.notices import service
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops.models import Place, PlaceState, Sitting
from tests.factories import (
    NOW,
    a_council,
    a_declaration,
    a_document,
    a_file,
    a_partner,
    a_person,
    a_place,
    a_seat,
    a_sitting,
    an_interest,
    an_open_challenge,
)
from tests.notifications.post import (
    World,
    a_reset,
    an_event,
    an_invitation,
    messages,
)

EMAIL_HANDLERS = {"tell", "tell_asker", "announce"}


def happens(session: Session, name: str, subject_id: UUID, **about: Any) -> RecordedEvent:
    """Record an event and let every handler of ours react, twice."""
    event = an_event(session, name, subject_id, **about)
    for _ in range(2):
        for handler in EMAIL_HANDLERS & set(SUBSCRIPTIONS[name]):
            SUBSCRIPTIONS[name][handler](session, event)
    session.flush()
    return event


def told(session: Session) -> list[tuple[str, str]]:
    return sorted((row.template, row.recipient) for row in messages(session))


def calendar(message: Message) -> dict[str, str]:
    """The properties of an attached calendar entry that decide what a calendar does."""
    lines = (message.calendar or "").replace("\r\n ", "").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    wanted = {"METHOD", "SEQUENCE", "UID", "STATUS"}
    return {name: value for name, _, value in pairs if name in wanted}


@pytest.fixture
def world(session: Session) -> World:
    """One challenge with one participant; beside it others who must not hear of it."""
    world = World(session)
    an_interest(session, an_open_challenge(session))
    here = session.get_one(Challenge, world.ids["challenge"])
    an_interest(session, here, state=InterestState.PENDING)
    an_interest(session, here, state=InterestState.WITHDRAWN)
    return world


TO_HOLDER = {
    "challenge.extended": ("challenge", "challenge-extended"),
    "challenge.amended": ("version", "challenge-amended"),
    "challenge.withdrawn": ("challenge", "challenge-withdrawn"),
    "challenge.closed": ("challenge", "engagement-closed"),
    "interest.registered": ("interest", "interest-link"),
    "interest.link_asked": ("interest", "interest-link"),
    "interest.confirmed": ("interest", "interest-confirmed"),
    "workshop.announced": ("workshop", "workshop-announced"),
    "workshop.changed": ("workshop", "workshop-changed"),
    "workshop.cancelled": ("workshop", "workshop-cancelled"),
    "place.booked": ("place", "place-booked"),
    "place.waiting": ("place", "place-waiting"),
    "place.moved_up": ("place", "place-moved-up"),
    "place.left": ("place", "place-left"),
    "place.accepted": ("place", "place-booked"),
    "place.lapsed": ("place", "place-lapsed"),
    "question.answered": ("question", "question-answered"),
    "question.declined": ("question", "question-declined"),
    "response.submitted": ("submission", "response-received"),
    "response.withdrawn": ("response", "response-withdrawn"),
    "outcome.released": ("challenge", "outcome"),
}


@pytest.mark.parametrize("name", TO_HOLDER)
def test_exactly_the_participant_is_told_once(session: Session, world: World, name: str) -> None:
    subject, template = TO_HOLDER[name]
    event = happens(session, name, world.ids[subject], challenge_id=world.ids["challenge"])
    (message,) = messages(session)
    assert (message.template, message.recipient) == (template, world.holder.email)
    assert (message.cause_id, message.interest_id) == (event.id, world.holder.id)
    wanted = world.ids["feedback" if template == "outcome" else subject]
    assert message.subject_id == wanted
    assert message.challenge_id == world.ids["challenge"]


SHARED = ("extended", "amended", "withdrawn")


@pytest.mark.parametrize("what", SHARED)
def test_councils_that_share_or_follow_are_told_once(
    session: Session, world: World, what: str
) -> None:
    challenge = session.get_one(Challenge, world.ids["challenge"])
    for sharing in Sharing:
        council = a_council(session, email=f"{sharing}@Council.example")
        a_partner(session, challenge, council, sharing=sharing, joined_at=NOW)
    a_partner(session, an_open_challenge(session), a_council(session), joined_at=NOW)
    subject = world.ids["version" if what == "amended" else "challenge"]
    happens(session, f"challenge.{what}", subject, challenge_id=challenge.id)
    assert told(session) == [
        (f"challenge-{what}", world.holder.email),
        *((f"shared-{what}", f"{sharing}@council.example") for sharing in sorted(Sharing)),
    ]


def test_an_extension_that_comes_with_an_amendment_is_told_with_it(
    session: Session, world: World
) -> None:
    here = {"challenge_id": world.ids["challenge"], "payload": {"told": False}}
    happens(session, "challenge.extended", world.ids["challenge"], **here)
    assert told(session) == []


@pytest.mark.parametrize("scanned", [True, False])
def test_a_document_of_a_published_challenge_is_told_of_once(
    session: Session, world: World, scanned: bool
) -> None:
    challenge = session.get_one(Challenge, world.ids["challenge"])
    challenge.published_at = NOW - timedelta(days=2)
    follower = a_council(session)
    follows = {"sharing": Sharing.FOLLOWER, "joined_at": NOW}
    a_partner(session, challenge, follower, **follows)
    state = files.State.QUARANTINED if scanned else files.State.CLEAN
    document = a_document(session, challenge, file=a_file(session, state=state))
    here = {"challenge_id": challenge.id}
    happens(session, "document.added", document.id, **here, payload={"after_publishing": True})
    assert bool(told(session)) is not scanned
    document.file.state = files.State.CLEAN
    for _ in range(2):
        happens(session, "document.cleared", document.id, **here)
    assert sorted(told(session)) == [
        ("document-added", world.holder.email),
        ("shared-document", follower.email),
    ]


@pytest.mark.parametrize("reason", ["a draft", "cleared before", "removed"])
def test_nobody_is_told_of_a_document_they_find_or_cannot_take(
    session: Session, world: World, reason: str
) -> None:
    challenge = session.get_one(Challenge, world.ids["challenge"])
    challenge.published_at = None if reason == "a draft" else NOW - timedelta(days=2)
    document = a_document(session, challenge)
    document.removed_at = NOW if reason == "removed" else None
    payload = {"after_publishing": reason == "removed"}
    at = NOW - timedelta(days=3) if reason == "cleared before" else NOW
    here = {"challenge_id": challenge.id, "occurred_at": at}
    happens(session, "document.added", document.id, **here, payload=payload)
    happens(session, "document.cleared", document.id, **here)
    assert told(session) == []


def test_a_registration_asks_for_confirmation(session: Session) -> None:
    pending = an_interest(session, an_open_challenge(session), state=InterestState.PENDING)
    happens(session, "interest.registered", pending.id)
    assert told(session) == [("interest-confirm", pending.email)]


def test_who_left_is_not_written_to(session: Session) -> None:
    gone = an_interest(session, an_open_challenge(session), state=InterestState.WITHDRAWN)
    for name in ("interest.registered", "interest.link_asked", "interest.confirmed"):
        happens(session, name, gone.id)
    assert told(session) == []


def test_a_question_goes_to_the_council_s_mailbox(session: Session, world: World) -> None:
    council = session.get_one(Authority, world.holder.authority_id)
    happens(session, "question.asked", world.ids["question"], challenge_id=world.ids["challenge"])
    assert told(session) == [("question-asked", council.email)]


@pytest.mark.parametrize(
    ("name", "template"),
    [("seat.given", "board-invitation"), ("declaration.ruled", "declaration-ruled")],
)
def test_what_is_about_one_member_goes_to_them(
    session: Session, world: World, name: str, template: str
) -> None:
    a_person(session)
    member = a_person(session)
    about = {"challenge_id": world.ids["challenge"], "payload": {"person_id": str(member.id)}}
    happens(session, name, world.ids["challenge"], **about)
    assert told(session) == [(template, member.email)]


def test_ideas_go_to_everybody_with_a_seat_who_does_not_stand_aside(
    session: Session, world: World
) -> None:
    challenge = session.get_one(Challenge, world.ids["challenge"])
    elsewhere = an_open_challenge(session)
    seated = [a_person(session) for _ in range(2)]
    for member in seated:
        a_seat(session, challenge, member)
    a_seat(session, challenge, a_person(session, disabled_at=NOW))
    a_seat(session, elsewhere, a_person(session))
    aside = a_person(session)
    a_seat(session, challenge, aside)
    a_declaration(session, challenge, aside, kind="actual", ruling="stands aside")
    happens(session, "challenge.referred", challenge.id, challenge_id=challenge.id)
    assert sorted(told(session)) == sorted(("ideas-ready", one.email) for one in seated)


@pytest.mark.parametrize(("ruling", "number"), [("waiting", 1), ("not needed", 0)])
def test_a_declared_interest_asks_for_a_ruling(
    session: Session, world: World, ruling: str, number: int
) -> None:
    challenge_id = world.ids["challenge"]
    about = {"challenge_id": challenge_id, "payload": {"kind": "actual", "ruling": ruling}}
    happens(session, "declaration.made", challenge_id, **about)
    assert [template for template, _ in told(session)] == ["ruling-needed"] * number


@pytest.mark.parametrize("led", [True, False])
def test_finished_reviews_go_to_the_lead(session: Session, world: World, led: bool) -> None:
    challenge = session.get_one(Challenge, world.ids["challenge"])
    lead = a_person(session)
    challenge.lead_id = lead.id if led else None
    happens(session, "reviews.complete", challenge.id, challenge_id=challenge.id)
    to = lead.email if led else challenge.authority.email
    assert told(session) == [("reviews-complete", to)]


@pytest.mark.parametrize("worked", [True, False])
def test_whoever_asked_hears_of_the_compilation(
    session: Session, world: World, worked: bool
) -> None:
    asker = a_person(session)
    payload = {"asked_by": str(asker.id), "succeeded": worked}
    happens(
        session,
        "compilation.finished",
        world.ids["challenge"],
        challenge_id=world.ids["challenge"],
        payload=payload,
    )
    assert told(session) == [("compilation-ready" if worked else "compilation-failed", asker.email)]


def test_ways_in_go_to_the_address_they_are_for(session: Session) -> None:
    invited = an_invitation(session, None)
    happens(session, "invitation.made", invited.id)
    happens(session, "password_reset.asked", a_reset(session).id)
    assert told(session) == [
        ("invitation", "new@marlbury.example.org"),
        ("password-reset", "forgot@marlbury.example.org"),
    ]


def test_calendar_entries_follow_each_other(session: Session, world: World) -> None:
    """The same UID for ever, a SEQUENCE that only rises, and CANCEL at the end."""
    workshop = session.get_one(Sitting, world.ids["workshop"])
    place = world.ids["place"]
    here = {"challenge_id": world.ids["challenge"]}
    happens(session, "place.booked", place, **here)
    workshop.sequence += 1
    happens(session, "workshop.changed", workshop.id, **here)
    workshop.sequence += 1
    happens(session, "workshop.cancelled", workshop.id, **here)
    entries = {row.template: calendar(row) for row in messages(session)}
    uid = f"{place}@engage"
    assert entries == {
        "place-booked": entry("REQUEST", "0", uid, "CONFIRMED"),
        "workshop-changed": entry("REQUEST", "1", uid, "CONFIRMED"),
        "workshop-cancelled": entry("CANCEL", "2", uid, "CANCELLED"),
    }


@pytest.mark.parametrize("left", [True, False])
def test_a_fact_no_longer_true_touches_no_calendar(
    session: Session, world: World, left: bool
) -> None:
    """Booked and left, or left and booked again, before anybody was told."""
    place = session.get_one(Place, world.ids["place"])
    place.state = PlaceState.LEFT if left else PlaceState.BOOKED
    for name in ("place.booked", "place.left"):
        happens(session, name, place.id, payload={"was_booked": True})
    found = {row.template: calendar(row).get("METHOD") for row in messages(session)}
    assert found == {
        "place-booked": None if left else "REQUEST",
        "place-left": "CANCEL" if left else None,
    }


def entry(method: str, sequence: str, uid: str, status: str) -> dict[str, str]:
    return {"METHOD": method, "SEQUENCE": sequence, "UID": uid, "STATUS": status}


def test_who_waits_hears_of_changes_without_a_calendar(session: Session) -> None:
    challenge = an_open_challenge(session)
    workshop = a_sitting(session, challenge)
    states = (PlaceState.BOOKED, PlaceState.WAITING, PlaceState.LEFT)
    holders = [an_interest(session, challenge) for _ in states]
    for holder, state in zip(holders, states, strict=True):
        a_place(session, workshop, holder, state=state)
    happens(session, "workshop.changed", workshop.id, challenge_id=challenge.id)
    found = {row.recipient: bool(row.calendar) for row in messages(session)}
    assert found == {holders[0].email: True, holders[1].email: False}


def test_a_change_nobody_need_know_is_not_told(session: Session, world: World) -> None:
    happens(session, "workshop.changed", world.ids["workshop"], payload={"told": False})
    assert told(session) == []


def test_leaving_the_waiting_list_sends_no_calendar(session: Session, world: World) -> None:
    happens(session, "place.left", world.ids["place"], payload={"was_booked": False})
    assert [row.calendar for row in messages(session)] == [None]


@pytest.mark.parametrize("name", sorted(SUBSCRIPTIONS))
def test_what_is_gone_by_now_stops_nothing(session: Session, name: str) -> None:
    challenge = an_open_challenge(session)
    payload = {"person_id": str(challenge.id), "asked_by": str(challenge.id)}
    happens(session, name, challenge.authority_id, payload=payload)
    assert told(session) == []


@pytest.mark.parametrize(
    ("event", "about", "template"),
    [
        ("notice.refused", {}, ["notice-refused"]),
        ("notice.unsure", {}, ["notice-refused"]),
        ("notice.seen", {"certain": False}, ["notice-seen"]),
        ("notice.seen", {"certain": True}, []),
        ("notice.turned", {}, []),  # its number came with it
    ],
)
def test_what_whoever_leads_hears_of_the_notice(
    session: Session, event: str, about: dict[str, Any], template: list[str]
) -> None:
    challenge = an_open_challenge(session)
    service.record_number(session, challenge, notice_id="083655-2026", by=None, at=NOW)
    happens(session, event, challenge.id, challenge_id=challenge.id, payload=about)
    assert [name for name, _ in told(session)] == template
