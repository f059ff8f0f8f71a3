"""The words the checker looks for, as a council wants them."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import queries as accounts
from engage.authorities.models import Authority
from engage.challenges import policy, service
from engage.challenges.checker import Kind, shipped
from engage.challenges.forms.checking import ADD, KINDS, WordForm
from engage.challenges.models import CouncilWord
from engage.challenges.queries import checking
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.get("/council/<slug>/words")
@permit(policy.may_read_words, load=accounts.council)
def words(session: Session, authority: Authority) -> Answer:
    return _show(session, authority, WordForm(request.form))


@bp.post("/council/<slug>/words")
@permit(policy.may_change_words, load=accounts.council)
def change_words(session: Session, authority: Authority) -> Answer:
    form = WordForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            _change(session, authority, form)
            flash(f"The list was changed: {form.word.data}")
            return _back(authority)
    return _show(session, authority, form)


@bp.post("/council/<slug>/words/<uuid:word_id>/undo")
@permit(policy.may_undo_word, load=checking.council_word)
def undo_word(session: Session, word: CouncilWord) -> Answer:
    service.undo_word(session, word, by=actor().id, at=now(session))
    flash(f"The change was undone: {word.word}")
    return _back(word.authority)


def _change(session: Session, authority: Authority, form: WordForm) -> None:
    kind, word = Kind(form.kind.data), form.word.data
    by, at = actor().id, now(session)
    if form.change.data == ADD:
        instead = form.instead.data
        service.add_word(session, authority, kind=kind, word=word, instead=instead, by=by, at=at)
    else:
        service.leave_out_word(session, authority, kind=kind, word=word, by=by, at=at)


def _show(session: Session, authority: Authority, form: WordForm) -> Answer:
    asked, total = page_asked(), checking.count_council_words(session, authority.id)
    ours = shipped()
    return page(
        "challenges/words.html",
        form=form,
        authority=authority,
        changes=checking.council_words(session, authority.id, asked),
        kinds=KINDS,
        ours=[(label, [entry.word for entry in ours.of(kind)]) for kind, label in KINDS.items()],
        may_change=policy.may_change_words(actor(), authority),
        paging=paging(asked, total),
    )


def _back(authority: Authority) -> Answer:
    return redirect(f"/council/{authority.slug}/words", 303)
