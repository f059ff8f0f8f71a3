"""Starting a challenge from a published notice: send the file, then see what is missing."""

from flask import redirect, request
from sqlalchemy.orm import Session

from engage.accounts.actor import DESK_WRITERS
from engage.authorities.models import Authority
from engage.challenges import queries as challenges
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.views.blueprint import LABELS, in_words
from engage.challenges.views.sections import SECTIONS
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.notices import parsing, policy, queries, service
from engage.notices.forms import ImportForm
from engage.notices.models import SourceNotice
from engage.notices.parsing import Notice
from engage.notices.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page

SECTION_OF = {name: section.key for section in SECTIONS for name in section.names}


@bp.route("/desk/notices/import", methods=["GET", "POST"])
@permit(policy.may_import, transaction=False)
def start(sessions: Sessions) -> Answer:
    """The file is read outside any transaction: 5 MB of JSON take a while."""
    with sessions.read() as session:
        councils = challenges.councils_to_draft_for(session, actor())
    form = ImportForm(request.form)
    form.authority.choices = [(str(council.id), council.name) for council in councils]
    form.authority.optional = len(councils) < 2
    earlier = None
    if form.submitted():
        chosen = [each for each in councils if str(each.id) == form.authority.data] or councils
        try:
            return _started(sessions, chosen[0], parsing.read(form.sent()), again=form.again.data)
        except service.AlreadyImported as refusal:
            earlier = refusal.reference
            form.keep_what_was_sent()
        except parsing.UnreadableNotice as refusal:
            form.refuse_notice(str(refusal))
        except Refusal as refusal:
            form.refuse(str(refusal))
    return page(
        "notices/import.html",
        form=form,
        several=len(councils) > 1,
        authority=councils[0] if len(councils) == 1 else None,
        earlier=earlier,
        status=409 if earlier else 200,
    )


def _started(sessions: Sessions, authority: Authority, notice: Notice, *, again: bool) -> Answer:
    with sessions.write() as session:
        council = session.get_one(Authority, authority.id)
        challenge = service.start_from(
            session, council, notice, by=actor().id, at=now(session), again=again
        )
    return redirect(f"/desk/challenges/{challenge.reference}/notice/source", 303)


@bp.get("/desk/challenges/<ref>/notice/source")
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
