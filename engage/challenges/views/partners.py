"""Sharing a challenge with other councils, from the side of the lead and from theirs."""

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.authorities import queries as authorities
from engage.challenges import policy, queries, service
from engage.challenges.forms import AskForm, ShareForm
from engage.challenges.models import Challenge, Partner, Sharing
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, page_asked, paging, showing_refusals

SHARED = "/desk/shared"


@bp.get("/desk/challenges/<ref>/partners")
@permit(policy.may_read, load=queries.for_desk)
def partners(session: Session, challenge: Challenge) -> Answer:
    """Who shares this challenge, was asked, or offered."""
    return page(
        "challenges/partners.html",
        challenge=challenge,
        partners=queries.partners(session, challenge),
        parties=queries.outside_parties(session, challenge.id),
        leads=policy.may_write(actor(), challenge),
    )


@bp.route("/desk/challenges/<ref>/partners/ask", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def ask_partner(session: Session, challenge: Challenge) -> Answer:
    form = AskForm(request.form)
    form.council.choices = queries.councils_to_ask(session, challenge)
    if form.submitted() and (council := authorities.by_slug(session, form.council.data)):
        with showing_refusals(form, session):
            service.ask_to_join(session, challenge, council, by=actor().id, at=now(session))
            flash(f"{council.name} was asked to join")
            return redirect(f"/desk/challenges/{challenge.reference}/partners", 303)
    return page("challenges/partner_ask.html", challenge=challenge, form=form)


@bp.get(SHARED)
@permit(policy.may_see_shared)
def shared(session: Session) -> Answer:
    """Challenges of others in which our councils have a part."""
    asked = page_asked()
    total, rows = queries.shares(session, actor(), page=asked)
    return page("challenges/shared.html", rows=rows, paging=paging(asked, total))


@bp.route(f"{SHARED}/challenges/<ref>", methods=["GET", "POST"])
@permit(policy.may_share, load=queries.public)
def share(session: Session, challenge: Challenge) -> Answer:
    """Follow or co-sponsor a public challenge of another council."""
    ours = [
        council
        for council in queries.councils_to_draft_for(session, actor())
        if council.id != challenge.authority_id
    ]
    form = ShareForm(request.form)
    form.council.choices = [(council.slug, council.name) for council in ours]
    form.council.optional = len(ours) < 2
    if form.submitted():
        chosen = [each for each in ours if each.slug == form.council.data] or ours
        sharing = Sharing(form.sharing.data)
        with showing_refusals(form, session):
            service.offer(
                session, challenge, chosen[0], sharing=sharing, by=actor().id, at=now(session)
            )
            flash(_SAID[sharing])
            return redirect(SHARED, 303)
    return page("challenges/share.html", form=form, challenge=challenge, several=len(ours) > 1)


_SAID = {
    Sharing.FOLLOWER: "Your council follows this challenge",
    Sharing.SPONSOR: "The council that leads was asked whether it agrees",
}


@bp.route(f"{SHARED}/<uuid:partner_id>/accept", methods=["GET", "POST"])
@permit(policy.may_accept, load=queries.partner)
def accept_partner(session: Session, partner: Partner) -> Answer:
    return _decide(session, partner, "accept")


@bp.route(f"{SHARED}/<uuid:partner_id>/end", methods=["GET", "POST"])
@permit(policy.may_part, load=queries.partner)
def end_partner(session: Session, partner: Partner) -> Answer:
    return _decide(session, partner, "end")


def _said(partner: Partner, verb: str) -> str:
    """What is different now, for the banner of the next page."""
    if verb == "end":
        return f"Ended: {partner.council.name} has no part in it any more"
    if partner.sharing == Sharing.JOINT:
        return "Agreed: your people can read the whole engagement from now on"
    return f"Agreed: the public page names {partner.council.name} from now on"


def _decide(session: Session, partner: Partner, verb: str) -> Answer:
    form, challenge = ButtonForm(request.form), partner.challenge
    leads = policy.may_write(actor(), challenge)
    back = f"/desk/challenges/{challenge.reference}/partners" if leads else SHARED
    if form.submitted():
        with showing_refusals(form, session):
            said = _said(partner, verb)
            act = service.accept if verb == "accept" else service.part
            act(session, partner, by=actor().id, at=now(session))
            flash(said)
            return redirect(back, 303)
    return page("challenges/partner_decide.html", form=form, partner=partner, verb=verb, back=back)
