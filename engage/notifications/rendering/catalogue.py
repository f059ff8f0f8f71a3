"""Every message we send, on one page: where its words come from, to whom, and its one link."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from engage.accounts.service import INVITATION, RESET
from engage.interest.service import SUBSCRIPTION
from engage.interest.service.merging import MERGE
from engage.notifications.queries import (
    acting,
    asking,
    digests,
    disclosures,
    materials,
    one_to_ones,
    outcomes,
    words,
)
from engage.notifications.queries.words import Words
from engage.notifications.rendering.topics import Topic
from engage.suppliers.service import ACTING
from engage.workshops.service import FEED


class Audience(StrEnum):
    """Why somebody gets a message; the layout says so at its foot."""

    APPLICANT = "applicant"  # registered, not confirmed
    PARTICIPANT = "participant"
    SUBSCRIBER = "subscriber"  # wants to hear of new challenges
    SEARCHER = "searcher"  # wants to hear of what a saved search finds
    INVITED = "invited"  # by a council, to one challenge
    ASKER = "asker"  # saved a search, not confirmed
    COUNCIL = "council"
    SHARER = "sharer"  # a council that shares or follows a challenge of another
    BOARD = "board"
    COLLEAGUE = "colleague"  # acts for a supplier, by links
    PERSON = "person"


@dataclass(frozen=True)
class Kind:
    """One message. ``link`` is a path; with ``purpose`` a signed subject id follows it.

    A message to somebody who takes part always leads to their private page instead.
    """

    load: Callable[[Session, UUID], Words | None]
    audience: Audience
    link: str = ""
    purpose: str = ""
    own: bool = False  # the id of the message is signed instead, so that each link is one's own
    topic: Topic | None = None


def _participant(load: Callable[[Session, UUID], Words | None], topic: Topic | None = None) -> Kind:
    return Kind(load, Audience.PARTICIPANT, "/challenges/{reference}", topic=topic)


def _alert(load: Callable[[Session, UUID], Words | None], audience: Audience) -> Kind:
    return Kind(load, audience, "/challenges/{reference}", topic=Topic.ALERTS)


def _invited(load: Callable[[Session, UUID], Words | None]) -> Kind:
    return Kind(load, Audience.INVITED, "/invited/", INVITED, own=True, topic=Topic.INVITATIONS)


def _sharer(load: Callable[[Session, UUID], Words | None]) -> Kind:
    return Kind(load, Audience.SHARER, "/challenges/{reference}")


INVITED = "invited"
"""The purpose that links of invitations are signed for, over the message's id."""
MATERIALS = "/desk/challenges/{reference}/workshops/{session}/materials"
CATALOGUE = {
    "interest-confirm": Kind(words.of_interest, Audience.APPLICANT, "/challenges/{reference}"),
    "interest-confirmed": _participant(words.of_interest),
    "interest-link": _participant(words.of_interest),
    "challenge-published": _alert(words.of_challenge, Audience.SUBSCRIBER),
    "subscription-confirm": Kind(
        words.of_subscription, Audience.ASKER, "/subscriptions/", SUBSCRIPTION
    ),
    "subscription-match": _alert(words.of_challenge, Audience.SEARCHER),
    "closing-soon": _participant(words.of_challenge, Topic.REMINDERS),
    "response-not-sent": _participant(words.of_challenge, Topic.REMINDERS),
    "supplier-invited": _invited(words.of_challenge),
    "supplier-reminded": _invited(words.of_challenge),
    "digest": Kind(
        digests.of_digest, Audience.SUBSCRIBER, "/challenges?stage=open", topic=Topic.ALERTS
    ),
    "challenge-extended": _participant(words.of_extension),
    "challenge-amended": _participant(words.of_version),
    "challenge-withdrawn": _participant(words.of_challenge),
    "document-added": _participant(words.of_document),
    "document-unsafe": _participant(materials.of_unsafe_document),
    "shared-extended": _sharer(words.of_extension),
    "shared-amended": _sharer(words.of_version),
    "shared-withdrawn": _sharer(words.of_challenge),
    "shared-document": _sharer(words.of_document),
    "shared-materials": _sharer(materials.of_materials),
    "engagement-closed": _participant(words.of_challenge, Topic.NEWS),
    "workshop-announced": _participant(words.of_workshop, Topic.NEWS),
    "workshop-changed": _participant(words.of_workshop),
    "workshop-cancelled": _participant(words.of_workshop),
    "session-tomorrow": _participant(words.of_workshop, Topic.REMINDERS),
    "needs-told": Kind(
        words.of_workshop,
        Audience.COUNCIL,
        "/desk/challenges/{reference}/workshops/{session}/needs",
    ),
    "one-to-ones-needs": Kind(
        one_to_ones.of_series,
        Audience.COUNCIL,
        "/desk/challenges/{reference}/one-to-ones/{session}/needs",
    ),
    "calendar-address": Kind(words.of_feed, Audience.PARTICIPANT, "/calendars/", FEED),
    "place-booked": _participant(words.of_place),
    "place-waiting": _participant(words.of_place),
    "place-moved-up": _participant(words.of_place),
    "place-left": _participant(words.of_place),
    "place-named": _participant(words.of_place),
    "place-passed-on": _participant(words.of_place),
    "place-offered": _participant(words.of_place),
    "place-transferred": _participant(words.of_transfer),
    "place-lapsed": _participant(words.of_place),
    "one-to-ones-opened": _participant(one_to_ones.of_series, Topic.NEWS),
    "one-to-ones-cancelled": _participant(one_to_ones.of_series),
    "one-to-one-asked": _participant(one_to_ones.of_entry),
    "one-to-one-waiting": _participant(one_to_ones.of_entry),
    "one-to-one-booked": _participant(one_to_ones.of_booked),
    "one-to-one-moved": _participant(one_to_ones.of_booked),
    "one-to-one-left": _participant(one_to_ones.of_entry),
    "one-to-one-cancelled": _participant(one_to_ones.of_slot),
    "one-to-one-tomorrow": _participant(one_to_ones.of_booked, Topic.REMINDERS),
    "materials-published": _participant(materials.of_materials),
    "materials-due": Kind(materials.of_promise, Audience.COUNCIL, MATERIALS),
    "materials-overdue": Kind(materials.of_promise, Audience.COUNCIL, MATERIALS),
    "material-refused": Kind(
        materials.of_material, Audience.COUNCIL, "/desk/challenges/{reference}/workshops"
    ),
    "disclosure-published": _participant(disclosures.of_disclosure),
    "opening-due": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/opening"
    ),
    "disclosure-due": Kind(
        disclosures.of_open_item, Audience.COUNCIL, "/desk/challenges/{reference}/ledger"
    ),
    "disclosure-overdue": Kind(
        disclosures.of_open_item, Audience.COUNCIL, "/desk/challenges/{reference}/ledger"
    ),
    "follow-up-asked": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/outcome/afterwards"
    ),
    "follow-up-answered": _participant(outcomes.of_answer),
    "outcome-due": Kind(outcomes.of_owed, Audience.COUNCIL, "/desk/challenges/{reference}/outcome"),
    "outcome-overdue": Kind(
        outcomes.of_owed, Audience.COUNCIL, "/desk/challenges/{reference}/outcome"
    ),
    "suppliers-merged": Kind(words.of_merge, Audience.PERSON, "/suppliers/merged/", MERGE),
    "partner-asked": Kind(words.of_partner, Audience.COUNCIL, "/desk/shared"),
    "partner-joined": Kind(
        words.of_partner, Audience.COUNCIL, "/desk/challenges/{reference}/partners"
    ),
    "sponsor-offered": Kind(
        words.of_partner, Audience.COUNCIL, "/desk/challenges/{reference}/partners"
    ),
    "approval-asked": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/approval"
    ),
    "approval-returned": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/statement"
    ),
    "approval-given": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/publish"
    ),
    "changes-asked": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/amend/check"
    ),
    "changes-returned": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/amend/check"
    ),
    "changes-published": Kind(words.of_version, Audience.COUNCIL, "/desk/challenges/{reference}"),
    "not-published": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/publish"
    ),
    "notice-turned": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/notice"
    ),
    "notice-refused": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/notice/find-a-tender"
    ),
    "notice-seen": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/notice/find-a-tender"
    ),
    "question-asked": Kind(
        words.of_question, Audience.COUNCIL, "/desk/challenges/{reference}/questions"
    ),
    "question-answered": _participant(words.of_question),
    "question-asked-back": _participant(asking.of_asked_back),
    "question-kept-confidential": _participant(asking.of_ruling),
    "question-not-confidential": _participant(asking.of_ruling),
    "question-replied": Kind(
        words.of_question, Audience.COUNCIL, "/desk/challenges/{reference}/questions"
    ),
    "question-dates": _participant(asking.of_asking),
    "questions-due": Kind(
        asking.of_asking, Audience.COUNCIL, "/desk/challenges/{reference}/questions"
    ),
    "questions-overdue": Kind(
        asking.of_asking, Audience.COUNCIL, "/desk/challenges/{reference}/questions"
    ),
    "question-declined": _participant(words.of_question),
    "response-received": _participant(words.of_submission),
    "response-withdrawn": _participant(words.of_response),
    "board-invitation": Kind(words.of_board, Audience.BOARD, "/board"),
    "ideas-ready": Kind(words.of_board, Audience.BOARD, "/board/challenges/{reference}"),
    "ruling-needed": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/board"
    ),
    "conflict-found": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/board/conflicts"
    ),
    "declaration-ruled": Kind(words.of_board, Audience.BOARD, "/board/challenges/{reference}"),
    "reviews-complete": Kind(
        words.of_board, Audience.COUNCIL, "/desk/challenges/{reference}/board"
    ),
    "outcome": _participant(words.of_feedback),
    "acting-link": Kind(acting.of_acting, Audience.COLLEAGUE, "/my/acting/", ACTING),
    "invitation": Kind(words.of_invitation, Audience.PERSON, "/invitation/", INVITATION),
    "password-reset": Kind(words.of_reset, Audience.PERSON, "/reset/", RESET),
    "document-refused": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/documents"
    ),
    "draft-condemned": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/documents"
    ),
    "document-condemned": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/documents"
    ),
    "compilation-ready": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/compile"
    ),
    "compilation-failed": Kind(
        words.of_challenge, Audience.COUNCIL, "/desk/challenges/{reference}/compile"
    ),
}

UNSUBSCRIBE = "unsubscribe"
"""The purpose that links out of alerts are signed for, over the message's id."""
PREFERENCES = "preferences"
"""The purpose that links to one's own choices are signed for, over the message's id."""
ALERTS = tuple(name for name, kind in CATALOGUE.items() if kind.topic is Topic.ALERTS)
MUTABLE = tuple(name for name, kind in CATALOGUE.items() if kind.topic not in (None, Topic.ALERTS))
TAKING_PART = (
    Audience.APPLICANT,
    Audience.PARTICIPANT,
    Audience.INVITED,
    Audience.SHARER,
)
TO_THOSE_WHO_TAKE_PART = tuple(
    name for name, kind in CATALOGUE.items() if kind.audience in TAKING_PART
)
"""What a joint council may know of: nothing to the lead's people, its board, or who only looks."""
_ASKERS = (Audience.APPLICANT, Audience.ASKER, Audience.COLLEAGUE, Audience.PERSON)
ASKED_FOR = (
    *(name for name, kind in CATALOGUE.items() if kind.audience in _ASKERS),
    "interest-link",
)
"""What somebody asked for just now, by typing the address: tried even where mails came back."""
