"""One person of a council: the roles they have, and whether they may sign in."""

from collections.abc import Callable

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import queries, service
from engage.accounts.forms import ROLE_WORDS, ROLES, RoleForm
from engage.accounts.models import Role
from engage.accounts.policy import may_manage
from engage.accounts.queries import PersonAt
from engage.accounts.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.forms import Form
from engage.web.pages import page, showing_refusals

AT = "/council/<slug>/people/<uuid:person_id>"


@bp.route(AT)
@permit(may_manage, load=queries.person_at)
def person(_session: Session, found: PersonAt) -> Answer:
    """Roles here, and what an administrator may change."""
    return _page(found, _role_form(found))


def _role_form(found: PersonAt) -> RoleForm:
    form = RoleForm(request.form)
    form.role.choices = [choice for choice in ROLES if choice[0] not in found.roles]
    return form


def _page(found: PersonAt, form: Form) -> Answer:
    return page(
        "accounts/person.html",
        form=form,
        found=found,
        roles=[(role.value, ROLE_WORDS[role]) for role in found.roles],
        authority=found.authority,
        myself=actor().id == found.person.id,
    )


def _changed(
    session: Session, found: PersonAt, form: Form, said: str, verb: Callable[[], None]
) -> Answer:
    """Do it and say so, or show the person with the reason why not."""
    with showing_refusals(form, session):
        verb()
    if form.all_errors:
        return _page(found, form)
    flash(said)
    return redirect(_after(session, found), 303)


def _after(session: Session, found: PersonAt) -> str:
    """The person's page, as long as they have a role here and I may see it."""
    here = f"/council/{found.authority.slug}"
    mine = actor().id == found.person.id
    left = queries.roles_at(session, found.person.id, found.authority.id)
    if mine and Role.COUNCIL_ADMIN not in left:
        return "/account"
    return f"{here}/people/{found.person.id}" if left else here


@bp.route(f"{AT}/roles/give", methods=["POST"])
@permit(may_manage, load=queries.person_at)
def give_role(session: Session, found: PersonAt) -> Answer:
    """One role more."""
    form = _role_form(found)
    if not form.submitted():
        return _page(found, form)
    role = Role(form.role.data)
    said = f"{found.person.name} is now {ROLE_WORDS[role].lower()}"
    return _changed(
        session,
        found,
        form,
        said,
        lambda: service.give_role(
            session, found.person, found.authority, role, by=actor().id, at=now(session)
        ),
    )


@bp.route(f"{AT}/roles/remove", methods=["POST"])
@permit(may_manage, load=queries.person_at)
def remove_role(session: Session, found: PersonAt) -> Answer:
    """One role less; who has none left is not of this council any more."""
    form = RoleForm(request.form)
    if not form.submitted():
        return _page(found, form)
    role = Role(form.role.data)
    said = f"{found.person.name} is no longer {ROLE_WORDS[role].lower()}"
    return _changed(
        session,
        found,
        form,
        said,
        lambda: service.remove_role(
            session, found.person, found.authority, role, by=actor().id, at=now(session)
        ),
    )


@bp.route(f"{AT}/disable", methods=["POST"])
@permit(may_manage, load=queries.person_at)
def disable(session: Session, found: PersonAt) -> Answer:
    """Switch the account off."""
    return _changed(
        session,
        found,
        _role_form(found),
        f"{found.person.name} cannot sign in any more",
        lambda: service.disable(
            session, found.person, found.authority, by=actor().id, at=now(session)
        ),
    )


@bp.route(f"{AT}/enable", methods=["POST"])
@permit(may_manage, load=queries.person_at)
def enable(session: Session, found: PersonAt) -> Answer:
    """Switch the account on again."""
    return _changed(
        session,
        found,
        _role_form(found),
        f"{found.person.name} can sign in again",
        lambda: service.enable(
            session, found.person, found.authority, by=actor().id, at=now(session)
        ),
    )
