"""The templates of a council: keep a statement as one, rename it, delete it."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import queries as accounts
from engage.authorities.models import Authority
from engage.challenges import policy, queries, service
from engage.challenges.forms import TemplateForm
from engage.challenges.models import Challenge, CouncilTemplate
from engage.challenges.queries import starting
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/<ref>/template", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def save_template(session: Session, challenge: Challenge) -> Answer:
    form = TemplateForm(request.form, data={"name": challenge.title[:100]})
    if form.submitted():
        with showing_refusals(form, session):
            name = form.name.data
            service.save_template(session, challenge, name=name, by=actor().id, at=now(session))
            flash(f"Template saved: {name}")
            return _back(challenge.authority)
    return page("challenges/template_save.html", form=form, challenge=challenge)


@bp.get("/council/<slug>/templates")
@permit(policy.may_read_templates, load=accounts.council)
def templates(session: Session, authority: Authority) -> Answer:
    return page(
        "challenges/templates.html",
        authority=authority,
        kept=starting.templates_of(session, authority.id),
        may_change=policy.may_keep_templates(actor(), authority),
    )


@bp.route("/council/<slug>/templates/<uuid:template_id>", methods=["GET", "POST"])
@permit(policy.may_change_template, load=starting.council_template)
def template(session: Session, template: CouncilTemplate) -> Answer:
    form = TemplateForm(request.form, data={"name": template.name})
    if form.submitted():
        with showing_refusals(form, session):
            name = form.name.data
            service.rename_template(session, template, name=name, by=actor().id, at=now(session))
            flash(f"Template renamed: {name}")
            return _back(template.authority)
    authority = template.authority
    return page("challenges/template.html", form=form, kept=template, authority=authority)


@bp.post("/council/<slug>/templates/<uuid:template_id>/delete")
@permit(policy.may_change_template, load=starting.council_template)
def delete_template(session: Session, template: CouncilTemplate) -> Answer:
    service.delete_template(session, template, by=actor().id, at=now(session))
    flash(f"Template deleted: {template.name}")
    return _back(template.authority)


def _back(authority: Authority) -> Answer:
    return redirect(f"/council/{authority.slug}/templates", 303)
