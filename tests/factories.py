"""Plain functions that make valid rows; say only what the test is about."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.accounts.models import Membership, OpeningKey, Person, Role
from engage.authorities.models import Authority
from engage.challenges.checker import Kind
from engage.challenges.lifecycle import Stage
from engage.challenges.models import (
    Amendment,
    Approval,
    Challenge,
    ChallengeCpv,
    ChallengeDocument,
    CouncilTemplate,
    CouncilWord,
    DismissedFinding,
    Partner,
    Sharing,
    Why,
)
from engage.challenges.service import snapshot
from engage.files import models as files
from engage.files.models import File
from engage.interest import models as interest
from engage.interest.models import Interest, Subscription, SynonymGroup
from engage.kernel.boxes import Cost
from engage.kernel.db import Base, Sessions
from engage.kernel.store import new_key
from engage.notices.models import HandIn, Release, Sighting
from engage.questions.models import Question
from engage.responses import models as responses
from engage.responses.models import Answer, Prompt, Response, Submission
from engage.reviews.models import Criterion, Declaration, Referral, Review, Score, Seat
from engage.suppliers.models import (
    PersonRole,
    Supplier,
    SupplierCpv,
    SupplierPerson,
    SupplierRegion,
)
from tests.meetings import a_feed as a_feed
from tests.meetings import a_material as a_material
from tests.meetings import a_place as a_place
from tests.meetings import a_promise as a_promise
from tests.meetings import a_sitting as a_sitting
from tests.meetings import a_workshop as a_workshop
from tests.meetings import an_attendance as an_attendance
from tests.rows import NOW as NOW
from tests.rows import add as _add

PASSWORD = "copper lantern river"
PHRASE = "five words that open what is sealed"
_numbers = count(1)
T = TypeVar("T", bound=Base)


def a_council(session: Session, **about: Any) -> Authority:
    number = next(_numbers)
    values = {
        "name": f"Marlbury Council {number}",
        "slug": f"marlbury-{number}",
        "prefix": f"M{number}",
        "email": f"procurement@marlbury{number}.example.org",
        "created_at": NOW,
    }
    return _add(session, Authority(**(values | about)))


def a_person(session: Session, *roles: Role, at: Authority | None = None, **about: Any) -> Person:
    """A person with ``roles`` at a council (a new one when roles are given and none is named)."""
    number = next(_numbers)
    values = {
        "name": f"Person {number}",
        "email": f"person{number}@example.org",
        "created_at": NOW,
    }
    person = _add(session, Person(**(values | about)))
    if roles:
        council = at or a_council(session)
        for role in roles:
            _add(session, Membership(person_id=person.id, authority_id=council.id, role=role))
    return person


def an_officer(session: Session, at: Authority, **about: Any) -> Person:
    return a_person(session, Role.OFFICER, at=at, **about)


def an_opening_key(session: Session, person: Person, phrase: str = PHRASE) -> OpeningKey:
    """One that is cheap to guess."""
    key = accounts.new_key(phrase, Cost(rounds=1, memory=8))
    accounts.keep_opening_key(session, key, by=person.id, at=NOW)
    return key


def a_supplier(
    session: Session, *, codes: Sequence[str] = (), regions: Sequence[str] = (), **about: Any
) -> Supplier:
    number = next(_numbers)
    values = {
        "name": f"Supplier {number} Ltd",
        "email": f"hello@supplier{number}.example.org",
        "created_at": NOW,
    }
    supplier = _add(session, Supplier(**(values | about)))
    told = [*((SupplierCpv, code) for code in codes), *((SupplierRegion, each) for each in regions)]
    session.add_all(table(supplier_id=supplier.id, code=code) for table, code in told)
    return _add(session, supplier)


def a_supplier_user(
    session: Session, supplier: Supplier, part: PersonRole = PersonRole.OWNER, **about: Any
) -> Person:
    person = a_person(session, **about)
    who = {"email": person.email, "name": person.name, "account_id": person.id, "added_at": NOW}
    _add(session, SupplierPerson(supplier_id=supplier.id, role=part, **who))
    return person


def a_challenge(session: Session, at: Authority | None = None, **about: Any) -> Challenge:
    """A draft with everything that publishing asks for; ``cpv=["72000000"]`` sets its codes."""
    council = at or a_council(session)
    codes = about.pop("cpv", ["72000000"])
    values = {
        "authority_id": council.id,
        "reference": f"{council.prefix}-2026-{next(_numbers):03d}",
        "title": "Damp homes",
        "need": "I need my home to be warm and dry.",
        "who": "4,000 council tenants",
        "evidence": "1,900 reports of damp last winter, in our repairs records.",
        "today": "We send a surveyor after a complaint.",
        "cost": "Repairs that are done twice cost 900,000 pounds a year.",
        "tried": "Leaflets in 2024.",
        "outcomes": "Half as many complaints in two winters.",
        "success": "Repeat repairs, counted each month, fall from 1,900 to 950.",
        "inclusion": "One tenant in four has no internet: they get letters and visits.",
        "limits": "Tenants may have no internet.",
        "process": "Come to the workshop, then answer five questions by the closing date.",
        "purposes": ["a", "d"],
        "category": "services",
        "region": "UKE",
        "engagement_ends": NOW + timedelta(days=21),
    }
    values |= {"created_at": NOW, "updated_at": NOW, **about}
    challenge = Challenge(**_listed(values))
    challenge.cpv = [ChallengeCpv(code=code) for code in codes]
    _add(session, challenge)
    session.refresh(challenge, ["authority"])
    return challenge


def an_approval(session: Session, challenge: Challenge, **about: Any) -> Approval:
    """Somebody asked for approval of what the challenge says now."""
    version = snapshot(session, challenge, why=Why.ASKED, by=None, at=NOW)
    values = {"challenge_id": challenge.id, "version": version.number, "asked_at": NOW}
    return _add(session, Approval(**(values | about)))


def an_amendment(session: Session, challenge: Challenge, **about: Any) -> Amendment:
    """Changes of a published statement that are not published."""
    values = {
        "challenge_id": challenge.id,
        "content": {"need": "I need my home to be warm."},
        "begun_at": NOW,
        "saved_at": NOW,
    }
    return _add(session, Amendment(**(values | about)))


def _listed(values: dict[str, Any]) -> dict[str, Any]:
    """What is published is listed as well, with nothing left to say of its notice."""
    plan = {"answer": "none", "reason": "Below the threshold."}
    published = values.get("published_at")
    return {"listed_at": published, "notice_plan": plan if published else {}} | values


def an_open_challenge(session: Session, at: Authority | None = None, **about: Any) -> Challenge:
    return a_challenge(session, at, **({"stage": Stage.OPEN, "published_at": NOW} | about))


def a_closed_challenge(session: Session, at: Authority | None = None, **about: Any) -> Challenge:
    values = {
        "stage": Stage.CLOSED,
        "published_at": NOW - timedelta(days=21),
        "engagement_ends": NOW - timedelta(hours=1),
        "closed_at": NOW - timedelta(hours=1),
    }
    return a_challenge(session, at, **(values | about))


def a_release(session: Session, challenge: Challenge, **about: Any) -> Release:
    """A release that says hardly anything; its number is 1 unless the test says otherwise."""
    body = f'{{"ocid":"ocds-engage-{challenge.reference}"}}'
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "number": 1,
        "ocid": f"ocds-engage-{challenge.reference}",
        "tag": "planning",
        "body": body,
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
        "made_at": NOW,
    }
    return _add(session, Release(**(values | about)))


def a_file(session: Session, **about: Any) -> File:
    """A clean file; the store has nothing under its key unless the test puts it there."""
    values = {
        "key": new_key(),
        "name": "Plan.pdf",
        "media_type": "application/pdf",
        "size": 12,
        "sha256": "0" * 64,
        "state": files.State.CLEAN,
        "uploaded_at": NOW,
        "settled_at": NOW,
    }
    return _add(session, File(**(values | about)))


def a_document(session: Session, challenge: Challenge, **about: Any) -> ChallengeDocument:
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "title": "Plan of the sites",
        "position": next(_numbers),
        "added_at": NOW,
    }
    if "file" not in about:
        about["file"] = a_file(session)
    return _add(session, ChallengeDocument(**(values | about)))


def a_partner(session: Session, challenge: Challenge, council: Authority, **about: Any) -> Partner:
    """A council that was asked to be a joint authority; ``joined_at`` when it agreed."""
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "council_id": council.id,
        "sharing": Sharing.JOINT,
        "asked_at": NOW,
    }
    return _add(session, Partner(**(values | about)))


def a_template(session: Session, council: Authority, **about: Any) -> CouncilTemplate:
    values = {
        "authority_id": council.id,
        "name": f"Template {next(_numbers)}",
        "answers": {"process": "Come to the workshop, then answer our questions here."},
        "questions": [],
        "made_at": NOW,
    }
    return _add(session, CouncilTemplate(**(values | about)))


def a_council_word(session: Session, at: Authority, **about: Any) -> CouncilWord:
    """A word of its own that a council looks for."""
    values = {
        "authority_id": at.id,
        "kind": Kind.JARGON,
        "word": "touch base",
        "key": "touch base",
        "changed_at": NOW,
    }
    return _add(session, CouncilWord(**(values | about)))


def a_synonym_group(session: Session, at: Authority, **about: Any) -> SynonymGroup:
    """Words that a council takes for the same."""
    values = {
        "authority_id": at.id,
        "words": "moist, wet",
        "key": "moist,wet",
        "changed_at": NOW,
    }
    return _add(session, SynonymGroup(**(values | about)))


def a_dismissed_finding(session: Session, challenge: Challenge, **about: Any) -> DismissedFinding:
    """Advice about words that have changed since."""
    values = {
        "challenge_id": challenge.id,
        "mark": f"{next(_numbers):032d}",
        "code": "jargon",
        "field": "need",
        "words": "stakeholders",
        "reason": "They call themselves so.",
        "dismissed_at": NOW,
    }
    return _add(session, DismissedFinding(**(values | about)))


def an_interest(session: Session, challenge: Challenge, **about: Any) -> Interest:
    """A confirmed registration of interest."""
    number = next(_numbers)
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "organisation": f"Idea House {number}",
        "name": f"Ida Novak {number}",
        "email": f"ida{number}@ideahouse.example.org",
        "state": interest.State.CONFIRMED,
        "registered_at": NOW,
        "confirmed_at": NOW,
    }
    return _add(session, Interest(**(values | about)))


def a_subscription(session: Session, **about: Any) -> Subscription:
    """A confirmed search for everything."""
    values = {
        "email": f"sam{next(_numbers)}@searchers.example.org",
        "terms": about.get("q", ""),
        "asked_at": NOW,
        "confirmed_at": NOW,
    }
    return _add(session, Subscription(**(values | about)))


def a_question(session: Session, asker: Interest, **about: Any) -> Question:
    values = {
        "challenge_id": asker.challenge_id,
        "authority_id": asker.authority_id,
        "interest_id": asker.id,
        "text": "How many homes have a smart meter?",
        "asked_at": NOW,
    }
    return _add(session, Question(**(values | about)))


def a_prompt(session: Session, challenge: Challenge, **about: Any) -> Prompt:
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "position": next(_numbers),
        "text": "What would you try first?",
        "word_limit": 100,
        "purpose": "a",
    }
    return _add(session, Prompt(**(values | about)))


def a_draft_response(session: Session, holder: Interest, **about: Any) -> Response:
    values = {
        "challenge_id": holder.challenge_id,
        "authority_id": holder.authority_id,
        "interest_id": holder.id,
        "started_at": NOW,
        "saved_at": NOW,
    }
    return _add(session, Response(**(values | about)))


def a_submitted_response(
    session: Session, holder: Interest, answers: dict[UUID, str] | None = None, **about: Any
) -> Response:
    """A response with one current submission; ``answers`` by prompt id."""
    response = a_draft_response(session, holder, **({"state": responses.State.SUBMITTED} | about))
    texts = answers or {}
    for prompt_id, text in texts.items():
        _add(session, Answer(response_id=response.id, prompt_id=prompt_id, text=text))
    number = next(_numbers)
    submission = Submission(
        response_id=response.id,
        challenge_id=response.challenge_id,
        number=1,
        receipt=f"R-{number:06d}",
        answers={str(prompt_id): text for prompt_id, text in texts.items()},
        words=sum(len(text.split()) for text in texts.values()),
        sha256=f"{number:064x}",
        submitted_at=NOW,
    )
    _add(session, submission)
    return response


def a_file_as_answer(session: Session) -> str:
    """The text of an answer that is a file."""
    file = a_file(session)
    about = {"id": str(file.id), "name": file.name, "size": file.size, "sha256": file.sha256}
    return json.dumps(about)


def a_criterion(session: Session, challenge: Challenge, **about: Any) -> Criterion:
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "position": next(_numbers),
        "name": "Meets the need",
        "weight": 100,
    }
    return _add(session, Criterion(**(values | about)))


def a_seat(session: Session, challenge: Challenge, person: Person, **about: Any) -> Seat:
    values = {"challenge_id": challenge.id, "person_id": person.id, "seated_at": NOW}
    return _add(session, Seat(**(values | about)))


def a_referral(session: Session, response: Response, **about: Any) -> Referral:
    values = {
        "challenge_id": response.challenge_id,
        "authority_id": response.authority_id,
        "response_id": response.id,
        "number": next(_numbers),
        "referred_at": NOW,
    }
    return _add(session, Referral(**(values | about)))


def a_declaration(
    session: Session, challenge: Challenge, person: Person, **about: Any
) -> Declaration:
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "person_id": person.id,
        "kind": "none",
        "ruling": "not needed",
        "declared_at": NOW,
    }
    return _add(session, Declaration(**(values | about)))


def a_review(
    session: Session, referral: Referral, person: Person, scores: dict[UUID, int], **about: Any
) -> Review:
    """A submitted review with ``scores`` by criterion id."""
    values = {
        "referral_id": referral.id,
        "person_id": person.id,
        "comment": "Clear and close to the need.",
        "saved_at": NOW,
        "submitted_at": NOW,
    }
    review = Review(**(values | about))
    review.scores = [Score(criterion_id=key, value=value) for key, value in scores.items()]
    return _add(session, review)


def sign_in(client: FlaskClient, sessions: Sessions, person: Person) -> None:
    """Give this browser a signed-in session of ``person``, as the sign-in page would."""
    with sessions.write() as session:
        moment = sessions.clock(session) if sessions.clock else NOW
        cookie = accounts.begin_session(session, person, browser="test", at=moment)
    with client.session_transaction() as browser:
        browser["_user_id"] = cookie
        browser["_fresh"] = True


def use_link(client: FlaskClient, holder: Interest) -> None:
    """Give this browser the pass that confirming a signed link gives."""
    with client.session_transaction() as browser:
        browser["passes"] = [*browser.get("passes", ()), str(holder.id)]


def a_hand_in(session: Session, challenge: Challenge, by: Person, **about: Any) -> HandIn:
    """A notice that an officer asked to send to Find a Tender."""
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "asked_by": by.id,
        "asked_at": NOW,
        "due_at": NOW,
    }
    if "release_id" not in about:
        values["release_id"] = a_release(session, challenge, number=1000 + next(_numbers)).id
    return _add(session, HandIn(**(values | about)))


def a_sighting(session: Session, challenge: Challenge, **about: Any) -> Sighting:
    """A notice on Find a Tender that may be the challenge's."""
    number = next(_numbers)
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "notice_id": f"{number:06d}-2026",
        "ocid": f"ocds-h6vhtk-{number:06x}",
        "title": challenge.title,
        "buyer_name": "Marlbury Council",
        "why": "It has the same title and buyer.",
        "certain": False,
        "seen_at": NOW,
    }
    return _add(session, Sighting(**(values | about)))
