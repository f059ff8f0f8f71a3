"""The outcome as everybody reads it: words, and numbers that are drawn."""

from sqlalchemy.orm import Session

from engage.outcomes.queries import public
from engage.outcomes.queries.public import Outcome
from engage.outcomes.views.blueprint import bp
from engage.web.access import Answer, anyone, permit
from engage.web.pages import public_page


@bp.get("/challenges/<ref>/outcome")
@permit(anyone, load=public.outcome)
def public_outcome(session: Session, outcome: Outcome) -> Answer:
    challenge, summary = outcome.challenge, outcome.summary
    return public_page(
        "outcomes/public.html",
        challenge=challenge,
        summary=summary,
        outcome=outcome,
        numbers=public.numbers(session, challenge.id),
        themes=public.named_themes(session, challenge.id) if summary.themes_shown else [],
    )
