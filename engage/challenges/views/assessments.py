"""The conflicts assessment for everybody: numbers, no names (PA 2023 s.83)."""

from sqlalchemy.orm import Session

from engage.challenges import queries
from engage.challenges.models import Challenge
from engage.challenges.queries.assessments import assessments, count_assessments
from engage.challenges.views.blueprint import bp
from engage.web.access import Answer, anyone, permit
from engage.web.pages import page_asked, paging, public_page

MOST = 10  # versions a page


@bp.get("/challenges/<ref>/conflicts")
@permit(anyone, load=queries.public)
def conflicts_assessment(session: Session, challenge: Challenge) -> Answer:
    asked, total = page_asked(MOST), count_assessments(session, challenge.id)
    return public_page(
        "challenges/conflicts.html",
        challenge=challenge,
        versions=assessments(session, challenge.id, page=asked),
        paging=paging(asked, total),
    )
