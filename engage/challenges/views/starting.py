"""Starting a challenge: blank, from a template, or with the words of a past one."""

from dataclasses import replace

from flask import redirect, request
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges import policy, queries, service
from engage.challenges.forms import NewForm
from engage.challenges.queries import starting
from engage.challenges.views.blueprint import bp
from engage.kernel.clock import now
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.route("/desk/challenges/new", methods=["GET", "POST"])
@permit(policy.may_draft)
def new(session: Session) -> Answer:
    councils = queries.councils_to_draft_for(session, actor())
    form = _form(session, councils)
    if form.submitted():
        chosen = [each for each in councils if str(each.id) == form.authority.data] or councils
        start = _start(session, form, chosen[0])
        if start is None:
            form.past.errors = ("We know no such challenge that you may copy",)
        else:
            with showing_refusals(form, session):
                return _begin(session, chosen[0], form.title.data, start)
    only = councils[0] if len(councils) == 1 else None
    return page("challenges/new.html", form=form, several=only is None, authority=only)


def _form(session: Session, councils: list[Authority]) -> NewForm:
    """``?past=`` of the address chooses the challenge to copy."""
    past = request.args.get("past", "")
    shown = {"start": starting.PAST, "past": past[:20]} if past else {"start": "blank"}
    form = NewForm(request.form, data=shown)
    form.offer(starting.own_templates(session, actor()))
    form.authority.choices = [(str(council.id), council.name) for council in councils]
    form.authority.optional = len(councils) < 2
    return form


def _start(session: Session, form: NewForm, authority: Authority) -> starting.Start | None:
    """What the draft begins with; None when there is no such thing."""
    mark = form.mark
    found = starting.start_of(session, actor(), mark) if mark else starting.Start()
    if found is None:
        return None
    typed = {"need": form.need.data} if form.need.data else {}
    return replace(found, answers={"region": authority.region, **found.answers, **typed})


def _begin(session: Session, authority: Authority, title: str, start: starting.Start) -> Answer:
    at = now(session)
    challenge = service.draft(session, authority, title=title, start=start, by=actor().id, at=at)
    desk = f"/desk/challenges/{challenge.reference}"
    gaps = service.gaps(challenge, at)
    return redirect(f"{desk}/statement/{gaps[0].section}" if gaps else f"{desk}/publish", 303)
