"""What everybody was given: the same page for the public and for those who take part."""

from typing import Any

from flask import abort, current_app
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.portals import portal_at
from engage.disclosures import queries
from engage.disclosures.models import Disclosure
from engage.disclosures.service.visiting import note_visit
from engage.disclosures.views.blueprint import bp
from engage.files.views import handed_out
from engage.interest.models import Interest
from engage.interest.policy import may_take_part
from engage.interest.queries import room as room_of
from engage.kernel.clock import now
from engage.web.access import Answer, Door, anyone, permit
from engage.web.notes import note_afterwards
from engage.web.pages import page, page_asked, paging, public_page

HERE = "/challenges/<ref>/information"


@bp.get(HERE)
@permit(anyone, load=queries.public_challenge)
def information(session: Session, challenge: Challenge) -> Answer:
    return public_page("disclosures/information.html", **_given(session, challenge), since=None)


@bp.get("/my/challenges/<ref>/information")
@permit(may_take_part, load=room_of, door=Door.LINK)
def my_information(session: Session, interest: Interest) -> Answer:
    """The same, and what is new since this participant was here."""
    challenge, sessions = interest.challenge, current_app.extensions["sessions"]
    visited, me = queries.visited(session, interest.id, at=now(session)), interest.id
    note_afterwards(sessions, lambda writing: note_visit(writing, me, at=now(writing)))
    return page("disclosures/information.html", **_given(session, challenge), since=visited)


def _given(session: Session, challenge: Challenge) -> dict[str, Any]:
    asked = page_asked()
    return {
        "challenge": challenge,
        "entries": queries.given(session, challenge.id, page=asked),
        "paging": paging(asked, queries.count_given(session, challenge.id)),
        "portal": portal_at(challenge.authority.region or challenge.region),
    }


@bp.get(f"{HERE}/<uuid:disclosure_id>")
@permit(anyone, load=queries.published_file)
def public_file(session: Session, entry: Disclosure) -> Answer:
    return handed_out(entry.file, public=True) if entry.file else abort(404)
