"""Writing a challenge statement: a list of its parts, and a page for each."""

from dataclasses import dataclass
from functools import partial

from flask import flash, jsonify, redirect, request, url_for
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import (
    DatesForm,
    NeedForm,
    NewForm,
    OutcomesForm,
    SectionForm,
    SubjectForm,
    TodayForm,
)
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries.checking import findings
from engage.challenges.views.advice import shown
from engage.challenges.views.blueprint import FREE_TEXTS, LABELS, bp, in_words
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.markdown import rendered
from engage.web.pages import page, showing_refusals


@dataclass(frozen=True)
class Section:
    """A page of the statement: the last word of its address, its heading, template and form."""

    key: str
    title: str
    template: str
    form: type[SectionForm]

    @property
    def names(self) -> tuple[str, ...]:
        return self.form.NAMES


SECTIONS = (
    Section("need", "The need", "challenges/edit_need.html", NeedForm),
    Section(
        "today",
        "Who has it, and what happens today",
        "challenges/edit_today.html",
        TodayForm,
    ),
    Section(
        "outcomes",
        "What you want, and the limits",
        "challenges/edit_outcomes.html",
        OutcomesForm,
    ),
    Section(
        "subject",
        "Purposes and subject",
        "challenges/edit_subject.html",
        SubjectForm,
    ),
    Section(
        "dates",
        "The end, and how to take part",
        "challenges/edit_dates.html",
        DatesForm,
    ),
)


@bp.route("/desk/challenges/new", methods=["GET", "POST"])
@permit(policy.may_draft)
def new(session: Session) -> Answer:
    councils = queries.councils_to_draft_for(session, actor())
    form = NewForm(request.form)
    form.authority.choices = [(str(council.id), council.name) for council in councils]
    form.authority.optional = len(councils) < 2
    if form.submitted():
        chosen = [each for each in councils if str(each.id) == form.authority.data] or councils
        with showing_refusals(form, session):
            challenge = service.draft(
                session, chosen[0], title=form.title.data, by=actor().id, at=now(session)
            )
            return redirect(_address(challenge, "/need"), 303)
    only = councils[0] if len(councils) == 1 else None
    return page("challenges/new.html", form=form, several=only is None, authority=only)


@bp.get("/desk/challenges/<ref>/statement")
@permit(policy.may_read, load=queries.for_desk)
def statement(session: Session, challenge: Challenge) -> Answer:
    parts = [(section, _summary(section, challenge)) for section in SECTIONS]
    may_write = policy.may_write(actor(), challenge) and challenge.stage is Stage.DRAFT
    at = now(session)
    gaps = service.gaps(challenge, at) if may_write else []
    looked = findings(session, challenge, at)
    return page(
        "challenges/statement_parts.html",
        challenge=challenge,
        parts=parts,
        to_look_at={section.key: looked.count(section.names) for section in SECTIONS},
        gaps=gaps,
        may_write=may_write,
    )


@bp.get("/desk/challenges/<ref>/preview")
@permit(policy.may_read, load=queries.for_desk)
def preview(session: Session, challenge: Challenge) -> Answer:
    return page(
        "challenges/preview.html",
        challenge=challenge,
        is_draft=challenge.stage is Stage.DRAFT,
        may_write=policy.may_write(actor(), challenge),
    )


def edit(section: Section, session: Session, challenge: Challenge) -> Answer:
    """One part of the statement. Saved as people type, and never over somebody else's words."""
    if challenge.stage is not Stage.DRAFT and request.method == "GET":
        return redirect(_address(challenge), 303)
    form = section.form.of(challenge)
    if form.holds_a_draft():
        with showing_refusals(form, session):
            service.revise(
                session,
                challenge,
                changes=form.changes(),
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            return _saved(section, challenge)
    return _show(section, session, challenge, form)


def _saved(section: Section, challenge: Challenge) -> Answer:
    if _is_autosave():
        return jsonify(version=fingerprint_of(section.form.saved(challenge)))
    if "find" in request.form:
        return redirect(url_for("challenges.codes", ref=challenge.reference), 303)
    after = SECTIONS[SECTIONS.index(section) + 1 :]
    if after:
        return redirect(_address(challenge, f"/{after[0].key}"), 303)
    flash("Statement saved")
    return redirect(_address(challenge), 303)


def _show(section: Section, session: Session, challenge: Challenge, form: SectionForm) -> Answer:
    if _is_autosave():
        return "", 422 if form.versions is None else 409
    looked = findings(session, challenge, now(session))
    return page(
        section.template,
        form=form,
        challenge=challenge,
        section=section,
        advice=shown(looked.of(section.names), challenge, section.key, may_write=True),
        number=SECTIONS.index(section) + 1,
        address=_address(challenge, f"/{section.key}"),
    )


def _is_autosave() -> bool:
    return request.headers.get("X-Autosave") == "1"


def _summary(section: Section, challenge: Challenge) -> list[tuple[str, str]]:
    values = section.form.saved(challenge).items()
    return [
        (LABELS[name], rendered(value) if name in FREE_TEXTS else in_words(name, value))
        for name, value in values
    ]


def _address(challenge: Challenge, part: str = "") -> str:
    return f"/desk/challenges/{challenge.reference}/statement{part}"


for each in SECTIONS:
    bp.add_url_rule(
        f"/desk/challenges/<ref>/statement/{each.key}",
        f"edit_{each.key}",
        permit(policy.may_write, load=queries.for_desk)(partial(edit, each)),
        methods=["GET", "POST"],
    )
