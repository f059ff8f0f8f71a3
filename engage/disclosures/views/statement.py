"""The statement of steps taken, its versions, and findings about an unfair advantage."""

from datetime import datetime
from typing import Any

from flask import Response, abort, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.portals import portal_at
from engage.challenges.queries import for_desk
from engage.disclosures import policy
from engage.disclosures.forms import SIGN, FindingForm
from engage.disclosures.models import AdvantageFinding, Statement
from engage.disclosures.queries import statements as reading
from engage.disclosures.service import finding as findings
from engage.disclosures.service import stating
from engage.disclosures.views.blueprint import bp
from engage.disclosures.views.desk import ROOT, root_of
from engage.kernel.clock import now
from engage.kernel.errors import NotPermitted
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals

MOST_SHOWN = 200  # entries on the page; the data of a version has all of them


@bp.get(f"{ROOT}/statement")
@permit(policy.may_read, load=for_desk)
def statement(session: Session, challenge: Challenge) -> Answer:
    found = _asked(session, challenge)
    return page(
        "disclosures/statement.html",
        challenge=challenge,
        root=root_of(challenge),
        made=found,
        entries=_timed(found),
        number=len(found.body["entries"]) if found else 0,
        versions=reading.versions(session, challenge.id),
        writes=policy.may_write(actor(), challenge),
        portal=portal_at(challenge.authority.region or challenge.region),
    )


@bp.post(f"{ROOT}/statement")
@permit(policy.may_write, load=for_desk)
def make_statement(session: Session, challenge: Challenge) -> Answer:
    made = stating.generate(session, challenge, by=actor().id, at=now(session))
    flash(f"Version {made.number} is made from the ledger")
    return redirect(f"{root_of(challenge)}/statement", 303)


@bp.get(f"{ROOT}/statement.json")
@permit(policy.may_read, load=for_desk)
def statement_as_json(session: Session, challenge: Challenge) -> Answer:
    """Exactly what the digest is of."""
    found = _asked(session, challenge) or abort(404)
    name = f"{challenge.reference}-statement-{found.number}.json"
    answer = Response(stating.as_json(found.body), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _timed(made: Statement | None) -> list[dict[str, Any]]:
    """The evidence of a version that the page shows, its times as instants."""
    return [
        {
            **each,
            "given": datetime.fromisoformat(each["given_at"]),
            "since": _instant(each["for_everybody_since"]),
            "agreed": _instant((each["stays_unpublished"] or {}).get("agreed_at")),
        }
        for each in (made.body["entries"][:MOST_SHOWN] if made else ())
    ]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _asked(session: Session, challenge: Challenge) -> Statement | None:
    """The version that the address names, otherwise the newest."""
    wanted = request.args.get("version", "0")
    if not wanted.isdecimal() or len(wanted) > 4:
        abort(404)
    return reading.statement(session, challenge.id, int(wanted))


@bp.route(f"{ROOT}/findings", methods=["GET", "POST"])
@permit(policy.may_read, load=for_desk)
def all_findings(session: Session, challenge: Challenge) -> Answer:
    """Those there are, and another one; what was done already stands in it."""
    begun = "\n".join(stating.steps(reading.evidence(session, challenge.id)))
    form = FindingForm(request.form, data={"steps": begun})
    del form.do
    writes = policy.may_write(actor(), challenge)
    _require(writes)
    if form.submitted():
        with showing_refusals(form, session):
            made = findings.draft(session, challenge, form.thought, by=actor().id, at=now(session))
            flash("Draft kept. A colleague has to sign it")
            return redirect(f"{root_of(challenge)}/findings/{made.id}", 303)
    return page(
        "disclosures/findings.html",
        form=form,
        challenge=challenge,
        root=root_of(challenge),
        found=reading.findings(session, challenge.id),
        writes=writes,
        portal=portal_at(challenge.authority.region or challenge.region),
    )


@bp.route(f"{ROOT}/findings/<uuid:finding_id>", methods=["GET", "POST"])
@permit(policy.may_read_about, load=reading.finding_for_desk)
def one_finding(session: Session, found: AdvantageFinding) -> Answer:
    challenge, writes = found.challenge, policy.may_write_about(actor(), found)
    form = FindingForm(request.form, data=form_values(found))
    _require(writes)
    if form.submitted():
        with showing_refusals(form, session):
            who, at = actor().id, now(session)
            if form.do.data == SIGN:
                findings.sign(session, found, by=who, at=at)
                flash("Signed. It stays as it is")
            else:
                findings.change(session, found, form.thought, by=who, at=at)
                flash("Draft kept. A colleague has to sign it")
            return redirect(f"{root_of(challenge)}/findings", 303)
    return page(
        "disclosures/finding.html",
        form=form,
        challenge=challenge,
        root=root_of(challenge),
        found=found,
        names=reading.names(session, found),
        writes=writes and found.signed_at is None,
    )


def _require(writes: bool) -> None:
    """Auditors and administrators read."""
    if request.method == "POST" and not writes:
        raise NotPermitted


def form_values(found: AdvantageFinding) -> dict[str, str]:
    return {
        "supplier": found.supplier,
        "advantage": found.advantage,
        "steps": found.steps,
        "avoidable": "yes" if found.avoidable else "no",
        "reasons": found.reasons,
    }
