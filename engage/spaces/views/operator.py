"""The operator's page: health, parked work, messages that were not delivered."""

from flask import flash, redirect
from sqlalchemy.orm import Session

from engage.files import queries as files
from engage.kernel import daily, outbox, retention
from engage.kernel.clock import now
from engage.kernel.outbox import Delivery
from engage.notices.models import HandIn
from engage.notices.queries import find_a_tender as notices
from engage.notices.service.handing_in import take_up_again
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
        route=reading.mail_route(session),
        wrong=reading.not_adding_up(session),
        unscanned=files.waiting(session),
        rescans=files.scanning_again(session),
        notices=notices.put_aside(session),
        reading=notices.reading_of_find_a_tender(session),
        signed=daily.last_day(session),
        forgotten=retention.forgotten(session),
    )


@bp.post("/operator/parked/<uuid:delivery_id>")
@permit(policy.may_operate, load=reading.parked)
def try_again(session: Session, delivery: Delivery) -> Answer:
    outbox.release(session, delivery, at=now(session))
    flash("It will be tried again now")
    return redirect("/operator", 303)


@bp.post("/operator/notices/<uuid:aside_id>")
@permit(policy.may_operate, load=notices.put_aside_one)
def send_notice_again(session: Session, handed: HandIn) -> Answer:
    take_up_again(session, handed, at=now(session))
    flash("It will be tried again now")
    return redirect("/operator", 303)
