"""Sealed with keys: nothing is readable anywhere before two officers have opened it together."""

import hashlib
import re
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.actor import Actor
from engage.accounts.models import Person, Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, Sealing
from engage.challenges.service import close_ended
from engage.kernel import boxes
from engage.kernel.db import Base, Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.responses import queries, service
from engage.responses.kinds import Kind
from engage.responses.models import Channel, Envelope, Protection, Submission
from engage.responses.service.opening import CannotOpen, open_due, turn_key
from engage.responses.service.sealing import CannotSeal, choose_sealing
from engage.responses.service.wording import BadPrompt
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.factories import (
    NOW,
    PHRASE,
    a_challenge,
    a_council,
    a_person,
    a_prompt,
    an_interest,
    an_officer,
    an_opening_key,
    sign_in,
    use_link,
)
from tests.services import Clock

CANARY = "zanzibarplover"
ENDS = NOW + timedelta(days=2)
ROOT = "/desk/challenges/{}"


class Scene:
    """An open challenge sealed for three officers, and one supplier with a browser."""

    def __init__(self, app: Flask, sessions: Sessions) -> None:
        self.app, self.sessions = app, sessions
        with sessions.write() as session:
            self.council = a_council(session)
            self.officers = [an_officer(session, self.council) for _ in range(3)]
            self.keys = [an_opening_key(session, each) for each in self.officers]
            self.challenge: Challenge = a_challenge(session, self.council, engagement_ends=ENDS)
            self.prompts = [a_prompt(session, self.challenge, text=f"{n}?") for n in range(2)]
            choose_sealing(
                session,
                self.challenge,
                sealing=Sealing.KEY,
                openers=self.keys,
                by=self.officers[0].id,
                at=NOW,
            )
            self.challenge.stage, self.challenge.published_at = Stage.OPEN, NOW
            self.interest = an_interest(session, self.challenge, email="ida@alder.example")
        self.root = ROOT.format(self.challenge.reference)
        self.reference = self.challenge.reference
        self.room = f"/my/challenges/{self.challenge.reference}/response"

    def at_desk(self, person: Person) -> Browser:
        client = self.app.test_client()
        sign_in(client, self.sessions, person)
        return Browser(client)

    def supplier(self) -> Browser:
        client = self.app.test_client()
        use_link(client, self.interest)
        return Browser(client)

    def send(self) -> Browser:
        supplier = self.supplier()
        for prompt in self.prompts:
            supplier.submit(f"{self.room}/{prompt.id}", {"text": f"{CANARY} for {prompt.text}"})
        supplier.submit(f"{self.room}/check")
        return supplier

    def turn(self, number: int, clock: Clock) -> bool:
        """One officer uses their key; whether that opens."""
        private = boxes.taken(self.keys[number].kept, PHRASE)
        with self.sessions.write() as session:
            key = queries.opener_key(session, self.challenge.id, self.officers[number].id)
            assert key is not None
            challenge = session.get_one(Challenge, self.challenge.id)
            return turn_key(session, challenge, key, private, at=clock.now)

    def half_open(self) -> int:
        with self.sessions.read() as session:
            return session.scalar(select(func.count(Envelope.peeled))) or 0

    def words(self) -> str:
        """Each column of each row of each table, as text and as bytes."""
        found: list[object] = []
        with self.sessions.read() as session:
            for table in Base.metadata.sorted_tables:
                found += [each for row in session.execute(select(table)) for each in row]
        return "\n".join(
            each.decode("latin-1") if isinstance(each, bytes) else str(each) for each in found
        )


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


@pytest.mark.slow
def test_from_the_first_word_to_the_opening(scene: Scene, clock: Clock) -> None:
    supplier, first = scene.supplier(), f"{scene.room}/{scene.prompts[0].id}"
    supplier.submit(first, {"text": f"{CANARY} first"})
    assert CANARY not in scene.words(), "not even of a draft"
    assert f"{CANARY} first" in supplier.get(first).text
    scene.send()
    assert CANARY not in scene.words()
    receipt = supplier.get(f"{scene.room}/receipt")
    assert "Encrypted" in receipt.words and CANARY not in receipt.text
    supplier.get(f"{scene.room}/receipt.json", status=303)
    early = scene.at_desk(scene.officers[0])
    assert "open them together" in early.get(f"{scene.root}/responses").words
    clock.set(ENDS)
    officers = [scene.at_desk(each) for each in scene.officers]  # signed out since
    _opened_by_two(scene, officers[0], officers[1])
    with scene.sessions.read() as session:
        [sent] = session.scalars(select(Submission)).all()
        assert session.scalars(select(Envelope)).all() == []
    assert sent.answers == {str(each.id): f"{CANARY} for {each.text}" for each in scene.prompts}
    assert (sent.sealed, len(sent.nonce), sent.words) == (None, 64, 6)
    told = supplier.get(f"{scene.room}/receipt.json")
    assert hashlib.sha256(told.data).hexdigest() == sent.sha256
    assert scene.interest.organisation in officers[2].get(f"{scene.root}/responses").words


def _opened_by_two(scene: Scene, first: Browser, second: Browser) -> None:
    opening = f"{scene.root}/opening"
    first.submit(opening, {"phrase": "not the phrase at all"}, status=422)
    first.submit(opening, {"phrase": PHRASE})
    first.submit(opening, {"phrase": PHRASE})  # alone, however often
    for path in ("responses", "compile", "reading", "themes", "requirements", "copies"):
        assert "They are encrypted" in first.get(f"{scene.root}/{path}").words
    assert "Key used" in second.get(opening).words
    second.submit(opening, {"phrase": PHRASE})
    assert "being opened: 0 of 1" in second.get(opening).words
    assert (open_due(scene.sessions), open_due(scene.sessions)) == (1, 0)
    assert "could be read from" in first.get(opening).words


def test_a_second_press_sends_nothing_twice_and_a_new_answer_replaces(scene: Scene) -> None:
    supplier = scene.send()
    supplier.get(f"{scene.room}/check")
    with scene.sessions.write() as session:
        own = queries.own(session, Actor(passes=frozenset([scene.interest.id])), scene.reference)
        assert own is not None and own.response is not None
        held = service.hold(session, own.response)
        before = service.submit(session, held, by=None, at=NOW)
        assert before.number == 1
    scene.send()
    with scene.sessions.read() as session:
        wanted = select(Submission.number, Submission.replaced_at.is_(None))
        assert sorted(session.execute(wanted).all()) == [(1, False), (2, True)]


def test_nobody_opens_before_the_end_nor_alone_nor_too_far_apart(
    scene: Scene, clock: Clock
) -> None:
    scene.send()
    clock.set(ENDS - timedelta(microseconds=1))
    for number in range(3):
        with pytest.raises(CannotOpen):
            scene.turn(number, clock)
    clock.set(ENDS)
    assert not scene.turn(0, clock)
    assert open_due(scene.sessions) == 0
    assert scene.half_open() == 2
    clock.advance(minutes=30, microseconds=1)
    open_due(scene.sessions)
    assert scene.half_open() == 0, "what was left half open is forgotten"
    assert not scene.turn(1, clock)  # the first was too long ago: this is the first now
    assert CANARY not in scene.words()
    clock.advance(minutes=30)
    assert scene.turn(2, clock)
    with pytest.raises(CannotOpen):
        scene.turn(0, clock)
    assert open_due(scene.sessions) == 1


def test_no_single_role_finds_a_word_in_a_thousand_tries(scene: Scene, clock: Clock) -> None:
    """Whoever has one private key and the whole database: each box, each way, both ends."""
    scene.send()
    clock.set(ENDS)
    scene.turn(0, clock)
    mine = boxes.taken(scene.keys[1].kept, PHRASE)  # of an officer who has not used it
    assert scene.keys[1].id not in {scene.keys[0].id}
    with scene.sessions.read() as session:
        rows = session.scalars(select(Envelope)).all()
        sent = session.scalars(select(Submission.sealed)).one()
        known = [each for row in rows for each in (row.box, row.peeled) if each]
    assert sent is not None
    others = boxes.new_pair().private  # an operator, a member of the board, an auditor
    dice, tries = Random(1), 0
    for key in (others, boxes.taken(scene.keys[0].kept, PHRASE)):
        while tries < 500 * (1 + (key is not others)):
            tries += 1
            box = dice.choice([*known, sent, sent[: boxes.SECRET + 48]])
            assert not _opens(key, box, scene.challenge.sealing_key)
    assert tries == 1000
    for phrase in ("", PHRASE.upper(), f"{PHRASE} ", "password"):
        with pytest.raises(boxes.BadBox):
            boxes.taken(scene.keys[0].kept, phrase)
    # The negative control: the second officer does open what the first left for them.
    left = [each.peeled for each in rows if each.second_key_id == scene.keys[1].id]
    half = next(each for each in left if each)
    assert boxes.public_of(boxes.unsealed(mine, half)) == scene.challenge.sealing_key


def _opens(key: bytes, box: bytes, public: bytes | None) -> bool:
    """Whether this key gets the key of the challenge, or a word, out of a box."""
    for way in (boxes.unsealed, boxes.unlocked):
        try:
            inner = way(key, box)
        except boxes.BadBox:
            continue
        if len(inner) == boxes.SECRET and boxes.public_of(inner) == public:
            return True
        if CANARY.encode() in inner:
            return True
    return False


def test_a_box_that_was_changed_waits_for_its_repair(scene: Scene, clock: Clock) -> None:
    scene.send()
    with scene.sessions.write() as session:
        [sent] = session.scalars(select(Submission)).all()
        whole = sent.sealed or b""
        sent.sealed = whole[:-1] + bytes([whole[-1] ^ 1])
    clock.set(ENDS)
    assert (scene.turn(0, clock), scene.turn(1, clock)) == (False, True)
    assert open_due(scene.sessions) == 0
    opening = scene.at_desk(scene.officers[2]).get(f"{scene.root}/opening")
    assert "1 response could not be opened" in opening.words
    with scene.sessions.write() as session:
        session.scalars(select(Submission)).one().sealed = whole
    assert (scene.turn(2, clock), scene.turn(0, clock)) == (False, True)
    assert open_due(scene.sessions) == 1
    with scene.sessions.read() as session:
        wanted = select(RecordedEvent.payload).where(RecordedEvent.name == "responses.opened")
        found = session.scalars(wanted.order_by(RecordedEvent.id)).all()
        assert found == [{"number": 0, "lost": 1}, {"number": 1, "lost": 0}]
        assert session.scalars(select(Envelope)).all() == []


def test_what_is_entered_from_paper_is_sealed_as_well(scene: Scene, clock: Clock) -> None:
    clock.set(ENDS - timedelta(hours=1))
    with scene.sessions.write() as session:
        challenge = session.get_one(Challenge, scene.challenge.id)
        prompts = [each.id for each in queries.prompts(session, challenge.id)]
        came = service.Entered(
            organisation="Rowan Repairs",
            name="Rowan",
            email="rowan@repairs.example",
            channel=Channel.PAPER,
            received_at=clock.now - timedelta(hours=1),
            because="No computer at hand.",
            protection=Protection.COUNCIL,
        )
        typed = dict.fromkeys(prompts, f"{CANARY} on paper")
        service.enter(session, challenge, typed, came, by=scene.officers[0].id, at=clock.now)
    assert CANARY not in scene.words()
    clock.set(ENDS)
    scene.turn(0, clock)
    scene.turn(1, clock)
    assert open_due(scene.sessions) == 1
    assert scene.words().count(f"{CANARY} on paper") >= 2


@pytest.mark.slow
def test_no_page_shows_anybody_a_word_before_the_opening(scene: Scene, clock: Clock) -> None:
    """Every address with a challenge in it, as every role of the council and who runs it all."""
    scene.send()
    clock.set(ENDS)
    close_ended(scene.sessions)
    drain(scene.sessions, SUBSCRIPTIONS)
    scene.turn(0, clock)
    with scene.sessions.write() as session:
        people = {
            "officer": scene.officers[0],
            "chair": a_person(session, Role.BOARD_CHAIR, at=scene.council),
            "auditor": a_person(session, Role.AUDITOR, at=scene.council),
            "operator": a_person(session, is_operator=True),
        }
        [sent] = session.scalars(select(Submission)).all()
        things = {"ref": scene.reference, "slug": scene.council.slug, "ending": "csv"}
        things |= {"submission_id": str(sent.id), "response_id": str(sent.response_id)}
        things |= {"interest_id": str(scene.interest.id), "format": "csv"}
    paths = [
        re.sub(r"<(?:\w+:)?(\w+)>", lambda found: things[found[1]], rule.rule)
        for rule in scene.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments and rule.arguments <= set(things)
    ]
    assert len(paths) > 90
    for role, person in people.items():
        assert _leaks(scene, person, paths) == [], role
    scene.turn(1, clock)
    assert open_due(scene.sessions) == 1
    shown = _leaks(scene, people["officer"], paths)
    assert f"{scene.root}/responses/{sent.response_id}" in shown, "the negative control"


def _leaks(scene: Scene, person: Person, paths: list[str]) -> list[str]:
    client = scene.app.test_client()
    sign_in(client, scene.sessions, person)
    answers = [(path, client.get(path)) for path in paths]
    assert [path for path, answer in answers if answer.status_code >= 500] == []
    return [path for path, answer in answers if CANARY.encode() in answer.data]


def test_it_takes_two_with_keys_and_no_files(scene: Scene) -> None:
    with scene.sessions.write() as session:
        draft = a_challenge(session, scene.council, stage=Stage.DRAFT)
        about: dict[str, Any] = {"sealing": Sealing.KEY, "by": scene.officers[0].id, "at": NOW}
        with pytest.raises(CannotSeal, match="2 to 5 people"):
            choose_sealing(session, draft, openers=scene.keys[:1], **about)
        asked = a_prompt(session, draft, kind=Kind.FILE)
        with pytest.raises(CannotSeal, match="cannot hold files"):
            choose_sealing(session, draft, openers=scene.keys, **about)
        session.delete(asked)
        session.flush()
        choose_sealing(session, draft, openers=scene.keys, **about)
        assert len(queries.envelopes(session, draft.id)) == 6
        with pytest.raises(BadPrompt, match="cannot hold files"):
            service.add_prompt(session, draft, by=None, at=NOW, text="Plan?", kind=Kind.FILE)
        choose_sealing(session, draft, **(about | {"sealing": Sealing.POLICY}))
        assert (draft.sealing_key, queries.envelopes(session, draft.id)) == (None, [])


def test_the_openers_are_told(scene: Scene, clock: Clock) -> None:
    scene.send()
    clock.set(ENDS)
    close_ended(scene.sessions)
    drain(scene.sessions, SUBSCRIPTIONS)
    scene.turn(0, clock)
    drain(scene.sessions, SUBSCRIPTIONS)
    with scene.sessions.read() as session:
        wanted = select(Message.recipient).where(Message.template == "opening-due")
        told = sorted(session.scalars(wanted))
    assert told == sorted(2 * [each.email for each in scene.officers])


def test_how_many_there_are_is_shown_where_suppliers_were_told(scene: Scene) -> None:
    scene.send()
    officer = scene.at_desk(scene.officers[0])
    assert "so far" not in officer.get(f"{scene.root}/responses").words
    with scene.sessions.write() as session:
        session.get_one(Challenge, scene.challenge.id).counts_shown = True
    assert "1 response so far" in officer.get(f"{scene.root}/responses").words
    public = Browser(scene.app.test_client()).get(f"/challenges/{scene.challenge.reference}")
    assert "How many responses there are, and nothing else" in public.words
    assert "two named people have opened them" in public.words
