"""All messages on one page for the council, and its own words in those that go outside."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import queries as accounts
from engage.accounts.actor import Actor
from engage.accounts.policy import may_administer, may_manage
from engage.authorities.models import Authority
from engage.kernel.clock import now
from engage.notifications.forms import WordingForm
from engage.notifications.models import Language, Wording
from engage.notifications.queries import wordings as reading
from engage.notifications.rendering.batch import Gone, preview
from engage.notifications.rendering.catalogue import CATALOGUE
from engage.notifications.rendering.wording import EDITABLE, faults, slots
from engage.notifications.service import wording as service
from engage.notifications.views.blueprint import bp
from engage.notifications.views.labels import WHEN, WHO, about
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals

LANGUAGES = {Language.ENGLISH: "English", Language.WELSH: "Welsh"}


@dataclass(frozen=True)
class MessageAt:
    """One kind of message of one council, in one language."""

    authority: Authority
    template: str
    language: Language

    @property
    def address(self) -> str:
        return f"/council/{self.authority.slug}/messages/{self.template}"


def message_at(session: Session, actor: Actor, slug: str, message: str) -> MessageAt | None:
    authority = accounts.council(session, actor, slug)
    language = request.args.get("language", Language.ENGLISH.value)
    if authority is None or message not in EDITABLE or language not in set(Language):
        return None
    return MessageAt(authority, message, Language(language))


@bp.get("/council/<slug>/messages")
@permit(may_administer, load=accounts.council)
def council_messages(session: Session, authority: Authority) -> Answer:
    """Who gets each message, and when; those that go outside can have words of the council."""
    own: dict[str, list[str]] = {}
    for template, language in reading.changed(session, authority.id):
        own.setdefault(template, []).append(LANGUAGES[language])
    rows = [
        (name, about(name), WHO[kind.audience], WHEN.get(name, ""), sorted(own.get(name, [])))
        for name, kind in CATALOGUE.items()
    ]
    return page(
        "notifications/council_messages.html", authority=authority, rows=rows, editable=EDITABLE
    )


@bp.route("/council/<slug>/messages/<message>", methods=["GET", "POST"])
@permit(may_manage, load=message_at)
def own_words(session: Session, found: MessageAt) -> Answer:
    """``do=preview`` shows it with real data and keeps nothing."""
    kept = reading.wordings(session, found.authority.id, found.template).get(found.language)
    form = WordingForm(request.form, obj=kept)
    if form.submitted() and request.form.get("do") == "preview":
        for fault in faults(
            found.template, f"{form.subject.data} {form.body.data} {form.added.data}"
        ):
            form.refuse(fault)
        return _page(session, found, form, kept, shown=_preview(session, found, form))
    if form.submitted():
        with showing_refusals(form, session):
            service.write(session, **_whose(found), **form.data, by=actor().id, at=now(session))
        if not form.all_errors:
            flash("Your words are saved. They stand in every e-mail of this kind from now on")
            return redirect(f"{found.address}?language={found.language.value}", 303)
    return _page(session, found, form, kept)


@bp.post("/council/<slug>/messages/<message>/restore")
@permit(may_manage, load=message_at)
def restore_words(session: Session, found: MessageAt) -> Answer:
    service.restore(session, **_whose(found), by=actor().id, at=now(session))
    flash("The words that came with engage are back")
    return redirect(f"{found.address}?language={found.language.value}", 303)


def _whose(found: MessageAt) -> dict[str, Any]:
    return {
        "council_id": found.authority.id,
        "template": found.template,
        "language": found.language,
    }


def _preview(session: Session, found: MessageAt, form: WordingForm) -> tuple[str, str] | None:
    """Subject and text about what was sent last, or the newest challenge; None: about nothing."""
    subject_id = reading.example(session, found.authority.id, found.template)
    if subject_id is None or form.all_errors:
        return None
    words = Wording(language=found.language, **form.data)
    try:
        return preview(session, found.template, subject_id, wording=words)
    except Gone:
        return None


def _page(
    session: Session,
    found: MessageAt,
    form: WordingForm,
    kept: Wording | None,
    shown: tuple[str, str] | None = None,
) -> Answer:
    return page(
        "notifications/own_words.html",
        authority=found.authority,
        found=found,
        form=form,
        kept=kept,
        shown=shown,
        previewed=request.form.get("do") == "preview",
        what=about(found.template),
        who=WHO[CATALOGUE[found.template].audience],
        slots=slots(found.template),
        languages=LANGUAGES,
    )
