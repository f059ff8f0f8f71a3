"""Engagements that are over, with people who took part in each way."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.outcomes import service
from engage.outcomes.models import Feedback
from engage.reviews.models import Referral, Verdict
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_criterion,
    a_person,
    a_referral,
    a_review,
    a_submitted_response,
    an_interest,
    an_officer,
)
from tests.reviews.shortlists import a_released_shortlist

SECRET = "Between us: the price is a joke."
REASONS = "The board liked the sensors."
HEARD = "Most of you would begin with the ten coldest houses."


@dataclass
class Ended:
    """Three participants: one shortlisted, one not, one without a response."""

    council: Authority
    challenge: Challenge
    officer: Person
    chosen: Interest
    other: Interest
    silent: Interest
    referral: Referral


def an_ended_engagement(session: Session, **about: Any) -> Ended:
    """With the board's decisions, and a review whose words nobody outside may ever read."""
    challenge = a_closed_challenge(session, **({"stage": Stage.WITH_BOARD} | about))
    council = challenge.authority
    chosen = an_interest(session, challenge, organisation="Anvil Homes")
    other = an_interest(session, challenge, organisation="Brook Data")
    silent = an_interest(session, challenge, organisation="Cedar Care")
    criterion = a_criterion(session, challenge)
    reviewer = a_person(session)
    referrals = []
    for each, verdict in ((chosen, Verdict.SHORTLISTED), (other, Verdict.NOT_SHORTLISTED)):
        response = a_submitted_response(session, each)
        referral = a_referral(session, response, verdict=verdict, reasons=REASONS)
        a_review(session, referral, reviewer, {criterion.id: 4}, comment=SECRET)
        referrals.append(referral)
    officer = an_officer(session, council)
    a_released_shortlist(session, challenge, by=officer)
    return Ended(council, challenge, officer, chosen, other, silent, referrals[0])


def ready(session: Session, **about: Any) -> Ended:
    """The same, with everything written and approved."""
    ended = an_ended_engagement(session, **about)
    by = ended.officer.id
    service.prepare(session, ended.challenge, by=by, at=NOW)
    service.approve_all(session, ended.challenge, by=by, at=NOW)
    summarise(session, ended)
    return ended


def summarise(session: Session, ended: Ended, **words: Any) -> tuple[str, ...]:
    said = {"heard": HEARD, "changed": "", "unchanged": "", "next_steps": ""} | words
    return service.save_summary(session, ended.challenge, **said, by=ended.officer.id, at=NOW)


def feedback_of(session: Session, interest: Interest) -> Feedback:
    return session.query(Feedback).filter_by(interest_id=interest.id).one()
