"""Pages. Parse, permit, call one verb, answer."""

from collections.abc import Iterator
from typing import BinaryIO

from flask import Blueprint, Response, abort, current_app, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.handover import policy, queries, service
from engage.handover.queries import Ready
from engage.kernel.clock import now
from engage.kernel.store import NotStored, store_from
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm, Form
from engage.web.pages import page, showing_refusals

PIECE = 256 * 1024

bp = Blueprint("handover", __name__)


@bp.get("/desk/challenges/<ref>/hand-over")
@permit(policy.may_see, load=for_desk)
def hand_over(session: Session, challenge: Challenge) -> Answer:
    return _show(session, challenge, ButtonForm(request.form))


@bp.post("/desk/challenges/<ref>/hand-over")
@permit(policy.may_ask, load=for_desk)
def make_pack(session: Session, challenge: Challenge) -> Answer:
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.ask(session, challenge, by=actor().id, at=now(session))
            return redirect(f"/desk/challenges/{challenge.reference}/hand-over", 303)
    return _show(session, challenge, form)


@bp.post("/desk/challenges/<ref>/hand-over/<uuid:pack_id>")
@permit(policy.may_take, load=queries.ready)
def take_pack(session: Session, ready: Ready) -> Answer:
    """A button, not a link: that it was taken away is a fact."""
    pack = ready.pack
    service.note_taken(session, pack, by=actor().id, at=now(session))
    try:
        file = store_from(current_app.extensions["settings"].store).open(pack.key)
    except NotStored:
        abort(404)
    answer = Response(_pieces(file), content_type="application/zip")
    name = f"{pack.challenge.reference}-hand-over.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.call_on_close(file.close)
    answer.content_length = pack.size
    return answer


def _show(session: Session, challenge: Challenge, form: Form) -> Answer:
    return page(
        "handover/hand_over.html",
        challenge=challenge,
        form=form,
        made=queries.packs(session, challenge),
        missing=service.gaps(queries.standing(session, challenge)),
        may_ask=policy.may_ask(actor(), challenge),
    )


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
