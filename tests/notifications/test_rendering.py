import re
from datetime import timedelta
from pathlib import Path

import pytest
from markupsafe import escape
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, Why
from engage.challenges.service import snapshot
from engage.kernel.clock import spoken
from engage.kernel.db import Sessions
from engage.kernel.mailbox import StoredMail, read_folder
from engage.kernel.paging import Page
from engage.notifications.queries.words import of_place
from engage.notifications.rendering.catalogue import CATALOGUE, Audience
from engage.notifications.rendering.environment import folded, laid_out, paragraphs, quoted
from engage.notifications.rendering.topics import ONE_CLICK
from engage.notifications.service.sending import send_due
from engage.workshops import queries as workshops
from engage.workshops.models import PlaceState
from tests.factories import NOW, a_place, a_sitting, a_supplier, an_interest, an_open_challenge
from tests.notifications.post import (
    BASE,
    SIGNER,
    World,
    a_message,
    an_invitation,
    messages,
    post_to,
)

LINK = re.compile(r"https?://[^\s\"<]+")
SUBJECTS = {
    "interest-confirm": "Marlbury Council: confirm your interest in Damp homes",
    "interest-confirmed": "Marlbury Council: you are taking part in Damp homes",
    "interest-link": "Marlbury Council: your link to Damp homes",
    "challenge-published": "Marlbury Council: a new challenge, Damp homes",
    "subscription-confirm": "Confirm the e-mails you asked for",
    "digest": "New challenges: Damp homes",
    "subscription-match": "Marlbury Council: a new challenge you searched for, Damp homes",
    "closing-soon": "Marlbury Council: Damp homes ends soon",
    "response-not-sent": "[Action needed] Marlbury Council: send your response to Damp homes",
    "supplier-invited": "Marlbury Council: invitation to take part in Damp homes",
    "supplier-reminded": "Marlbury Council: you can still take part in Damp homes",
    "challenge-extended": "Marlbury Council: more time for Damp homes",
    "challenge-amended": "Marlbury Council: Damp homes has changed",
    "challenge-withdrawn": "Marlbury Council: Damp homes has been withdrawn",
    "document-added": "Marlbury Council: a new document for Damp homes",
    "shared-extended": "Marlbury Council: more time for Damp homes",
    "shared-amended": "Marlbury Council: Damp homes has changed",
    "shared-withdrawn": "Marlbury Council: Damp homes has been withdrawn",
    "shared-materials": "Marlbury Council: slides and notes for Damp homes",
    "shared-document": "Marlbury Council: a new document for Damp homes",
    "engagement-closed": "Marlbury Council: Damp homes has ended",
    "workshop-announced": "Marlbury Council: a workshop for Damp homes",
    "workshop-changed": "Marlbury Council: a workshop has changed, Damp homes",
    "workshop-cancelled": "Marlbury Council: a workshop is cancelled, Damp homes",
    "place-booked": "Marlbury Council: your place is booked, Damp homes",
    "place-waiting": "Marlbury Council: you are on the waiting list, Damp homes",
    "place-moved-up": "Marlbury Council: you now have a place, Damp homes",
    "place-named": "Marlbury Council: you were named for a workshop, Damp homes",
    "place-passed-on": "Marlbury Council: somebody else will come, Damp homes",
    "needs-told": "[Action needed] Marlbury Council: somebody needs help to take part, Damp homes",
    "session-tomorrow": "Marlbury Council: your workshop is near, Damp homes",
    "calendar-address": "engage: the address of your calendar",
    "place-offered": "[Action needed] Marlbury Council: a place is free for you, Damp homes",
    "place-transferred": "Marlbury Council: another session of your workshop, Damp homes",
    "place-lapsed": "Marlbury Council: the offer of a place has ended, Damp homes",
    "place-left": "Marlbury Council: you gave up your place, Damp homes",
    "one-to-ones-opened": "Marlbury Council: ask for a one-to-one about Damp homes",
    "one-to-ones-needs": (
        "[Action needed] Marlbury Council: somebody needs help at a one-to-one, Damp homes"
    ),
    "one-to-ones-cancelled": "Marlbury Council: one-to-ones are cancelled, Damp homes",
    "one-to-one-asked": "Marlbury Council: you are in the draw for a one-to-one, Damp homes",
    "one-to-one-waiting": (
        "Marlbury Council: you are on the waiting list for a one-to-one, Damp homes"
    ),
    "one-to-one-booked": "Marlbury Council: you have a one-to-one, Damp homes",
    "one-to-one-moved": "Marlbury Council: your one-to-one has changed, Damp homes",
    "one-to-one-left": "Marlbury Council: you gave up your one-to-one, Damp homes",
    "one-to-one-cancelled": "Marlbury Council: your one-to-one is cancelled, Damp homes",
    "one-to-one-tomorrow": "Marlbury Council: your one-to-one is near, Damp homes",
    "materials-published": "Marlbury Council: slides and notes for Damp homes",
    "materials-due": "[Action needed] Marlbury Council: publish the materials of Damp homes",
    "materials-overdue": "[Action needed] Marlbury Council: materials of Damp homes are late",
    "material-refused": (
        "[Action needed] Marlbury Council: a file of a workshop for Damp homes was refused"
    ),
    "disclosure-published": "Marlbury Council: what suppliers were told about Damp homes",
    "disclosure-due": "[Action needed] Marlbury Council: some suppliers know more about Damp homes",
    "disclosure-overdue": (
        "[Action needed] Marlbury Council: some suppliers still know more about Damp homes"
    ),
    "follow-up-asked": "Marlbury Council: a supplier asks about the feedback on Damp homes",
    "follow-up-answered": "Marlbury Council: the answer to your question about Damp homes",
    "outcome-due": "[Action needed] Marlbury Council: tell suppliers the outcome of Damp homes",
    "outcome-overdue": "[Action needed] Marlbury Council: the outcome of Damp homes is late",
    "suppliers-merged": "Marlbury Council: Idea House is now Idea House Ltd",
    "partner-asked": "[Action needed] Marlbury Council asks you to share Damp homes",
    "partner-joined": "Marlbury Council and Tavenshire share Damp homes",
    "sponsor-offered": "[Action needed] Tavenshire offers to co-sponsor Damp homes",
    "approval-asked": "[Action needed] Marlbury Council: approve Damp homes",
    "approval-returned": "[Action needed] Marlbury Council: Damp homes was returned",
    "approval-given": "Marlbury Council: Damp homes was approved",
    "changes-asked": "[Action needed] Marlbury Council: read the changes of Damp homes",
    "changes-returned": (
        "[Action needed] Marlbury Council: your changes of Damp homes were returned"
    ),
    "changes-published": "Marlbury Council: your changes of Damp homes are published",
    "not-published": "[Action needed] Marlbury Council: Damp homes was not published",
    "notice-turned": "[Action needed] Marlbury Council: the notice of Damp homes has to look back",
    "notice-refused": "[Action needed] Marlbury Council: the notice of Damp homes is not published",
    "notice-seen": "[Action needed] Marlbury Council: is this the notice of Damp homes?",
    "question-asked": "Marlbury Council: a new question about Damp homes",
    "question-answered": "Marlbury Council: a question was answered, Damp homes",
    "question-asked-back": (
        "[Action needed] Marlbury Council asks you something about your question, Damp homes"
    ),
    "question-kept-confidential": (
        "Marlbury Council keeps a part of your question confidential, Damp homes"
    ),
    "question-not-confidential": (
        "[Action needed] Marlbury Council: choose what happens to your question, Damp homes"
    ),
    "question-replied": "Marlbury Council: a supplier replied about Damp homes",
    "question-dates": "Marlbury Council: more time to ask about Damp homes",
    "opening-due": "[Action needed] Marlbury Council: open the responses to Damp homes",
    "questions-due": "[Action needed] Marlbury Council: answer questions about Damp homes",
    "questions-overdue": (
        "[Action needed] Marlbury Council: answers to questions about Damp homes are late"
    ),
    "question-declined": "Marlbury Council: your question about Damp homes",
    "response-received": "Marlbury Council: we have your response to Damp homes",
    "response-withdrawn": "Marlbury Council: you took back your response to Damp homes",
    "board-invitation": "Marlbury Council: join the board for Damp homes",
    "ideas-ready": "Marlbury Council: ideas to review for Damp homes",
    "ruling-needed": "Marlbury Council: decide about a declared interest for Damp homes",
    "conflict-found": "Marlbury Council: decide about a possible conflict for Damp homes",
    "declaration-ruled": "Marlbury Council: a decision about your interest in Damp homes",
    "reviews-complete": "Marlbury Council: all reviews are in for Damp homes",
    "outcome": "Marlbury Council: the outcome of Damp homes",
    "acting-link": "Your link for Idea House & Sons",
    "invitation": "Marlbury Council: your invitation to engage",
    "password-reset": "engage: choose a new password",
    "document-refused": "Marlbury Council: a document of Damp homes was refused",
    "document-condemned": "[Action needed] Marlbury Council: a document of Damp homes is infected",
    "document-unsafe": "Marlbury Council: do not open a document of Damp homes",
    "draft-condemned": (
        "[Action needed] Marlbury Council: a document of the draft Damp homes is infected"
    ),
    "compilation-ready": "Marlbury Council: the responses to Damp homes are compiled",
    "compilation-failed": "Marlbury Council: compiling Damp homes did not work",
}
ABOUT = {
    "opening-due": "challenge",
    "closing-soon": "challenge",
    "digest": "alert",
    "response-not-sent": "challenge",
    "supplier-invited": "challenge",
    "supplier-reminded": "challenge",
    "interest": "interest",
    "challenge": "challenge",
    "challenge-amended": "version",
    "document-added": "document",
    "document-unsafe": "document",
    "draft": "challenge",
    "shared": "challenge",
    "shared-amended": "version",
    "shared-document": "document",
    "shared-materials": "batch",
    "changes": "challenge",
    "changes-published": "version",
    "engagement": "challenge",
    "workshop": "workshop",
    "materials": "workshop",
    "materials-published": "batch",
    "material": "material",
    "place": "place",
    "calendar": "feed",
    "session": "workshop",
    "needs": "workshop",
    "question": "question",
    "question-dates": "challenge",
    "questions": "challenge",
    "disclosure": "open",
    "disclosure-published": "disclosure",
    "response-received": "submission",
    "response-withdrawn": "response",
    "approval": "challenge",
    "not": "challenge",
    "notice": "challenge",
    "board": "challenge",
    "reviews": "challenge",
    "ideas": "challenge",
    "conflict": "challenge",
    "ruling": "challenge",
    "declaration": "challenge",
    "outcome": "feedback",
    "follow-up-asked": "challenge",
    "follow-up-answered": "follow_up",
    "outcome-due": "owed",
    "outcome-overdue": "owed",
    "invitation": "invitation",
    "acting": "colleague",
    "password": "reset",
    "compilation": "challenge",
    "document": "challenge",
    "partner": "partner",
    "subscription-confirm": "subscription",
    "subscription-match": "challenge",
    "sponsor": "partner",
    "suppliers-merged": "merge",
    "one-to-ones-opened": "series",
    "one-to-ones-cancelled": "series",
    "one-to-ones-needs": "series",
    "one-to-one-cancelled": "slot",
    "one": "entry",
}


COUNCILLESS = (
    "acting-link",
    "password-reset",
    "subscription-confirm",
    "suppliers-merged",
    "calendar-address",
)
"""Messages of no council, about no challenge."""


def owe_one(session: Session, world: World, template: str) -> None:
    subject = ABOUT.get(template) or ABOUT[template.split("-")[0]]
    ours = CATALOGUE[template].audience in (Audience.APPLICANT, Audience.PARTICIPANT)
    a_message(
        session,
        template=template,
        subject_id=world.ids[subject],
        interest_id=world.ids["interest"] if ours else None,
    )


def sent_by(sessions: Sessions, folder: Path) -> list[StoredMail]:
    send_due(sessions, post_to(folder))
    with sessions.read() as session:
        assert [row.problem for row in messages(session) if row.problem] == []
    return read_folder(folder, Page(size=500))


@pytest.fixture
def world(sessions: Sessions) -> World:
    with sessions.write() as session:
        return World(session)


def test_every_message_has_a_subject_here() -> None:
    assert set(SUBJECTS) == set(CATALOGUE)


@pytest.mark.parametrize("template", CATALOGUE)
def test_each_message(sessions: Sessions, world: World, tmp_path: Path, template: str) -> None:
    with sessions.write() as session:
        owe_one(session, world, template)
    (mail,) = sent_by(sessions, tmp_path)
    assert mail.subject == SUBJECTS[template]
    assert mail.html
    for words in (" ".join(mail.text.split()), mail.html):
        if template not in COUNCILLESS:
            assert "Marlbury Council" in words
        if template not in (*COUNCILLESS, "invitation"):
            assert "Damp homes" in words
    links = LINK.findall(mail.text)
    assert links == LINK.findall(mail.html)
    topic = CATALOGUE[template].topic
    expected = 1 if topic is None else 3 if topic in ONE_CLICK else 2
    assert len(links) == expected + (template == "digest")
    assert all(link.startswith(BASE + "/") for link in links)
    assert "You get this" in mail.text
    assert "\ue000" not in mail.text + mail.html
    long = [line for line in mail.text.split("\n") if len(line) > 76]
    assert all("://" in line or " " not in line.strip("- ") for line in long), long


@pytest.mark.parametrize("template", ["changes-asked", "changes-published", "shared-amended"])
def test_nobody_takes_part_in_a_record(
    sessions: Sessions, world: World, tmp_path: Path, template: str
) -> None:
    with sessions.write() as session:
        session.get_one(Challenge, world.ids["challenge"]).retrospective = True
        owe_one(session, world, template)
    (mail,) = sent_by(sessions, tmp_path)
    words = " ".join(mail.text.split())
    assert "Damp homes" in words
    assert "engagement ends" not in words and "Whoever takes part" not in words


def test_who_may_open_an_account_of_a_supplier_is_told_of_which(
    sessions: Sessions, tmp_path: Path
) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session, name="Idea House & Sons")
        offer = an_invitation(session, None, supplier_id=supplier.id, role=None)
        a_message(session, template="invitation", subject_id=offer.id)
    (mail,) = sent_by(sessions, tmp_path)
    assert mail.subject == "Your account for Idea House & Sons"
    assert mail.text.startswith("You are invited to act for Idea House & Sons.")
    assert mail.html and "act for Idea House &amp; Sons." in mail.html


def test_a_participant_is_led_to_their_own_page(
    sessions: Sessions, world: World, tmp_path: Path
) -> None:
    with sessions.write() as session:
        owe_one(session, world, "question-answered")
    (mail,) = sent_by(sessions, tmp_path)
    (link,) = LINK.findall(mail.text)
    token = link.removeprefix(f"{BASE}/my/links/")
    assert SIGNER.read("interest", token, timedelta(days=1)) == (str(world.ids["interest"]),)


def test_the_council_writes_and_is_answered(
    sessions: Sessions, world: World, tmp_path: Path
) -> None:
    with sessions.write() as session:
        owe_one(session, world, "outcome")
    (mail,) = sent_by(sessions, tmp_path)
    assert mail.sender == "Marlbury Council via engage <post@engage.example.org>"
    raw = next(tmp_path.iterdir()).read_text()
    assert re.search(r"^Reply-To: procurement@marlbury\d+\.example\.org\r?$", raw, re.MULTILINE)
    assert "We liked it." in mail.text
    assert "Please keep in touch." in mail.text


def test_what_people_typed_is_only_words(sessions: Sessions, tmp_path: Path) -> None:
    nasty = 'Damp <img src=x onerror=alert(1)> {{ 7 * 7 }} & "homes"'
    with sessions.write() as session:
        world = World(session, title=nasty)
        owe_one(session, world, "challenge-published")
    (mail,) = sent_by(sessions, tmp_path)
    assert mail.html
    assert "<img" not in mail.html
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7 * 7 }} &amp;" in mail.html
    assert '<img src=x onerror=alert(1)> {{ 7 * 7 }} & "homes"' in " ".join(mail.text.split())


@pytest.mark.parametrize("template", ["challenge-published", "subscription-match"])
def test_a_need_comes_without_the_signs_of_its_lists_and_links(
    sessions: Sessions, tmp_path: Path, template: str
) -> None:
    with sessions.write() as session:
        world = World(session)
        session.get_one(
            Challenge, world.ids["challenge"]
        ).need = "It is full:\n\n- on [Saturdays](https://a.example)\n- at night"
        owe_one(session, world, template)
    (mail,) = sent_by(sessions, tmp_path)
    assert mail.html
    for words in (mail.text, mail.html):
        assert "on Saturdays at night" in " ".join(words.split())
        assert "a.example" not in words


def test_nobody_can_write_the_mark_of_an_own_word(sessions: Sessions, tmp_path: Path) -> None:
    with sessions.write() as session:
        world = World(session, title="\ue000abc:link\ue001")
        owe_one(session, world, "challenge-extended")
    (mail,) = sent_by(sessions, tmp_path)
    assert len(LINK.findall(mail.text)) == 1


def test_the_foot_says_why_this_person_gets_it(
    sessions: Sessions, world: World, tmp_path: Path
) -> None:
    about = {"template": "challenge-published", "subject_id": world.ids["challenge"]}
    why = "You asked to hear of challenges about IT & <b>services</b> in the North West, Wales"
    with sessions.write() as session:
        a_message(session, **about, recipient="a@example.org", why=why)
        a_message(session, **about, recipient="b@example.org")
    send_due(sessions, post_to(tmp_path))
    told = {mail.to: mail for mail in read_folder(tmp_path, Page(1))}
    one, other = told["a@example.org"], told["b@example.org"]
    assert why in " ".join(one.text.split())
    assert max(map(len, one.text.splitlines())) < 1000
    assert one.html and escape(why) in one.html
    assert "<b>services" not in one.html
    usual = "You get this because you asked to hear of new challenges."
    assert usual in other.text
    assert usual not in one.text


def test_paragraphs_are_escaped() -> None:
    shown = paragraphs("One <b>\ntwo\n\n\nhttp://three.example")
    assert shown.count("<p") == 2
    assert "One &lt;b&gt;<br>\ntwo" in shown
    assert "<a" not in shown


def test_folding_keeps_links_whole() -> None:
    link = "https://engage.example.org/my/links/" + "x" * 90
    text = folded("word " * 30 + "\n\n\n\n" + link + "\n- " + "item " * 20)
    assert link in text.split("\n")
    assert max(len(line) for line in text.split("\n") if line != link) <= 76
    assert "\n\n\n" not in text


def test_whoever_waits_is_told_the_place_that_the_room_shows(session: Session) -> None:
    challenge = an_open_challenge(session)
    workshop = a_sitting(session, challenge)
    places = [
        a_place(
            session,
            workshop,
            an_interest(session, challenge),
            state=PlaceState.WAITING,
            joined_at=NOW,
        )
        for _ in range(3)
    ]
    for place in places:
        told = of_place(session, place.id)
        assert told is not None
        assert told["position"] == workshops.position(session, place)
    assert {workshops.position(session, place) for place in places} == {1, 2, 3}


def test_one_text_is_both_plain_words_and_html() -> None:
    ours = escape("It is about A & B.\n\n\n- When: noon\n- Where: <here>\n\n")
    html = laid_out(ours + quoted("- one\n\n<b>two</b>") + escape("\n\nThe end.\n"))
    assert re.sub(r' style="[^"]*"', "", html).split("\n") == [
        "<p>It is about A &amp; B.</p>",
        "<ul>",
        "<li>When: noon</li>",
        "<li>Where: &lt;here&gt;</li>",
        "</ul>",
        "<div><p>- one</p>",
        "<p>&lt;b&gt;two&lt;/b&gt;</p></div>",
        "<p>The end.</p>",
    ]


@pytest.mark.parametrize("template", ["challenge-amended", "shared-amended"])
def test_changes_that_move_the_end_say_from_when_to_when(
    sessions: Sessions, world: World, tmp_path: Path, template: str
) -> None:
    with sessions.write() as session:
        challenge = session.get_one(Challenge, world.ids["challenge"])
        assert challenge.engagement_ends
        before = spoken(challenge.engagement_ends)
        snapshot(session, challenge, why=Why.PUBLISHED, by=None, at=NOW)
        challenge.engagement_ends += timedelta(days=9)
        after = spoken(challenge.engagement_ends)
        snapshot(session, challenge, why=Why.ASKED, by=None, at=NOW)
        moved = snapshot(session, challenge, why=Why.AMENDED, note="More time", by=None, at=NOW)
        same = snapshot(session, challenge, why=Why.AMENDED, note="A word", by=None, at=NOW)
        for version in (moved, same):
            world.ids["version"] = version.id
            owe_one(session, world, template)
    sent = [" ".join(mail.text.split()) for mail in sent_by(sessions, tmp_path)]
    texts = {"More time" in text: text for text in sent}
    assert f"The end has moved from {before} to {after}." in texts[True]
    assert f"The engagement ends at {after}." in texts[False]
    assert "has moved" not in texts[False]
    with sessions.write() as session:
        challenge = session.get_one(Challenge, world.ids["challenge"])
        assert challenge.engagement_ends
        challenge.engagement_ends += timedelta(days=9)
        later = spoken(challenge.engagement_ends)
        snapshot(session, challenge, why=Why.EXTENDED, by=None, at=NOW)
        owe_one(session, world, template.replace("amended", "extended"))
    sent = [" ".join(mail.text.split()) for mail in sent_by(sessions, tmp_path)]
    assert any(f"The end has moved from {after} to {later}." in text for text in sent)
