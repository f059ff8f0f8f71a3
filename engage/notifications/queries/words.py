"""What messages say, one statement each. None: it is gone, or it is no longer owed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.models import Invitation, PasswordReset, Person
from engage.authorities.models import Authority
from engage.challenges.models import (
    Challenge,
    ChallengeDocument,
    Partner,
    Sealing,
    StatementVersion,
    Why,
)
from engage.files.models import File, State
from engage.interest.models import Interest, Subscription
from engage.interest.queries import said_of
from engage.kernel.events import RecordedEvent
from engage.outcomes.models import Feedback
from engage.questions.models import Question
from engage.responses.models import Channel, Response, Submission
from engage.reviews.models import Board
from engage.suppliers.models import Supplier, SupplierMerge
from engage.workshops.events import PlaceTransferred
from engage.workshops.models import (
    CalendarFeed,
    Mode,
    Place,
    PlaceState,
    Repetition,
    Sitting,
    Workshop,
)
from engage.workshops.queries import waiting_position

Words = Mapping[str, Any]

ENGAGE = {"council_id": None, "council": "engage", "colour": "#1d5c63", "reply_to": None}
_COUNCIL = (
    Authority.id.label("council_id"),
    Authority.name.label("council"),
    Authority.brand_colour.label("colour"),
    Authority.email.label("reply_to"),
)
_CHALLENGE = (
    *_COUNCIL,
    Challenge.title.label("challenge"),
    Challenge.reference,
    Challenge.engagement_ends.label("ends"),
    Challenge.retrospective.label("is_record"),
)
WORKSHOP = (
    Workshop.title.label("workshop"),
    Sitting.starts_at,
    Sitting.ends_at,
    Sitting.venue,
    Sitting.step_free,
    Sitting.travel,
    Sitting.joining_link,
    Sitting.online,
)
# Who joins online is not sent to the room where others meet.
_NOWHERE = {"venue": "", "step_free": "", "travel": ""}


def of_challenge(session: Session, subject_id: UUID) -> Words | None:
    wanted = about_challenge(Challenge.need, Challenge.withdrawn_because.label("because"))
    return one_of(session, wanted.where(Challenge.id == subject_id))


def of_board(session: Session, subject_id: UUID) -> Words | None:
    """A challenge as its board hears of it: answers go to the secretary, where there is one."""
    words, board = of_challenge(session, subject_id), session.get(Board, subject_id)
    return words and {**words, "reply_to": (board and board.secretary_email) or words["reply_to"]}


def of_version(session: Session, subject_id: UUID) -> Words | None:
    """A change of a published statement, and the end as it is now.

    ``was``: the end before this change, when this change moved it; or None.
    """
    wanted = about_challenge(
        StatementVersion.note.label("because"),
        StatementVersion.material,
        StatementVersion.enough,
        StatementVersion.content["engagement_ends"].as_string().label("then"),
        _end_before(StatementVersion).label("was"),
    )
    wanted = wanted.join(StatementVersion, StatementVersion.challenge_id == Challenge.id)
    words = one_of(session, wanted.where(StatementVersion.id == subject_id))
    if words is None:
        return None
    moved = words["was"] and words["then"] and words["was"] != words["then"]
    return {**words, "was": datetime.fromisoformat(words["was"]) if moved else None}


def of_extension(session: Session, subject_id: UUID) -> Words | None:
    """A challenge that ends later, and when it was to end before the newest extension."""
    mine = StatementVersion.challenge_id == subject_id, StatementVersion.why == Why.EXTENDED
    newest = select(StatementVersion.id).where(*mine).order_by(StatementVersion.number.desc())
    version = session.scalar(newest.limit(1))
    if version:
        return of_version(session, version)
    words = of_challenge(session, subject_id)
    return {**words, "was": None} if words else None


def _end_before(version: type[StatementVersion]) -> ScalarSelect[str]:
    """The end that suppliers read before this version, as it is kept."""
    older = aliased(StatementVersion)
    return (
        select(older.content["engagement_ends"].as_string())
        .where(older.challenge_id == version.challenge_id, older.number < version.number)
        .where(older.why != Why.ASKED)
        .order_by(older.number.desc())
        .limit(1)
        .correlate(version)
        .scalar_subquery()
    )


def of_document(session: Session, subject_id: UUID) -> Words | None:
    """None when it was removed before the message went out."""
    wanted = about_challenge(ChallengeDocument.title.label("document"))
    wanted = wanted.join(ChallengeDocument, ChallengeDocument.challenge_id == Challenge.id)
    wanted = wanted.join(File, File.id == ChallengeDocument.file_id)
    there = ChallengeDocument.removed_at.is_(None) & (File.state == State.CLEAN)
    return one_of(session, wanted.where(ChallengeDocument.id == subject_id, there))


def of_partner(session: Session, subject_id: UUID) -> Words | None:
    """``partner`` is the name of the council that shares."""
    other = aliased(Authority)
    wanted = about_challenge(other.name.label("partner"))
    wanted = wanted.join(Partner, Partner.challenge_id == Challenge.id)
    wanted = wanted.join(other, other.id == Partner.council_id)
    return one_of(session, wanted.where(Partner.id == subject_id))


def of_interest(session: Session, subject_id: UUID) -> Words | None:
    wanted = about_challenge().join(Interest, Interest.challenge_id == Challenge.id)
    return one_of(session, wanted.where(Interest.id == subject_id))


def of_subscription(session: Session, subject_id: UUID) -> Words | None:
    """``known``: it runs already, so there is nothing to confirm."""
    search = session.get(Subscription, subject_id)
    if search is None or search.ended_at is not None:
        return None
    council = session.scalar(select(Authority.name).where(Authority.slug == search.council))
    return {**ENGAGE, "lines": said_of(search, council), "known": search.confirmed_at is not None}


def of_merge(session: Session, subject_id: UUID) -> Words | None:
    kept, gone = aliased(Supplier), aliased(Supplier)
    wanted = (
        select(*_COUNCIL, kept.name.label("kept"), gone.name.label("gone"))
        .select_from(SupplierMerge)
        .join(Authority, Authority.id == SupplierMerge.authority_id)
        .join(kept, kept.id == SupplierMerge.kept_id)
        .join(gone, gone.id == SupplierMerge.gone_id)
        .where(SupplierMerge.id == subject_id, SupplierMerge.undone_at.is_(None))
    )
    return one_of(session, wanted)


def of_workshop(session: Session, subject_id: UUID) -> Words | None:
    """One session of a workshop."""
    wanted = about_sitting(
        *WORKSHOP, Sitting.id.label("session"), Sitting.cancelled_because.label("because")
    )
    return one_of(session, wanted.where(Sitting.id == subject_id))


def of_place(session: Session, subject_id: UUID) -> Words | None:
    """``position`` is the place on the waiting list as it is now; ``again``: carried over."""
    wanted = about_sitting(
        *WORKSHOP,
        Place.mode,
        Place.at_once,
        Place.offer_ends_at.label("until"),
        waiting_position(Place).label("position"),
        _waited_before().label("again"),
    )
    wanted = wanted.join(Place, Place.sitting_id == Sitting.id)
    found = one_of(session, wanted.where(Place.id == subject_id))
    return {**found, **_NOWHERE} if found and found["mode"] is Mode.ONLINE else found


def of_transfer(session: Session, subject_id: UUID) -> Words | None:
    """A place after it moved, and ``because``: why the session it was at does not take place."""
    found = of_place(session, subject_id)
    moved = select(RecordedEvent.payload).where(
        RecordedEvent.subject_id == subject_id, RecordedEvent.name == PlaceTransferred.name
    )
    payload = session.scalar(moved.order_by(RecordedEvent.id.desc()).limit(1))
    before = session.get(Sitting, UUID(payload["before_id"])) if payload else None
    return found and {**found, "because": before.cancelled_because if before else None}


def _waited_before() -> ColumnElement[bool]:
    """Whether this person waits for the session that is held again here."""
    before = aliased(Place)
    return exists().where(
        Repetition.again_id == Place.sitting_id,
        before.sitting_id == Repetition.sitting_id,
        before.interest_id == Place.interest_id,
        before.state == PlaceState.WAITING,
    )


def of_feed(session: Session, subject_id: UUID) -> Words | None:
    """None when it was taken back, or made anew, before the message went out."""
    return ENGAGE if session.get(CalendarFeed, subject_id) else None


def of_question(session: Session, subject_id: UUID) -> Words | None:
    wanted = about_challenge(Question.public_text.label("question"), Question.answer).join(
        Question, Question.challenge_id == Challenge.id
    )
    return one_of(session, wanted.where(Question.id == subject_id))


def of_submission(session: Session, subject_id: UUID) -> Words | None:
    columns = Submission.receipt, Submission.sha256, Submission.submitted_at
    by_council = (Submission.channel != Channel.ONLINE).label("by_council")
    wanted = about_challenge(*columns, Submission.received_at, by_council)
    wanted = wanted.add_columns((Challenge.sealing == Sealing.ROLLING).label("rolling"))
    wanted = wanted.join(Submission, Submission.challenge_id == Challenge.id)
    return one_of(session, wanted.where(Submission.id == subject_id))


def of_response(session: Session, subject_id: UUID) -> Words | None:
    wanted = about_challenge().join(Response, Response.challenge_id == Challenge.id)
    return one_of(session, wanted.where(Response.id == subject_id))


def of_feedback(session: Session, subject_id: UUID) -> Words | None:
    """Only words that an officer approved."""
    wanted = about_challenge(Feedback.result, Feedback.text.label("feedback"))
    wanted = wanted.join(Feedback, Feedback.challenge_id == Challenge.id)
    return one_of(
        session, wanted.where(Feedback.id == subject_id, Feedback.approved_at.is_not(None))
    )


def of_invitation(session: Session, subject_id: UUID) -> Words | None:
    """None when it was used or withdrawn before the message went out."""
    wanted = (
        select(
            *_COUNCIL,
            Invitation.role,
            Supplier.name.label("supplier"),
            Invitation.expires_at.label("until"),
        )
        .select_from(Invitation)
        .outerjoin(Authority, Authority.id == Invitation.authority_id)
        .outerjoin(Supplier, Supplier.id == Invitation.supplier_id)
        .where(
            Invitation.id == subject_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
    )
    words = one_of(session, wanted)
    return {**words, **ENGAGE} if words and not words["council"] else words


def of_reset(session: Session, subject_id: UUID) -> Words | None:
    wanted = select(PasswordReset.expires_at.label("until"), Person.name).join(
        Person, Person.id == PasswordReset.person_id
    )
    words = one_of(
        session, wanted.where(PasswordReset.id == subject_id, PasswordReset.used_at.is_(None))
    )
    return {**words, **ENGAGE} if words else None


def about_challenge(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*_CHALLENGE, *columns)
        .select_from(Challenge)
        .join(Authority, Authority.id == Challenge.authority_id)
    )


def about_sitting(*columns: Any) -> Select[*tuple[Any, ...]]:
    wanted = about_challenge(*columns).join(Sitting, Sitting.challenge_id == Challenge.id)
    return wanted.join(Workshop, Workshop.id == Sitting.workshop_id)


def one_of(session: Session, wanted: Select[*tuple[Any, ...]]) -> Words | None:
    row: Row[*tuple[Any, ...]] | None = session.execute(wanted).one_or_none()
    return None if row is None else dict(row._mapping)
