"""The officer's pages of the questionnaire."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.challenges.reference import PURPOSES
from engage.challenges.views.advice import Shown, told
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.responses import policy, queries, service
from engage.responses.forms import ANSWERS, HOW, PromptForm
from engage.responses.models import Prompt
from engage.responses.views.advice import by_question, label_of
from engage.responses.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.forms import Versioned
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/questionnaire")
@permit(policy.may_see_questionnaire, load=for_desk)
def questionnaire(session: Session, challenge: Challenge) -> Answer:
    prompts = queries.prompts(session, challenge.id)
    at = now(session)
    frozen = service.why_frozen(challenge, at)
    writes = policy.may_edit_questionnaire(actor(), challenge)
    looked = queries.advice(session, challenge, prompts)
    notes = policy.may_read_dismissals(actor(), challenge)
    editable = writes and not frozen
    return page(
        "responses/questionnaire.html",
        challenge=challenge,
        prompts=prompts,
        found=by_question([] if frozen else looked.waiting, challenge, prompts, editable=editable),
        dismissed=[
            (told(noted, label_of(noted), change="", dismiss=""), row)
            for noted, row in (looked.dismissed if notes else [])
        ],
        length=queries.length(prompts),
        effort=queries.effort_of(challenge, prompts),
        frozen=frozen,
        conditions=_conditions(prompts),
        kinds=HOW,
        editable=editable,
        writes=writes,
        extendable=writes and service.may_add(challenge, at),
        purposes=PURPOSES,
    )


@bp.get("/desk/challenges/<ref>/questionnaire/preview")
@permit(policy.may_see_questionnaire, load=for_desk)
def preview(session: Session, challenge: Challenge) -> Answer:
    """Every question as a supplier sees it; nothing typed here is kept."""
    prompts = queries.prompts(session, challenge.id)
    forms = [
        ANSWERS[prompt.kind](None, prefix=f"q{number}-")
        for number, prompt in enumerate(prompts, start=1)
    ]
    for form, prompt in zip(forms, prompts, strict=True):
        form.ask(prompt)
    return page(
        "responses/preview.html",
        challenge=challenge,
        asked=list(zip(prompts, forms, strict=True)),
        length=queries.length(prompts),
    )


@bp.route("/desk/challenges/<ref>/questionnaire/add", methods=["GET", "POST"])
@permit(policy.may_edit_questionnaire, load=for_desk)
def add_prompt(session: Session, challenge: Challenge) -> Answer:
    form = PromptForm(request.form, data=None if request.form else _beginning(session, challenge))
    form.may_hang_on(queries.prompts(session, challenge.id))
    if form.submitted():
        with showing_refusals(form, session):
            service.add_prompt(session, challenge, **form.told(), by=actor().id, at=now(session))
            flash("Question added")
            return _back(challenge.reference)
    return page("responses/prompt.html", form=form, challenge=challenge, prompt=None, advice=())


@bp.route("/desk/challenges/<ref>/questionnaire/<uuid:prompt_id>", methods=["GET", "POST"])
@permit(policy.may_edit_prompt, load=queries.prompt_for_desk)
def change_prompt(session: Session, prompt: Prompt) -> Answer:
    form = PromptForm(request.form)
    every = queries.prompts(session, prompt.challenge_id)
    form.may_hang_on(every[: every.index(prompt)])
    if request.method == "GET":
        form.process(data=_stored(form, prompt))
    if form.submitted():
        with showing_refusals(form, session):
            told, seen = form.told(), form.seen()
            service.change_prompt(
                session, prompt, **told, seen=seen, by=actor().id, at=now(session)
            )
            flash("Question changed")
            return _back(prompt.challenge.reference)
    return page(
        "responses/prompt.html",
        form=form,
        challenge=prompt.challenge,
        prompt=prompt,
        advice=_advice(session, prompt),
    )


def _beginning(session: Session, challenge: Challenge) -> dict[str, Any]:
    """What the form starts from: a question of the bank, when the address names one."""
    begun = queries.to_begin_with(session, challenge, request.args.get("bank", ""))
    if not begun:
        return {"required": True}
    return {**begun, "options": "\n".join(begun["options"])}


def _advice(session: Session, prompt: Prompt) -> list[Shown]:
    """What to look at in this question as it was saved, while it can be changed."""
    challenge = prompt.challenge
    if service.why_frozen(challenge, now(session)):
        return []
    prompts = queries.prompts(session, challenge.id)
    waiting = queries.advice(session, challenge, prompts).waiting
    return by_question(waiting, challenge, prompts, editable=True)[prompts.index(prompt)]


@bp.post("/desk/challenges/<ref>/questionnaire/<uuid:prompt_id>/move")
@permit(policy.may_edit_prompt, load=queries.prompt_for_desk)
def move_prompt(session: Session, prompt: Prompt) -> Answer:
    up = request.form.get("direction") != "down"
    service.move_prompt(session, prompt, up=up, by=actor().id, at=now(session))
    return _back(prompt.challenge.reference, f"#question-{prompt.id}")


@bp.route("/desk/challenges/<ref>/questionnaire/<uuid:prompt_id>/remove", methods=["GET", "POST"])
@permit(policy.may_edit_prompt, load=queries.prompt_for_desk)
def remove_prompt(session: Session, prompt: Prompt) -> Answer:
    version = fingerprint_of(service.worded(prompt))
    form, challenge = Versioned(request.form, data={"version": version}), prompt.challenge
    if form.submitted():
        with showing_refusals(form, session):
            service.remove_prompt(session, prompt, seen=form.seen(), by=actor().id, at=now(session))
            flash("Question removed")
            return _back(challenge.reference)
    return page("responses/remove_prompt.html", form=form, challenge=challenge, prompt=prompt)


def _stored(form: PromptForm, prompt: Prompt) -> dict[str, Any]:
    said = service.worded(prompt)
    return {**form.as_fields(said), "version": fingerprint_of(said)}


def _conditions(prompts: Sequence[Prompt]) -> list[str]:
    """Of each question on what it hangs, in words; nothing where everybody is asked it."""
    numbers = {str(prompt.id): number for number, prompt in enumerate(prompts, start=1)}
    hangs = [prompt.shown_if for prompt in prompts]
    return [
        f"Only after “{each['is'].capitalize()}” to question {numbers[each['prompt']]}."
        if each
        else ""
        for each in hangs
    ]


def _back(ref: str, anchor: str = "") -> Answer:
    return redirect(f"/desk/challenges/{ref}/questionnaire{anchor}", 303)
