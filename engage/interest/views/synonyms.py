"""The words that mean the same when a challenge is matched with suppliers, for one council."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import queries as accounts
from engage.authorities.models import Authority
from engage.challenges.policy import may_change_words, may_read_words
from engage.interest import policy, queries, service
from engage.interest.forms.synonyms import ADD, SynonymForm
from engage.interest.models import SynonymGroup
from engage.interest.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.get("/council/<slug>/synonyms")
@permit(may_read_words, load=accounts.council)
def synonyms(session: Session, authority: Authority) -> Answer:
    return _show(session, authority, SynonymForm(request.form))


@bp.post("/council/<slug>/synonyms")
@permit(may_change_words, load=accounts.council)
def change_synonyms(session: Session, authority: Authority) -> Answer:
    form = SynonymForm(request.form)
    if form.submitted():
        verb = service.add_group if form.change.data == ADD else service.leave_out_group
        with showing_refusals(form, session):
            verb(session, authority, typed=form.words.data, by=actor().id, at=now(session))
            flash("The words were changed")
            return _back(authority)
    return _show(session, authority, form)


@bp.post("/council/<slug>/synonyms/<uuid:group_id>/undo")
@permit(policy.may_undo_group, load=queries.synonym_group)
def undo_synonyms(session: Session, group: SynonymGroup) -> Answer:
    authority = group.authority
    service.undo_group(session, group, by=actor().id, at=now(session))
    flash("The change was undone")
    return _back(authority)


def _show(session: Session, authority: Authority, form: SynonymForm) -> Answer:
    asked = page_asked()
    return page(
        "interest/synonyms.html",
        form=form,
        authority=authority,
        changes=queries.groups(session, authority.id, asked),
        ours=queries.SHIPPED,
        may_change=may_change_words(actor(), authority),
        paging=paging(asked, queries.count_groups(session, authority.id)),
    )


def _back(authority: Authority) -> Answer:
    return redirect(f"/council/{authority.slug}/synonyms", 303)
