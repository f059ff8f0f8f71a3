"""Two councils with everything in them, and who asks: what the tables of this folder are about.

To fit a new route in, say here
1. what its arguments stand for: a key with the argument's name in ``_hung_on`` (things of a
   challenge), ``_of_council`` or ``World.arguments``;
2. in which stage its challenge is in the natural case, in ``STAGES``, by endpoint or by
   capability; without a line it is an open challenge;
3. in ``INSTEAD``, when the route needs another thing of that kind than the first one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import queries
from engage.accounts import service as accounts
from engage.accounts.models import Invitation, Person, Role
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.lots import lot
from engage.challenges.models import Challenge
from engage.challenges.queries.checking import findings
from engage.files.models import File
from engage.interest.models import Interest
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import Delivery
from engage.kernel.store import store_from
from engage.kernel.tokens import Signer
from engage.notices.models import Release, SourceNotice, Step
from engage.notifications.models import Message, Sending, State
from engage.opendata.models import PublicFile
from engage.outcomes.models import Feedback, Result, Summary
from engage.questions.models import State as QuestionState
from engage.reports.models import Compilation, CompiledFile
from engage.reports.models import State as CompilationState
from engage.responses.queries import advice
from engage.reviews.models import Ruling
from engage.suppliers import queries as suppliers
from engage.suppliers.models import PersonRole, Supplier, SupplierMerge
from tests import factories as make
from tests.challenges.outside import an_outside_party
from tests.factories import NOW
from tests.interest.inviting import an_invitation_line, an_invited

ROLES = {
    "officer": Role.OFFICER,
    "approver": Role.APPROVER,
    "member": Role.BOARD_MEMBER,
    "chair": Role.BOARD_CHAIR,
    "admin": Role.COUNCIL_ADMIN,
    "auditor": Role.AUDITOR,
}
ASKERS = ("anonymous", "link", "supplier", *ROLES, "operator")
DRAFT, WAITING, OPEN, CLOSED, BOARD = "draft", "with approver", "open", "closed", "with board"
STAGES = {
    "challenges": DRAFT,
    "challenges.approval": WAITING,
    "challenges.decide": WAITING,
    "challenges.take_back": WAITING,
    "challenges.extend": OPEN,
    "challenges.amend": OPEN,
    "challenges.amend_need": OPEN,
    "challenges.amend_today": OPEN,
    "challenges.amend_outcomes": OPEN,
    "challenges.amend_subject": OPEN,
    "challenges.amend_dates": OPEN,
    "challenges.amend_codes": OPEN,
    "challenges.amend_lots": OPEN,
    "challenges.amend_lot": OPEN,
    "challenges.check_amendment": OPEN,
    "challenges.drop_amendment": OPEN,
    "challenges.ask_to_amend": OPEN,
    "challenges.return_amendment": OPEN,
    "challenges.updates": OPEN,
    "challenges.withdraw": OPEN,
    "challenges.public_file": OPEN,
    "spaces.publish": DRAFT,
    "responses.questionnaire": DRAFT,
    "responses.add_prompt": DRAFT,
    "responses.change_prompt": DRAFT,
    "responses.move_prompt": DRAFT,
    "responses.remove_prompt": DRAFT,
    "responses.preview": DRAFT,
    "responses.dismiss_advice": DRAFT,
    "responses.responses": CLOSED,
    "responses.one": CLOSED,
    "reviews": BOARD,
    "outcomes": BOARD,
    "reports": CLOSED,
}
INSTEAD = {
    "challenges.share": {"ref": "shared_ref"},
    "workshops.book": {"sitting_id": "other_sitting_id"},
    "responses.remove_prompt": {"prompt_id": "other_prompt_id"},
    "responses.dismiss_advice": {"mark": "question_mark"},
}
"""Where one route is about another of the same kind: booking is for whoever has no place yet,
and only a question that nobody has answered is removed; a question has advice of its own."""
LOT = lot(title="Finding damp", cpv_codes=["72000000"])
COMPILED = "0" * 32
STORED = "0" * 64
PLACES = count(1)  # of releases, unique
MISSING_TOKEN = 410
"""A link we never made is answered with words about links, on every page that takes one."""


def stage_of(endpoint: str) -> str:
    return STAGES.get(endpoint) or STAGES.get(endpoint.partition(".")[0], OPEN)


@dataclass
class Side:
    """One council: its people, its things, and what hangs on a challenge of each stage."""

    council: Authority
    people: dict[str, Person]
    supplier: Supplier
    own: dict[str, str] = field(default_factory=dict)
    things: dict[str, dict[str, str]] = field(default_factory=dict)
    passes: list[str] = field(default_factory=list)

    def arguments(self, endpoint: str) -> dict[str, str]:
        things = self.own | self.things[stage_of(endpoint)]
        return things | {name: things[key] for name, key in INSTEAD.get(endpoint, {}).items()}


@dataclass
class World:
    ours: Side
    theirs: Side
    cookies: dict[str, str]
    sign_ins: dict[str, str]
    shared: dict[str, str]
    signer: Signer

    def arguments(self, endpoint: str, whose: str, asker: str) -> dict[str, str]:
        """What stands in an address: ``own``, ``foreign`` or ``missing`` things."""
        if whose == "missing":
            missing = dict.fromkeys(self.ours.arguments(endpoint), str(uuid4()))
            return missing | {
                "sign_in_id": str(uuid4()),
                "ref": "XXX-2026-999",
                "slug": "nowhere",
                "token": "made-up",
                "name": "nothing",
                "filename": "nothing",
                "delivery_id": str(uuid4()),
                "listed_id": str(uuid4()),
                "aside_id": str(uuid4()),
            }
        side = self.ours if whose == "own" else self.theirs
        sign_in = self.sign_ins.get(asker if whose == "own" else "stranger", str(uuid4()))
        things = self.shared | side.arguments(endpoint) | {"sign_in_id": sign_in}
        return things | {"token": self._token(endpoint, things)}

    def _token(self, endpoint: str, things: Mapping[str, str]) -> str:
        purpose, value = {
            "accounts.invitation": (accounts.INVITATION, things["invitation_id"]),
            "accounts.reset": (accounts.RESET, things["reset_id"]),
            "interest.link": ("interest", things["interest_id"]),
            "workshops.feed": ("calendar", things["feed_id"]),
            "interest.use_link": ("interest", things["interest_id"]),
            **dict.fromkeys(
                ("interest.searches", "interest.confirm_search", "interest.stop_search"),
                ("subscription", things["subscription_id"]),
            ),
            **dict.fromkeys(
                ("notifications.preferences", "notifications.stop_everything"),
                ("preferences", things["message_id"]),
            ),
            "notifications.accept": ("invited", things["invitation_message_id"]),
            "interest.object_to_merge": ("suppliers-merged", things["merge_id"]),
            "notifications.unsubscribe": ("unsubscribe", things["message_id"]),
            "notifications.unsubscribe_now": ("unsubscribe", things["message_id"]),
            "notifications.resubscribe": ("unsubscribe", things["message_id"]),
        }.get(endpoint, ("nothing", ""))
        return self.signer.sign(purpose, value, at=NOW)


def build(session: Session, app: Flask) -> World:
    """Everything twice, so that what is theirs is as real as what is ours."""
    ours, theirs = _side(session), _side(session)
    _shared_by_a_third(session, ours, theirs)
    store = store_from(app.extensions["settings"].store)
    for key in (COMPILED, STORED, *session.scalars(select(File.key))):
        store.put(key, b"{}")
    operator = make.a_person(session, is_operator=True)
    askers = {**ours.people, "operator": operator, "stranger": theirs.people["officer"]}
    cookies, sign_ins = {}, {}
    for asker, person in askers.items():
        cookies[asker] = accounts.begin_session(session, person, browser="test", at=NOW)
        sign_ins[asker] = str(queries.sign_ins(session, person.id, at=NOW)[0].id)
    shared = _shared(session) | {"listed_id": str(ours.supplier.id)}  # every council finds it
    return World(ours, theirs, cookies, sign_ins, shared, app.extensions["signer"])


def _shared(session: Session) -> dict[str, str]:
    """What belongs to no council: work that was given up, for the operator."""
    event = RecordedEvent(
        name="challenge.published", subject_id=uuid4(), occurred_at=NOW, payload={}, routed=True
    )
    session.add(event)
    session.flush()
    given_up = Delivery(
        event_id=event.id, handler="x", due_at=NOW, parked_at=NOW, attempts=12, error="x"
    )
    session.add(given_up)
    session.flush()
    name = "challenges.csv.gz"
    session.add(PublicFile(name=name, sha256=STORED, size=2, made_at=NOW, checked_at=NOW))
    session.flush()
    challenge, officer = make.a_challenge(session), make.a_person(session)
    aside = make.a_hand_in(session, challenge, officer, parked_at=NOW)
    return {
        "delivery_id": str(given_up.id),
        "aside_id": str(aside.id),
        "name": "mail",
        "filename": name,
    }


def _shared_by_a_third(session: Session, ours: Side, theirs: Side) -> None:
    """What a third council asks each to share; what is not public yet nobody else may share."""
    lead = make.a_council(session)
    for side, challenge in (
        (ours, make.an_open_challenge(session, lead)),
        (theirs, make.a_challenge(session, lead)),
    ):
        side.own["shared_ref"] = challenge.reference
        asked = make.a_partner(session, make.an_open_challenge(session, lead), side.council)
        side.own["partner_id"] = str(asked.id)
        named = an_outside_party(session, make.an_open_challenge(session, side.council))
        side.own["party_id"] = str(named.id)


def _side(session: Session) -> Side:
    council = make.a_council(session)
    people = {name: make.a_person(session, role, at=council) for name, role in ROLES.items()}
    supplier = make.a_supplier(session)
    people["supplier"] = make.a_supplier_user(session, supplier)
    member = make.a_supplier_user(session, supplier, PersonRole.MEMBER)
    colleague = suppliers.person_of_account(session, supplier.id, member.id)
    side = Side(council, people, supplier)
    side.own = _of_council(session, side) | {"colleague_id": str(colleague.id if colleague else "")}
    for stage in (DRAFT, WAITING, OPEN, CLOSED, BOARD):
        _hung_on(session, side, stage, _challenge(session, council, stage))
    return side


def _of_council(session: Session, side: Side) -> dict[str, str]:
    invitation = Invitation(
        authority_id=side.council.id,
        role=Role.OFFICER,
        name="Ida Novak",
        email=f"ida@{side.council.slug}.example.org",
        invited_at=NOW,
        expires_at=NOW + timedelta(days=2),
    )
    session.add(invitation)
    session.flush()
    reset = accounts.ask_reset(session, side.people["auditor"].email, at=NOW)
    return {
        "slug": side.council.slug,
        "person_id": str(side.people["approver"].id),
        "invitation_id": str(invitation.id),
        "reset_id": str(reset.id) if reset else "",
        "supplier_id": str(side.supplier.id),
        **_doubled(session, side),
        "template_id": str(make.a_template(session, side.council).id),
        "message": "challenge-extended",
        "word_id": str(make.a_council_word(session, side.council).id),
        "group_id": str(make.a_synonym_group(session, side.council).id),
    }


def _doubled(session: Session, side: Side) -> dict[str, str]:
    """A supplier to merge ours with, and two that were merged."""
    gone, one, other = (make.a_supplier(session) for _ in range(3))
    make.an_interest(session, make.an_open_challenge(session, side.council), supplier_id=gone.id)
    moved: dict[str, Any] = {"filled": {}, "regions": [], "codes": [], "people": {}}
    about = {"kept_id": one.id, "gone_id": other.id, "authority_id": side.council.id}
    made = SupplierMerge(**about, at=NOW, moved=moved | {"interests": []})
    session.add(made)
    session.flush()
    ids = {"kept_id": side.supplier.id, "gone_id": gone.id, "merge_id": made.id}
    return {name: str(each) for name, each in ids.items()}


def _challenge(session: Session, council: Authority, stage: str) -> Challenge:
    if stage == DRAFT:
        return make.a_challenge(session, council, lot_list=[LOT])
    if stage == WAITING:
        challenge = make.a_challenge(session, council, stage=Stage.WITH_APPROVER)
        make.an_approval(session, challenge)
        return challenge
    if stage == OPEN:
        return make.an_open_challenge(session, council, lot_list=[LOT])
    return make.a_closed_challenge(session, council, stage=Stage(stage))


def _hung_on(session: Session, side: Side, stage: str, challenge: Challenge) -> None:
    """Give a challenge everything it can have, and note the ids by argument name."""
    interest = _taking_part(session, side, stage, challenge)
    prompt = make.a_prompt(session, challenge)
    response = make.a_submitted_response(session, interest, {prompt.id: "Sensors."})
    side.passes.append(str(interest.id))
    side.things[stage] = {
        "ref": challenge.reference,
        "interest_id": str(interest.id),
        "subscription_id": str(make.a_subscription(session).id),
        **_meetings(session, challenge, interest),
        "prompt_id": str(prompt.id),
        "other_prompt_id": str(make.a_prompt(session, challenge, required=False).id),
        "response_id": str(response.id),
        "question_id": str(make.a_question(session, interest).id),
        "referral_id": str(make.a_referral(session, response).id),
        **_advice(session, challenge),
        **_board(session, side, challenge),
        **_papers(session, challenge, interest),
        **_compiled(session, side, challenge),
        **_documents(session, challenge),
        "release_id": str(make.a_release(session, challenge).id),
        **(_told(session, challenge, interest) if stage == OPEN else {}),
        **_at_find_a_tender(session, challenge, side.people["officer"]),
    }


def _taking_part(session: Session, side: Side, stage: str, challenge: Challenge) -> Interest:
    """Somebody of our supplier; while it is open, at the supplier's own address."""
    own = {"email": side.supplier.email} if stage == OPEN else {}
    return make.an_interest(session, challenge, supplier_id=side.supplier.id, **own)


def _meetings(session: Session, challenge: Challenge, interest: Interest) -> dict[str, str]:
    sitting = make.a_sitting(session, challenge)
    return {
        "sitting_id": str(sitting.id),
        "place_id": str(make.a_place(session, sitting, interest).id),
        "attendance_id": str(make.an_attendance(session, sitting).id),
        "feed_id": str(make.a_feed(session, interest).id),
        "workshop_id": str(sitting.id),  # what the public list calls a session
        "other_sitting_id": str(make.a_sitting(session, challenge).id),
    }


def _told(session: Session, challenge: Challenge, interest: Interest) -> dict[str, str]:
    """What everybody may read of it: an answer, and what was heard. And changes that wait."""
    make.an_amendment(session, challenge)
    make.a_question(
        session,
        interest,
        state=QuestionState.ANSWERED,
        number=1,
        public_text="How many homes?",
        answer="4,000.",
        answered_at=NOW,
    )
    summary = {"heard": "Sensors help.", "saved_at": NOW, "published_at": NOW}
    session.add(Summary(challenge_id=challenge.id, **summary))
    release = session.scalars(select(Release).where(Release.challenge_id == challenge.id)).one()
    release.position = next(PLACES)
    session.flush()
    return {"number": "1", "ocid": release.ocid}


def _at_find_a_tender(session: Session, challenge: Challenge, officer: Person) -> dict[str, str]:
    """A notice of ours that was refused, and one that was found there."""
    refused = make.a_hand_in(session, challenge, officer, step=Step.REFUSED)
    return {
        "hand_in_id": str(refused.id),
        "sighting_id": str(make.a_sighting(session, challenge).id),
    }


def _documents(session: Session, challenge: Challenge) -> dict[str, str]:
    """Two of them, so that each can be moved; their files are in the store (see ``build``)."""
    first, _ = make.a_document(session, challenge), make.a_document(session, challenge)
    return {"document_id": str(first.id)}


def _advice(session: Session, challenge: Challenge) -> dict[str, str]:
    """What the checker says of it, and what it said before the words changed."""
    waiting = findings(session, challenge, NOW).waiting
    dismissed = make.a_dismissed_finding(session, challenge)
    asked = make.a_prompt(session, challenge, text="Which app would you build?", required=False)
    (noted,) = advice(session, challenge, [asked]).waiting
    return {
        "mark": waiting[0].mark,
        "question_mark": noted.mark,
        "dismissal_id": str(dismissed.id),
    }


def _compiled(session: Session, side: Side, challenge: Challenge) -> dict[str, str]:
    compilation = Compilation(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        asked_by=side.people["officer"].id,
        asked_at=NOW,
        due_at=NOW,
        finished_at=NOW,
        state=CompilationState.DONE,
        files=[CompiledFile(format="csv", key=COMPILED, size=2, sha256="0" * 64)],
    )
    session.add(compilation)
    session.flush()
    return {"compilation_id": str(compilation.id), "format": "csv"}


def _board(session: Session, side: Side, challenge: Challenge) -> dict[str, str]:
    """Member and chair are cleared; a third member waits for a ruling."""
    make.a_criterion(session, challenge)
    for name in ("member", "chair"):
        make.a_seat(session, challenge, side.people[name], is_chair=name == "chair")
        make.a_declaration(session, challenge, side.people[name], ruling=Ruling.NOT_NEEDED)
    third = make.a_person(session, Role.BOARD_MEMBER, at=side.council)
    make.a_seat(session, challenge, third)
    waiting = make.a_declaration(session, challenge, third, ruling=Ruling.WAITING)
    return {"declaration_id": str(waiting.id)}


def _papers(session: Session, challenge: Challenge, interest: Interest) -> dict[str, str]:
    feedback = Feedback(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        interest_id=interest.id,
        result=Result.TOOK_PART,
    )
    notice = SourceNotice(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        findings={"missing": [], "warnings": []},
        imported_at=NOW,
    )
    message, sending = _sent(challenge, interest)
    session.add_all([feedback, message, notice, sending])
    session.flush()
    return {
        "feedback_id": str(feedback.id),
        "message_id": str(message.id),
        "sending_id": str(sending.id),
        **_invited(session, challenge),
    }


def _invited(session: Session, challenge: Challenge) -> dict[str, str]:
    """The message that somebody who was invited got; and who else is on the list."""
    invitation = Message(
        cause_id=uuid4(),
        template="supplier-invited",
        recipient=an_invited(session, challenge).email,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        subject_id=challenge.id,
        state=State.FAILED,
        owed_at=NOW,
        due_at=NOW,
    )
    session.add(invitation)
    session.flush()
    return {
        "invitation_message_id": str(invitation.id),
        "line_id": str(an_invitation_line(session, challenge).id),
    }


def _sent(challenge: Challenge, interest: Interest) -> tuple[Message, Sending]:
    """A message that failed, and what went to many."""
    message = Message(
        cause_id=uuid4(),
        template="interest-confirmed",
        recipient=interest.email,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        interest_id=interest.id,
        subject_id=interest.id,
        state=State.FAILED,
        owed_at=NOW,
        due_at=NOW,
    )
    sending = Sending(
        cause_id=uuid4(),
        template="challenge-extended",
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        expected=0,
        begun_at=NOW,
    )
    return message, sending
