"""Which columns the public may have of each thing, and of which rows. The one place to look at."""

from typing import Any

from sqlalchemy import Select, func, or_, select

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.challenges.queries import is_listed
from engage.notices.models import Notice, Status
from engage.outcomes.models import Summary
from engage.questions.models import Question, State
from engage.workshops.models import Sitting, Workshop

Columns = tuple[Any, ...]
COUNCIL: Columns = (Authority.slug, Authority.name)


def challenges() -> Select[Any]:
    columns: Columns = (
        *(Challenge.id, Challenge.reference, Challenge.title, Challenge.stage, Challenge.need),
        *(Challenge.who, Challenge.evidence, Challenge.today, Challenge.cost, Challenge.tried),
        *(Challenge.outcomes, Challenge.success, Challenge.limits, Challenge.inclusion),
        *(Challenge.lots, Challenge.process, Challenge.purposes, Challenge.category),
        *(Challenge.region, Challenge.value, Challenge.value_net, Challenge.lot_list),
        *(Challenge.contract_starts, Challenge.contract_ends, Challenge.contract_ends_latest),
        *(Challenge.renewal, Challenge.sme_suitable, Challenge.vcse_suitable),
        Challenge.retrospective,
        *(Challenge.engagement_ends, Challenge.published_at, Challenge.updated_at),
        *(Challenge.withdrawn_because, Challenge.notice_plan, *COUNCIL),
        Authority.region.label("council_region"),
    )
    return _of_council(select(*columns)).where(is_listed())


def notices() -> Select[Any]:
    """Versions of notices of which something is known, oldest first: not those to come."""
    columns: Columns = (
        *(Notice.challenge_id, Notice.status, Notice.kind, Notice.notice_id, Notice.ocid),
        *(Notice.rationale, Notice.recorded_at, Notice.published_on),
    )
    return select(*columns).where(Notice.status != Status.DRAFT).order_by(Notice.number)


def authorities() -> Select[Any]:
    number, days = (
        select(each)
        .join(Challenge, Challenge.id == Summary.challenge_id)
        .where(Challenge.authority_id == Authority.id, Summary.published_at.is_not(None))
        .correlate(Authority)
        .scalar_subquery()
        for each in (func.count(Summary.challenge_id), func.avg(Summary.days))
    )
    columns: Columns = (
        *(*COUNCIL, Authority.ppon, Authority.website, Authority.region),
        *(number.label("outcomes"), days.label("days")),
    )
    return select(*columns)


def workshops() -> Select[Any]:
    """A row for each session."""
    columns: Columns = (
        *(Sitting.id, Sitting.workshop_id, Workshop.title, Workshop.about, Sitting.starts_at),
        *(Sitting.ends_at, Sitting.venue, Sitting.step_free, Sitting.travel),
        (Sitting.joining_link != "").label("online"),
        (Sitting.in_person + Sitting.online).label("capacity"),
        *(Sitting.in_person.label("places_in_person"), Sitting.online.label("places_online")),
        *(Sitting.cancelled_at, Sitting.sequence, Challenge.reference, *COUNCIL),
    )
    wanted = select(*columns).select_from(Sitting)
    wanted = wanted.join(Workshop, Workshop.id == Sitting.workshop_id)
    wanted = wanted.join(Challenge, Challenge.id == Sitting.challenge_id)
    announced = or_(Sitting.cancelled_at.is_(None), Sitting.cancelled_at >= Challenge.published_at)
    return _of_council(wanted).where(is_listed(), announced)


def questions() -> Select[Any]:
    columns: Columns = (
        *(Question.number, Question.public_text, Question.answer, Question.answered_at),
        *(Challenge.reference, *COUNCIL),
    )
    wanted = select(*columns).join(Challenge, Challenge.id == Question.challenge_id)
    answered = (Question.state == State.ANSWERED, Question.number.is_not(None))
    return _of_council(wanted).where(is_listed(), *answered)


def outcomes() -> Select[Any]:
    columns: Columns = (
        *(Summary.heard, Summary.changed, Summary.unchanged, Summary.next_steps),
        *(Summary.published_at, Summary.days, Challenge.reference, Challenge.title, *COUNCIL),
    )
    wanted = select(*columns).join(Challenge, Challenge.id == Summary.challenge_id)
    return _of_council(wanted).where(is_listed(), Summary.published_at.is_not(None))


def _of_council(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(Authority, Authority.id == Challenge.authority_id)
