"""One slot at the desk: its notes, beside the questions everybody is asked, and calling it off."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals
from engage.workshops import policy
from engage.workshops.forms.one_to_ones import CallOffForm, NotesForm
from engage.workshops.models import Slot
from engage.workshops.queries import one_to_ones as queries
from engage.workshops.service import one_to_ones as service
from engage.workshops.views.blueprint import bp
from engage.workshops.views.one_to_ones.desk import ONE, told_words

HERE = f"{ONE}/slots/<uuid:slot_id>"


@bp.route(f"{HERE}/notes", methods=["GET", "POST"])
@permit(policy.may_note_slot, load=queries.slot_for_desk)
def slot_notes(session: Session, slot: Slot) -> Answer:
    """The script, and the notes: a new version each time they are saved."""
    last = queries.newest_note(session, slot.id)
    shown = {
        "text": last.text if last else slot.series.template,
        "publish": bool(last and last.published_at),
        "version": str(last.number if last else 0),
    }
    form = NotesForm(request.form, data=shown)
    if form.submitted():
        with showing_refusals(form, session):
            text, publish = form.text.data, form.publish.data
            by, at = actor().id, now(session)
            noted = service.note(
                session, slot, text=text, publish=publish, seen=form.seen(), by=by, at=at
            )
            flash("Notes saved" if noted else "Nothing was changed")
            return redirect(f"{_address(slot)}/slots/{slot.id}/notes", 303)
    return page(
        "workshops/slot_notes.html",
        form=form,
        slot=slot,
        series=slot.series,
        challenge=slot.challenge,
        entry=queries.whose(session, slot.id),
        versions=queries.versions_of(session, slot.id),
    )


@bp.route(f"{HERE}/cancel", methods=["GET", "POST"])
@permit(policy.may_manage_series, load=queries.slot_for_desk)
def cancel_slot(session: Session, slot: Slot) -> Answer:
    form, entry = CallOffForm(request.form), queries.whose(session, slot.id)
    if form.submitted():
        with showing_refusals(form, session):
            because, by = form.because.data, actor().id
            service.cancel_slot(session, slot, because=because, by=by, at=now(session))
            flash(f"Slot cancelled. {told_words(1 if entry else 0)}")
            return redirect(_address(slot), 303)
    return page(
        "workshops/slot_cancel.html",
        form=form,
        slot=slot,
        series=slot.series,
        challenge=slot.challenge,
        entry=entry,
    )


def _address(slot: Slot) -> str:
    return f"/desk/challenges/{slot.challenge.reference}/one-to-ones/{slot.series_id}"
