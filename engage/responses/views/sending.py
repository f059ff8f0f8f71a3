"""The supplier's pages for sending: check answers, receipt, take it back."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.responses import policy, queries, service
from engage.responses.forms import PROTECTIONS
from engage.responses.queries import Own
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, Door, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals

WHO_READS = {each: f"For: {words[0].lower()}{words[1:]}" for each, words, _ in PROTECTIONS}


@bp.get("/my/challenges/<ref>/response/check")
@permit(policy.may_respond, load=queries.own, door=Door.LINK)
def check(session: Session, own: Own) -> Answer:
    if not own.challenge.takes_part(now(session)):
        return redirect(_root(own), 303)
    return _check(session, own, ButtonForm(request.form))


@bp.post("/my/challenges/<ref>/response/check")
@permit(policy.may_respond, load=queries.own, door=Door.LINK)
def submit(session: Session, own: Own) -> Answer:
    """Send it. The clock is read after the locks: whoever opens responses waits for us."""
    form = ButtonForm(request.form)
    if own.response is None:
        form.refuse("Answer the questions before you submit.")
    elif form.submitted():
        with showing_refusals(form, session):
            response = service.hold(session, own.response)
            service.submit(session, response, by=_by(own), at=now(session))
            return redirect(f"{_root(own)}/receipt", 303)
    return _check(session, own, form)


@bp.get("/my/challenges/<ref>/response/receipt")
@permit(policy.may_respond, load=queries.own, door=Door.LINK)
def receipt(session: Session, own: Own) -> Answer:
    """What came, and when: to print or to keep."""
    sheet = queries.sheet(session, own)
    if sheet.current is None:
        return redirect(_root(own), 303)
    return page(
        "responses/receipt.html",
        challenge=own.challenge,
        own=own,
        sheet=sheet,
        sent=sheet.current,
        protections=WHO_READS,
        at=now(session),
    )


@bp.get("/my/challenges/<ref>/response/receipt.json")
@permit(policy.may_respond, load=queries.own, door=Door.LINK)
def receipt_content(session: Session, own: Own) -> Answer:
    """Exactly the bytes that the SHA-256 of the receipt is the digest of."""
    sheet = queries.sheet(session, own)
    if sheet.current is None or sheet.current.sealed:
        return redirect(f"{_root(own)}/receipt", 303)  # which says when it can be taken away
    told = service.content(sheet.current, own.challenge.reference, sheet.prompts)
    answer = FlaskResponse(told, mimetype="application/json")
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"{sheet.current.receipt}.json"
    )
    return answer


@bp.route("/my/challenges/<ref>/response/withdraw", methods=["GET", "POST"])
@permit(policy.may_respond, load=queries.own, door=Door.LINK)
def withdraw(session: Session, own: Own) -> Answer:
    form = ButtonForm(request.form)
    sent = queries.sheet(session, own).current
    if own.response is None or (sent is None and request.method == "GET"):
        return redirect(_root(own), 303)
    if form.submitted():
        with showing_refusals(form, session):
            response = service.hold(session, own.response)
            service.withdraw(session, response, by=_by(own), at=now(session))
            seen = own.challenge.is_read_as_it_comes
            flash(
                "Your response is withdrawn. "
                + ("It no longer counts" if seen else "The council will not see it")
            )
            return redirect(_root(own), 303)
    return page(
        "responses/withdraw.html", form=form, challenge=own.challenge, sent=sent, at=now(session)
    )


def _check(session: Session, own: Own, form: ButtonForm) -> Answer:
    sheet = queries.sheet(session, own)
    wrong = {problem.prompt.id: problem.sentence for problem in service.problems(sheet)}
    return page(
        "responses/check.html",
        form=form,
        challenge=own.challenge,
        own=own,
        sheet=sheet,
        wrong=wrong,
        facts=queries.facts_of(session, own.interest),
        describes=own.interest.supplier_id in actor().suppliers,
        protections=WHO_READS,
    )


def _by(own: Own) -> UUID:
    """The person, or the interest where somebody came by a link."""
    who: UUID | None = actor().id
    return who or own.interest.id


def _root(own: Own) -> str:
    return f"/my/challenges/{own.challenge.reference}/response"
