"""The public's pages: the front page, one challenge, and the pages every site owes."""

from datetime import date

from flask import current_app, jsonify
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.challenges import queries as challenges
from engage.challenges.policy import may_share
from engage.findings.service import deleting as findings
from engage.handover.service import forgetting as handover
from engage.interest import service as interest
from engage.kernel.clock import now
from engage.kernel.markdown import beginning
from engage.notifications import service as notifications
from engage.questions import queries as questions
from engage.questions.countdown import left
from engage.reports.service import forgetting as reports
from engage.settings import Settings
from engage.spaces.queries import operator, public
from engage.spaces.views.blueprint import bp
from engage.suppliers import service as suppliers
from engage.web.access import Answer, actor, anyone, permit
from engage.web.pages import public_page, read_until
from engage.workshops import queries as workshops
from engage.workshops import service as meetings
from engage.workshops.deadlines import after, last_day
from engage.workshops.queries.one_to_ones import opened_series

PERSONAL = (
    *suppliers.RETENTION,
    *accounts.RETENTION,
    *interest.RETENTION,
    *meetings.RETENTION,
    *findings.RETENTION,
    *notifications.RETENTION,
    *reports.RETENTION,
    *handover.RETENTION,
)
"""What is known of people and forgotten by the clock."""


@bp.get("/")
@permit(anyone)
def home(session: Session) -> Answer:
    return public_page(
        "spaces/home.html",
        challenges=public.newest(session),
        total=public.count_open(session),
        demo=_is_demonstration(),
    )


@bp.get("/challenges/<ref>")
@permit(anyone, load=public.published)
def public_challenge(session: Session, published: public.Published) -> Answer:
    challenge = published.challenge
    settings: Settings = current_app.extensions["settings"]
    sittings = workshops.announced(session, challenge.id)
    return public_page(
        "spaces/challenge.html",
        challenge=challenge,
        address=f"{settings.base_url}/challenges/{challenge.reference}",
        card=beginning(challenge.need),
        summary=published.summary,
        joint=", ".join(filter(None, (published.joint, published.outside))),
        acting=published.acting,
        sponsors=published.sponsors,
        changed_at=published.changed_at,
        notice_id=published.notice_id,
        copies=published.copies,
        asks=published.asks,
        no_notice=published.no_notice,
        hears_by=hears_by(published),
        may_share=may_share(actor(), challenge),
        at=published.at,
        takes_part=public.takes_part(session, actor(), challenge.reference),
        workshops=sittings,
        after=workshops.after_each(session, challenge, sittings, at=published.at),
        one_to_ones=opened_series(session, challenge.id) if published.one_to_ones else [],
        asking_left=left(challenge.questions_end, published.at),
        questions=questions.published(session, challenge.id, after=read_until()),
        documents=challenges.public_documents(session, challenge.id),
    )


def hears_by(published: public.Published) -> date | None:
    """The day on which everybody who takes part hears the outcome; None when they have heard."""
    challenge = published.challenge
    if published.due_at or published.summary or challenge.engagement_ends is None:
        return last_day(published.due_at) if published.due_at else None
    council, ends = challenge.authority, challenge.engagement_ends
    return last_day(after(council, challenge.region, ends, council.feedback_days).due_at)


@bp.get("/help")
@permit(anyone)
def help_page(session: Session) -> Answer:
    return public_page("spaces/help.html", demo=_is_demonstration())


def _is_demonstration() -> bool:
    return bool(current_app.extensions["settings"].demo)


@bp.get("/accessibility")
@permit(anyone)
def accessibility(session: Session) -> Answer:
    return public_page("spaces/accessibility.html")


@bp.get("/privacy")
@permit(anyone)
def privacy(session: Session) -> Answer:
    return public_page("spaces/privacy.html", kept=PERSONAL)


@bp.get("/cookies")
@permit(anyone)
def cookies(session: Session) -> Answer:
    return public_page("spaces/cookies.html")


@bp.get("/healthz")
@permit(anyone)
def healthz(session: Session) -> Answer:
    """Whether web, worker and database are well: 200, or 503 with what is not."""
    health = operator.health(session, at=now(session))
    answer = jsonify(
        web="well",
        database="well",
        worker="well" if health.worker else "no sign of life",
        messages="late" if health.late else "well",
        sendings="do not add up" if operator.not_adding_up(session) else "well",
    )
    answer.status_code = 200 if health.well else 503
    return answer
