"""Others who asked the same, while a statement is being written."""

from sqlalchemy.orm import Session

from engage.challenges import policy, queries
from engage.challenges.models import Challenge
from engage.challenges.views.blueprint import bp
from engage.web.access import Answer, permit
from engage.web.pages import page


@bp.get("/desk/challenges/<ref>/similar")
@permit(policy.may_read, load=queries.for_desk)
def similar(session: Session, challenge: Challenge) -> Answer:
    found = queries.similar(session, challenge)
    councils = {each.council for each in found}
    return page(
        "challenges/similar.html",
        challenge=challenge,
        found=found,
        councils=len(councils),
        ours=councils == {challenge.authority.name},
    )
