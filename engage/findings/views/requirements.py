"""Where requirements come from: a table, a chart, each one, and the table as CSV."""

from flask import Response, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.findings import policy
from engage.findings.forms.requirements import AddForm, RequirementForm
from engage.findings.models import Requirement, RequirementKind
from engage.findings.queries import requirements as reading
from engage.findings.queries.requirements import Close
from engage.findings.sentences import Piece, Span, pieces
from engage.findings.service import requiring
from engage.findings.views.blueprint import bp
from engage.kernel.clock import now
from engage.kernel.comma_separated import BYTE_ORDER_MARK, line
from engage.kernel.text import inert
from engage.responses import queries as responses
from engage.responses.policy import is_unsealed
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals

HEADER = (
    *("Number", "Kind", "Words", "Themes", "Answers", "Independent suppliers"),
    *("Raised by one supplier only", "Suppliers whose protected words are close"),
)


@bp.get("/desk/challenges/<ref>/requirements")
@permit(policy.may_come, load=for_desk)
def requirements(session: Session, challenge: Challenge) -> Answer:
    at = now(session)
    if not is_unsealed(challenge, at):
        return page("responses/sealed.html", challenge=challenge, at=at)
    return _show(session, challenge, AddForm(None, data={"kind": RequirementKind.REQUIREMENT}))


@bp.post("/desk/challenges/<ref>/requirements")
@permit(policy.may_write, load=responses.unsealed)
def add_requirements(session: Session, challenge: Challenge) -> Answer:
    form = AddForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            kind = RequirementKind(form.kind.data)
            who = {"by": actor().id, "at": now(session)}
            added = requiring.add(session, challenge, form.lines(), kind, **who)
            flash("Added. Say now what prompted it" if len(added) == 1 else "Added")
            tail = f"/{added[0].id}" if len(added) == 1 else ""
            return redirect(f"{_root(challenge.reference)}{tail}", 303)
    return _show(session, challenge, form)


@bp.route("/desk/challenges/<ref>/requirements/<uuid:requirement_id>", methods=["GET", "POST"])
@permit(policy.may_write_about, load=reading.for_desk)
def one_requirement(session: Session, requirement: Requirement) -> Answer:
    challenge = requirement.challenge
    themes, receipts = reading.sources(session, requirement)
    stored = {"text": requirement.text, "kind": requirement.kind, "themes": themes}
    form = RequirementForm(request.form, data={**stored, "receipts": "\n".join(receipts)})
    form.offer(reading.themes_to_choose(session, challenge))
    if form.submitted():
        with showing_refusals(form, session):
            who = {"by": actor().id, "at": now(session)}
            requiring.change(session, requirement, **form.told(), **who)
            flash("Saved")
            return redirect(_root(challenge.reference), 303)
    close = reading.close_to(session, requirement)
    return page(
        "findings/requirement.html",
        form=form,
        challenge=challenge,
        requirement=requirement,
        close=[(each, _marked(each)) for each in close],
        root=_root(challenge.reference),
    )


@bp.post("/desk/challenges/<ref>/requirements/<uuid:requirement_id>/remove")
@permit(policy.may_write_about, load=reading.for_desk)
def remove_requirement(session: Session, requirement: Requirement) -> Answer:
    requiring.remove(session, requirement, by=actor().id, at=now(session))
    flash("Taken out")
    return redirect(_root(requirement.challenge.reference), 303)


@bp.post("/desk/challenges/<ref>/requirements.csv")
@permit(policy.may_come, load=responses.unsealed)
def requirements_csv(session: Session, challenge: Challenge) -> Answer:
    """For the file of the procurement: the auditor's first question, answered."""
    requiring.note_export(session, challenge, by=actor().id, at=now(session))
    lines = [line(HEADER)]
    for number, each in enumerate(reading.requirements(session, challenge), start=1):
        said = each.requirement
        counted = each.themes, each.answers, each.suppliers
        single = "yes" if each.is_single else "no"
        cells = (number, said.kind.value, inert(said.text), *counted, single, each.echoes)
        lines.append(line(cells))
    answer = Response(BYTE_ORDER_MARK + "".join(lines), content_type="text/csv; charset=utf-8")
    name = f"{challenge.reference}-requirements.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _show(session: Session, challenge: Challenge, form: AddForm) -> Answer:
    return page(
        "findings/requirements.html",
        form=form,
        challenge=challenge,
        shown=reading.requirements(session, challenge),
        writes=policy.may_write(actor(), challenge),
        root=_root(challenge.reference),
    )


def _marked(close: Close) -> list[Piece]:
    """The supplier's words, with the part that is the same marked."""
    if close.answer.deleted_at is not None:
        return []
    return pieces(close.answer.text, [Span(close.echo.begins, close.echo.ends, "found")])


def _root(ref: str) -> str:
    return f"/desk/challenges/{ref}/requirements"
