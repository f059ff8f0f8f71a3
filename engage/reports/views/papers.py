"""Papers: made when somebody asks, in a process of their own, and not twice."""

from flask import Response, abort

from engage.challenges.queries import public
from engage.kernel import apart
from engage.kernel.db import Sessions
from engage.reports import papers
from engage.reports.tables import DOCX, ODT, PDF
from engage.reports.typesetting import paper
from engage.reports.views.blueprint import bp
from engage.reports.views.taking_away import TYPES
from engage.responses import queries as responses
from engage.responses.policy import may_attach, may_respond
from engage.web.access import Answer, Door, actor, anyone, permit
from engage.web.limits import limiter

ENDINGS = (DOCX, ODT, PDF)
AT_MOST = "120 per 5 minutes"


@bp.get("/challenges/<ref>/questionnaire/<ending>")
@permit(anyone, transaction=False)
@limiter.limit(AT_MOST)
def blank_questionnaire(sessions: Sessions, ref: str, ending: str) -> Answer:
    """The questions of a published challenge, for people who work on paper."""
    with sessions.read() as session:
        challenge = public(session, None, ref)
        prompts = responses.prompts(session, challenge.id) if challenge else ()
        if challenge is None or not prompts or ending not in ENDINGS:
            abort(404)
        data = papers.questionnaire(challenge, prompts)
    return _file(data, ending, f"{challenge.reference}-questions")


@bp.get("/my/challenges/<ref>/response/receipt.pdf")
@permit(may_attach, transaction=False, door=Door.LINK)
@limiter.limit(AT_MOST)
def receipt_to_print(sessions: Sessions, ref: str) -> Answer:
    with sessions.read() as session:
        own = responses.own(session, actor(), ref)
        if own is None or not may_respond(actor(), own):
            abort(404)
        sent = responses.current(session, own.response.id) if own.response else None
        if sent is None:
            abort(404)
        data = papers.receipt(own.challenge, own.interest.organisation, sent)
    return _file(data, PDF, sent.receipt)


def _file(data: dict[str, object], ending: str, name: str) -> Answer:
    try:
        made = paper(ending, papers.frozen(data))
    except apart.Failed:
        abort(503)
    answer = Response(made, content_type=TYPES[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer
