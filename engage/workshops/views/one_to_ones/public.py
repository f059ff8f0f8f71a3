"""One-to-ones as everybody may see them: times, rule, and a lottery that anybody can check."""

from flask import Response, jsonify
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.web.access import Answer, anyone, permit
from engage.web.pages import public_page
from engage.workshops.models import Series
from engage.workshops.queries import one_to_ones as queries
from engage.workshops.service import one_to_ones as service
from engage.workshops.views.blueprint import bp

HERE = "/challenges/<ref>/one-to-ones/<uuid:series_id>"


@bp.get(HERE)
@permit(anyone, load=queries.public_series)
def public_series(session: Session, series: Series) -> Answer:
    """Nobody is named, and how many asked is told when asking has closed and the draw is done."""
    return public_page(
        "workshops/series_public.html",
        series=series,
        challenge=series.challenge,
        slots=queries.slots_of_series(session, series.id),
        notes=queries.published_notes(session, series.id),
        algorithm=service.ALGORITHM,
        at=now(session),
    )


@bp.get(f"{HERE}/lottery.json")
@permit(anyone, load=queries.public_lottery)
def lottery_as_json(session: Session, series: Series) -> Response:
    """Everything that is needed to do the draw again."""
    slots = queries.slots_of_series(session, series.id)
    return jsonify(service.public_json(series, slots))
