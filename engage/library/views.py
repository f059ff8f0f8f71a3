"""Pages. Parse, permit, call one verb, answer."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.library import policy, queries, service
from engage.library.forms import EntryForm, LibraryForm
from engage.library.models import LibraryEntry
from engage.web.access import Answer, actor, anyone, permit
from engage.web.pages import page, page_asked, paging, public_page, showing_refusals

NAMES = ("title", "asked", "heard", "advice")
FIRST = 1  # the version of an entry nobody has written yet

bp = Blueprint("library", __name__)


@bp.route("/desk/challenges/<ref>/library", methods=["GET", "POST"])
@permit(policy.may_write, load=for_desk)
def share(session: Session, challenge: Challenge) -> Answer:
    """One form: its box says whether everybody reads it."""
    entry = queries.entry_of(session, challenge)
    shown = {"version": FIRST} | (queries.beginning(session, challenge) if entry is None else {})
    shared = entry is not None and entry.shared_at is not None
    form = EntryForm(request.form, obj=entry, data=shown | {"shared": shared})
    if form.submitted():
        words = {name: form[name].data for name in NAMES}
        agreed, seen = form.shared.data, form.seen()
        with showing_refusals(form, session):
            at, by = now(session), actor().id
            service.save(session, challenge, words, shared=agreed, by=by, at=at, seen=seen)
            flash("Saved. Everybody can read it in the library" if agreed else "Saved as a draft")
            return redirect(f"/desk/challenges/{challenge.reference}/library", 303)
    over = queries.is_over(session, challenge)
    return page(
        "library/share.html", form=form, challenge=challenge, over=over, entry=entry, shared=shared
    )


@bp.get("/library")
@permit(anyone)
def library(session: Session) -> Answer:
    form = LibraryForm(request.args)
    asked, query = page_asked(), form.q.data if form.validate() else ""
    total, rows = queries.found(session, query or "", page=asked)
    address = "/library" + (f"?{urlencode({'q': query})}" if query else "")
    return page(
        "library/list.html",
        form=form,
        rows=rows,
        paging=paging(asked, total),
        address=address,
        query=query,
    )


@bp.get("/library/<ref>")
@permit(anyone, load=queries.shared_entry)
def entry(session: Session, entry: LibraryEntry) -> Answer:
    return public_page("library/entry.html", entry=entry, may_start=policy.may_start(actor()))
