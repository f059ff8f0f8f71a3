"""A challenge of each stage, and everything that can hang on it."""

from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.lots import lot
from engage.challenges.models import Challenge
from engage.challenges.queries.checking import findings
from engage.interest.models import Interest
from engage.kernel.events import belonging
from engage.library.models import LibraryEntry
from engage.notices.models import Release, SourceNotice, Step
from engage.notifications.models import Message, Sending, State
from engage.outcomes.models import Feedback, FollowUp, Result, Summary
from engage.questions.models import State as QuestionState
from engage.responses.kinds import Kind
from engage.responses.models import Channel, Response, Submission
from engage.responses.queries import advice
from engage.reviews.models import ConflictFinding, Ruling, ShortlistRelease
from engage.workshops.models import Rule
from tests import factories as make
from tests.disclosures.entries import a_disclosure, a_finding, a_statement
from tests.factories import NOW
from tests.interest.inviting import an_invitation_line, an_invited
from tests.one_to_ones import a_series, an_entry, slot_of
from tests.permissions.world.addresses import DRAFT, OPEN, WAITING, Side
from tests.permissions.world.made import made_by_workers
from tests.permissions.world.meetings import meetings_of
from tests.permissions.world.reading import shelves_of

LOT = lot(title="Finding damp", cpv_codes=["72000000"])
PLACES = count(1)  # of releases, unique


def a_challenge_at(session: Session, council: Authority, stage: str) -> Challenge:
    if stage == DRAFT:
        return make.a_challenge(session, council, lot_list=[LOT])
    if stage == WAITING:
        challenge = make.a_challenge(session, council, stage=Stage.WITH_APPROVER)
        make.an_approval(session, challenge)
        return challenge
    if stage == OPEN:
        return make.an_open_challenge(session, council, lot_list=[LOT])
    return make.a_closed_challenge(session, council, stage=Stage(stage))


def hung_on(session: Session, side: Side, stage: str, challenge: Challenge) -> None:
    """Give a challenge everything it can have, and note the ids by argument name."""
    interest = _taking_part(session, side, stage, challenge)
    prompt = make.a_prompt(session, challenge)
    plan = make.a_prompt(session, challenge, kind=Kind.FILE, required=False)
    answers = {prompt.id: "Sensors.", plan.id: make.a_file_as_answer(session)}
    response = make.a_submitted_response(session, interest, answers)
    sent = _on_paper(session, response)
    side.passes.append(str(interest.id))
    side.things[stage] = {
        "ref": challenge.reference,
        "interest_id": str(interest.id),
        "subscription_id": str(make.a_subscription(session).id),
        **meetings_of(session, challenge, interest, side.people["officer"]),
        **_one_to_ones(session, challenge, interest, side.people["officer"]),
        **{"prompt_id": str(prompt.id), "file_prompt_id": str(plan.id)},
        "other_prompt_id": str(make.a_prompt(session, challenge, required=False).id),
        **{"response_id": str(response.id), "submission_id": sent},
        "question_id": str(make.a_question(session, interest).id),
        "referral_id": str(make.a_referral(session, response).id),
        **shelves_of(session, interest, prompt, side.people["officer"]),
        **_told_to_one(session, challenge, interest, side.people["auditor"]),
        **_board(session, side, challenge, response.id),
        **_papers(session, challenge, interest),
        **made_by_workers(session, side, challenge),
        **{**_advice(session, challenge), **_documents(session, challenge)},
        "release_id": str(make.a_release(session, challenge).id),
        **(_told(session, challenge, interest) if stage == OPEN else {}),
        **_at_find_a_tender(session, challenge, side.people["officer"]),
    }


def _on_paper(session: Session, response: Response) -> str:
    """What was sent, as if somebody of the council had entered it."""
    sent = session.scalars(select(Submission).where(Submission.response_id == response.id)).one()
    sent.channel, sent.received_at, sent.entered_because = Channel.PAPER, make.NOW, "No computer."
    return str(sent.id)


def _taking_part(session: Session, side: Side, stage: str, challenge: Challenge) -> Interest:
    """Somebody of our supplier; while it is open, at the supplier's own address."""
    own = {"email": side.supplier.email} if stage == OPEN else {}
    return make.an_interest(session, challenge, supplier_id=side.supplier.id, **own)


def _one_to_ones(
    session: Session, challenge: Challenge, interest: Interest, lead: Person
) -> dict[str, str]:
    """A slot that somebody has, a draft, and a lottery that nobody asks in yet."""
    series = a_series(session, challenge, lead_id=lead.id)
    slot = slot_of(session, series)
    an_entry(session, series, interest, slot=slot)
    return {
        "series_id": str(series.id),
        "slot_id": str(slot.id),
        "draft_series_id": str(a_series(session, challenge, opened=False).id),
        "lottery_id": str(a_series(session, challenge, rule=Rule.LOTTERY).id),
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
    words = {"title": "Sensors", "asked": "Dry homes.", "heard": "Sensors help."}
    about = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    session.add(LibraryEntry(**words, **about, saved_at=NOW, shared_at=NOW))
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


def _told_to_one(
    session: Session, challenge: Challenge, holder: Interest, writer: Person
) -> dict[str, str]:
    """A file that one supplier was given, one that everybody has, and what was made of them."""
    a_statement(session, challenge, writer)
    given = a_disclosure(session, challenge, holder, file_id=make.a_file(session).id)
    public = {"published_at": NOW, "file_id": make.a_file(session).id}
    shown = a_disclosure(session, challenge, holder, **public)
    return {
        "disclosure_id": str(given.id),
        "published_disclosure_id": str(shown.id),
        "finding_id": str(a_finding(session, challenge, writer).id),
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


def _proposed(session: Session, challenge: Challenge, *, by: Person) -> None:
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    session.add(ShortlistRelease(**place, proposed_by=by.id, proposed_at=NOW))


def _board(session: Session, side: Side, challenge: Challenge, response_id: UUID) -> dict[str, str]:
    """Member and chair are cleared; a third member waits for a ruling."""
    make.a_criterion(session, challenge)
    for name in ("member", "chair"):
        make.a_seat(session, challenge, side.people[name], is_chair=name == "chair")
        make.a_declaration(session, challenge, side.people[name], ruling=Ruling.NOT_NEEDED)
    _proposed(session, challenge, by=side.people["chair"])
    third = make.a_person(session, Role.BOARD_MEMBER, at=side.council)
    make.a_seat(session, challenge, third)
    waiting = make.a_declaration(session, challenge, third, ruling=Ruling.WAITING)
    finding = ConflictFinding(
        **belonging(challenge), person_id=third.id, response_id=response_id, found_at=NOW
    )
    session.add(finding)
    session.flush()
    return {"declaration_id": str(waiting.id), "conflict_id": str(finding.id)}


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
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    asked = FollowUp(**place, interest_id=interest.id, text="Why not?", asked_at=NOW)
    session.add_all([feedback, message, notice, sending, asked])
    session.flush()
    return {
        "feedback_id": str(feedback.id),
        "follow_up_id": str(asked.id),
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
