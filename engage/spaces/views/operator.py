"""The operator's page: health, parked work, messages that were not delivered."""

from flask import flash, redirect
from sqlalchemy.orm import Session

from engage.files import queries as files
from engage.kernel import outbox
from engage.kernel.clock import now
from engage.kernel.outbox import Delivery
from engage.spaces import policy
from engage.spaces.queries import operator as reading
from engage.spaces.views.blueprint import bp
from engage.web.access import Answer, permit
from engage.web.pages import page


@bp.get("/operator")
@permit(policy.may_operate)
def operator(session: Session) -> Answer:
    return page(
        "spaces/operator.html",
        health=reading.health(session, at=now(session)),
        parked=reading.parked_work(session),
        parked_total=outbox.parked(session),
        messages=reading.messages_by_state(session),
        failures=reading.failures(session),
        unscanned=files.waiting(session),
    )


@bp.post("/operator/parked/<uuid:delivery_id>")
@permit(policy.may_operate, load=reading.parked)
def try_again(session: Session, delivery: Delivery) -> Answer:
    outbox.release(session, delivery, at=now(session))
    flash("It will be tried again now")
    return redirect("/operator", 303)
