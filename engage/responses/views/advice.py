"""What the checker finds in a questionnaire, as its pages show it; and dismissing it."""

from collections.abc import Iterable, Sequence

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.forms.checking import DismissForm
from engage.challenges.models import Challenge
from engage.challenges.queries.checking import FindingAt, Noted
from engage.challenges.views.advice import Shown, told
from engage.kernel.clock import now
from engage.responses import policy, queries, service
from engage.responses.models import Prompt
from engage.responses.queries import field_of
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


def by_question(
    noted: Iterable[Noted], challenge: Challenge, prompts: Sequence[Prompt], *, editable: bool
) -> list[list[Shown]]:
    """What to look at in each question, in their order."""
    root = f"/desk/challenges/{challenge.reference}/questionnaire"
    places = {field_of(number): prompt for number, prompt in enumerate(prompts, start=1)}
    found: dict[str, list[Shown]] = {field: [] for field in places}
    for each in noted:
        field = each.finding.field
        found[field].append(
            told(
                each,
                label_of(each),
                change=f"{root}/{places[field].id}" if editable else "",
                dismiss=f"{root}/advice/{each.mark}" if editable else "",
            )
        )
    return list(found.values())


def label_of(noted: Noted) -> str:
    """Which question it is about: 'Question 2'."""
    return noted.finding.field.replace("-", " ").capitalize()


@bp.route("/desk/challenges/<ref>/questionnaire/advice/<mark>", methods=["GET", "POST"])
@permit(policy.may_dismiss_advice, load=queries.advice_for_desk)
def dismiss_advice(session: Session, found: FindingAt) -> Answer:
    challenge, noted = found.challenge, found.noted
    back = f"/desk/challenges/{challenge.reference}/questionnaire"
    form = DismissForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.dismiss_advice(
                session,
                challenge,
                mark=noted.mark,
                reason=form.reason.data,
                by=actor().id,
                at=now(session),
            )
            flash("Advice dismissed. It comes back if the words change.")
            return redirect(back, 303)
    return page(
        "challenges/dismiss.html",
        form=form,
        challenge=challenge,
        finding=told(noted, label_of(noted), change="", dismiss=""),
        within=[("Questionnaire", back)],
    )
