"""The council's own space: its people, the invitations it sent, its settings."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.accounts import queries, service
from engage.accounts.forms import ROLE_WORDS, InviteForm
from engage.accounts.models import Role
from engage.accounts.policy import may_administer, may_administer_any, may_manage
from engage.accounts.queries import InvitationAt
from engage.accounts.views.blueprint import bp
from engage.authorities import service as authorities
from engage.authorities.forms import SettingsForm
from engage.authorities.models import Authority
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.route("/council")
@permit(may_administer_any)
def councils(session: Session) -> Answer:
    """My council, or a choice when I administer several."""
    mine = queries.administered(session, actor())
    if len(mine) == 1:
        return redirect(f"/council/{mine[0].slug}", 303)
    return page("accounts/councils.html", councils=mine)


@bp.route("/council/<slug>")
@permit(may_administer, load=queries.council)
def council(session: Session, authority: Authority) -> Answer:
    """Who works here, and as what."""
    asked, total = page_asked(), queries.count_people(session, authority.id)
    found = queries.people(session, authority.id, page=asked)
    return page(
        "accounts/people.html",
        authority=authority,
        people=[(row, [ROLE_WORDS[role] for role in roles]) for row, roles in found],
        paging=paging(asked, total),
    )


@bp.route("/council/<slug>/invitations")
@permit(may_administer, load=queries.council)
def invitations(session: Session, authority: Authority) -> Answer:
    """Who was invited and has not answered."""
    asked, total = page_asked(), queries.count_invitations(session, authority.id)
    found = queries.invitations(session, authority.id, page=asked, at=now(session))
    return page(
        "accounts/invitations.html",
        authority=authority,
        kept=service.INVITATIONS,
        invitations=[(row, ROLE_WORDS[row.role]) for row in found],
        paging=paging(asked, total),
    )


@bp.route("/council/<slug>/invite", methods=["GET", "POST"])
@permit(may_administer, load=queries.council)
def invite(session: Session, authority: Authority) -> Answer:
    """Offer a role to somebody by e-mail."""
    form = InviteForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.invite(
                session,
                authority,
                email=form.email.data,
                name=form.name.data,
                role=Role(form.role.data),
                by=actor().id,
                at=now(session),
            )
            flash(f"We are sending an invitation to {form.email.data}")
            return redirect(f"/council/{authority.slug}/invitations", 303)
    return page("accounts/invite.html", form=form, authority=authority)


@bp.route("/council/<slug>/invitations/<uuid:invitation_id>/resend", methods=["POST"])
@permit(may_manage, load=queries.invitation_at)
def resend_invitation(session: Session, found: InvitationAt) -> Answer:
    """Send it again."""
    service.resend(session, found.invitation, by=actor().id, at=now(session))
    flash(f"We are sending the invitation to {found.invitation.email} again")
    return redirect(f"/council/{found.authority.slug}/invitations", 303)


@bp.route("/council/<slug>/invitations/<uuid:invitation_id>/withdraw", methods=["POST"])
@permit(may_manage, load=queries.invitation_at)
def withdraw_invitation(session: Session, found: InvitationAt) -> Answer:
    """Take it back."""
    service.withdraw(session, found.invitation, by=actor().id, at=now(session))
    flash(f"The invitation to {found.invitation.email} was withdrawn")
    return redirect(f"/council/{found.authority.slug}/invitations", 303)


@bp.route("/council/<slug>/settings", methods=["GET", "POST"])
@permit(may_administer, load=queries.council)
def settings(session: Session, authority: Authority) -> Answer:
    """How suppliers and notices see the council."""
    version = fingerprint_of(authorities.settings_of(authority))
    form = SettingsForm(request.form, obj=authority, data={"version": version})
    if form.submitted():
        with showing_refusals(form, session):
            authorities.change_settings(
                session,
                authority,
                form.settings,
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("The settings were saved")
            return redirect(f"/council/{authority.slug}/settings", 303)
    return page("authorities/settings.html", form=form, authority=authority)
