"""Starting a challenge from a published notice: send the file, then see what is missing."""

from flask import Blueprint, redirect, request
from sqlalchemy.orm import Session

from engage.accounts.actor import DESK_WRITERS
from engage.authorities.models import Authority
from engage.challenges import queries as challenges
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.views.blueprint import LABELS, in_words
from engage.challenges.views.statement import SECTIONS
from engage.kernel.clock import now
from engage.notices import parsing, policy, queries, service
from engage.notices.forms import ImportForm
from engage.notices.models import SourceNotice
from engage.notices.parsing import Notice
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals

bp = Blueprint("notices", __name__)
SECTION_OF = {name: section.key for section in SECTIONS for name in section.names}


@bp.route("/desk/notices/import", methods=["GET", "POST"])
@permit(policy.may_import)
def start(session: Session) -> Answer:
    councils = challenges.councils_to_draft_for(session, actor())
    form = ImportForm(request.form)
    form.authority.choices = [(str(council.id), council.name) for council in councils]
    form.authority.optional = len(councils) < 2
    earlier = None
    if form.submitted():
        chosen = [each for each in councils if str(each.id) == form.authority.data] or councils
        with showing_refusals(form, session):
            notice = parsing.read(form.sent())
            earlier = queries.earlier(session, chosen[0].id, notice)
            if earlier is None or form.again.data:
                return _started(session, chosen[0], notice)
            form.keep_what_was_sent()
    return page(
        "notices/import.html",
        form=form,
        several=len(councils) > 1,
        authority=councils[0] if len(councils) == 1 else None,
        earlier=earlier,
        status=409 if earlier else 200,
    )


def _started(session: Session, authority: Authority, notice: Notice) -> Answer:
    challenge = service.start_from(
        session, authority, notice, by=actor().id, at=now(session), again=True
    )
    return redirect(f"/desk/challenges/{challenge.reference}/notice", 303)


@bp.get("/desk/challenges/<ref>/notice")
@permit(policy.may_read, load=queries.source_for_desk)
def source(session: Session, source: SourceNotice) -> Answer:
    challenge = session.get_one(Challenge, source.challenge_id)
    editable = challenge.stage is Stage.DRAFT and actor().holds(
        challenge.authority_id, *DESK_WRITERS
    )
    values = {name: getattr(challenge, name) for name in SECTION_OF}
    filled = [(LABELS[name], in_words(name, value)) for name, value in values.items() if value]
    missing = [
        (each["sentence"], each["rule"], SECTION_OF.get(each["field"]) if editable else None)
        for each in source.findings["missing"]
    ]
    return page(
        "notices/source.html", challenge=challenge, source=source, filled=filled, missing=missing
    )
