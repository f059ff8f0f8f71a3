"""A board of the demonstration: half-way through its reviews, or done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.demo.people import Staff
from engage.responses.models import Response
from engage.reviews import service as reviews
from engage.reviews.models import Conflict, Criterion, Referral, Ruling, Verdict

DAY = timedelta(days=1)
COMMENTS = (
    "Close to what people told us, and honest about what is not known.",
    "A good idea that needs somebody at the council to own it.",
    "Clear, but it starts with the tool and not with the need.",
    "I would like to see this in one place first. The numbers from before are convincing.",
    "Says plainly what would make it fail. I trust the rest more for that.",
    "Cheap to try. I am not sure that it still works when it is ten times as large.",
    "What they ask of us is more than we have: two people for a day a week.",
    "Residents would notice a change within weeks. Nothing here depends on an app.",
    "The example is from another field. I could not tell what it would mean here.",
    "Thoughtful about people without internet at home, and silent about cost.",
)
REASONS = {
    Verdict.SHORTLISTED: (
        "The board would like to see this idea tried with residents, in one place.",
        "Scored highest on the need. The first step is small and can be stopped.",
        "It worked for others like us, and they say what went wrong there.",
    ),
    Verdict.NOT_SHORTLISTED: (
        "Others came closer to the need as people described it.",
        "A sound idea, but it needs records that we do not have yet.",
        "The board could not see what would change for residents in the first year.",
        "It asks for more of our staff than we can give. We would say so in a later tender.",
        "Members differed most about this one. It begins with a tool, and the need comes second.",
        "Much the same is being tried by a neighbouring council. We will ask them how it went.",
    ),
}


def reviewed(
    session: Session,
    challenge: Challenge,
    staff: Staff,
    sent: Sequence[Response],
    *,
    whole: bool,
    at: datetime,
) -> None:
    """Seat the board, put the responses to it, and review all of them or about half."""
    by, chair = staff.officer.id, staff.people["chair"]
    reviews.set_criteria(session, challenge, reviews.DEFAULTS, by=by, at=at + DAY)
    _seated(session, challenge, staff, at=at + DAY)
    ideas = reviews.refer(session, challenge, sent, by=by, at=at + 2 * DAY)
    known = sent[0].interest.organisation
    reviewers = _declared(session, challenge, staff, known, whole=whole, at=at + 3 * DAY)
    for place, person_id in enumerate(reviewers):
        done = ideas if whole or place < 2 else ideas[: len(ideas) // 2]
        _review(session, challenge, done, person_id, place, at=at + 4 * DAY)
    if whole:
        _decided(session, ideas, by=(chair.id, staff.officer.id), at=at + 5 * DAY)


def _seated(session: Session, challenge: Challenge, staff: Staff, *, at: datetime) -> None:
    """A chair, a deputy, a secretary, and somebody from outside whose term ends in a year."""
    chair, (deputy, secretary, *others) = staff.people["chair"], staff.board
    parts = reviews.Parts(
        deputy=deputy.id,
        secretary=secretary.id,
        outside=frozenset(person.id for person in others[-1:]),
        quorum=3,
        terms={person.id: (at + 365 * DAY).date() for person in others[-1:]},
        expertise={deputy.id: ["housing", "health"], secretary.id: ["data protection"]},
    )
    people = [chair, deputy, secretary, *others]
    by = staff.officer.id
    reviews.arrange(session, challenge, people, chair=chair.id, parts=parts, by=by, at=at)


def _review(
    session: Session,
    challenge: Challenge,
    ideas: Sequence[Referral],
    person_id: UUID,
    place: int,
    *,
    at: datetime,
) -> None:
    """One member's reviews; the scores differ from idea to idea and from person to person."""
    wanted = select(Criterion.id).where(Criterion.challenge_id == challenge.id)
    criteria = session.scalars(wanted.order_by(Criterion.position)).all()
    for idea in ideas:
        reviews.submit_review(
            session,
            idea,
            scores={
                criterion: _score(idea.number, place, weight)
                for weight, criterion in enumerate(criteria)
            },
            comment=COMMENTS[(3 * idea.number + place) % len(COMMENTS)],
            by=person_id,
            at=at,
        )


def _score(idea: int, member: int, criterion: int) -> int:
    """Ideas differ, and members differ about them: 0 to 5."""
    return min(5, max(0, idea * 5 % 4 + 1 + (member + 2 * criterion + idea) % 3 - 1))


def _declared(
    session: Session, challenge: Challenge, staff: Staff, known: str, *, whole: bool, at: datetime
) -> list[UUID]:
    """Everybody declares; one member has an interest and stands aside, or waits for a ruling."""
    *clear, concerned = staff.people["chair"], *staff.board
    for person in clear:
        reviews.declare(session, challenge, person, kind=Conflict.NONE, detail="", at=at)
    declaration = reviews.declare(
        session,
        challenge,
        concerned,
        kind=Conflict.POTENTIAL,
        detail="My sister works for one of the firms that came to the workshop.",
        organisations=known,
        at=at,
    )
    if whole:
        reviews.rule_on(
            session,
            declaration,
            ruling=Ruling.STANDS_ASIDE,
            mitigation="Takes no part in this challenge.",
            by=staff.officer.id,
            at=at + timedelta(hours=1),
        )
    return [person.id for person in clear]


def _decided(
    session: Session, ideas: Sequence[Referral], *, by: tuple[UUID, UUID], at: datetime
) -> None:
    """The chair decides and proposes, the officer releases."""
    chair_id, officer_id = by
    for idea in ideas:
        verdict = Verdict.SHORTLISTED if idea.number <= 3 else Verdict.NOT_SHORTLISTED
        reviews.decide(
            session,
            idea,
            verdict=verdict,
            reasons=REASONS[verdict][idea.number % len(REASONS[verdict])],
            by=chair_id,
            at=at,
        )
    reviews.propose(session, ideas[0].challenge, by=chair_id, at=at)
    reviews.release(session, ideas[0].challenge, by=officer_id, at=at + timedelta(hours=1))
