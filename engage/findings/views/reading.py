"""The reading room: questions, the answers to one side by side, two suppliers side by side."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.findings import policy
from engage.findings.forms.reading import FilterForm, PersonForm
from engage.findings.models import SentAnswer
from engage.findings.queries import reading
from engage.findings.queries.reading import Noted, Room
from engage.findings.sentences import Piece, Span, found_in, pieces
from engage.findings.service import remarking
from engage.findings.views.blueprint import bp
from engage.interest.forms.profile import SIZES
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.responses import queries as responses
from engage.responses.policy import is_unsealed
from engage.web.access import Answer, actor, permit
from engage.web.notes import note_afterwards
from engage.web.pages import page, page_asked, paging

SIZE_NAMES = {str(each[0]): each[1] for each in SIZES}


@bp.get("/desk/challenges/<ref>/reading")
@permit(policy.may_come, load=for_desk)
def room(session: Session, challenge: Challenge) -> Answer:
    """The questions, and how many answers to each are new to this person."""
    at = now(session)
    if not is_unsealed(challenge, at):
        return page("responses/sealed.html", challenge=challenge, at=at)
    counts = reading.counts(session, challenge, actor().id)
    sent = responses.count_sent(session, challenge, at=at)
    return page(
        "findings/room.html",
        challenge=challenge,
        prompts=responses.prompts(session, challenge.id),
        counts=counts,
        sent=sent,
        preparing=bool(sent) and not counts,
    )


@bp.get("/desk/challenges/<ref>/reading/<uuid:prompt_id>")
@permit(policy.may_read, load=reading.room)
def question(session: Session, room: Room) -> Answer:
    """A card for each answer, 20 a page; every filter is in the address."""
    form, asked = FilterForm(request.args), page_asked(reading.PER_PAGE)
    form.offer(reading.themes_of(session, room))
    form.validate()
    filters, me = form.filters(), actor().id
    rows = reading.answers(session, room, filters, me, asked)
    noted = reading.remarks(session, [row[0].id for row in rows], me)
    _note_seen(session, room, [row[0].id for row in rows if not row.is_seen])
    said = form.chosen()
    return page(
        "findings/question.html",
        form=form,
        challenge=room.challenge,
        room=room,
        number=room.prompts.index(room.prompt) + 1,
        cards=[(row, shown(row[0], noted[row[0].id], filters.q)) for row in rows],
        noted=noted,
        sizes=SIZE_NAMES,
        filtered=filters.any,
        query=f"?{urlencode(said)}" if said else "",
        paging=paging(asked, rows[0].total if rows else 0),
    )


@bp.get("/desk/challenges/<ref>/reading/compare")
@permit(policy.may_come, load=for_desk)
def compare(session: Session, challenge: Challenge) -> Answer:
    """Everything two suppliers answered, question by question."""
    at = now(session)
    if not is_unsealed(challenge, at):
        return page("responses/sealed.html", challenge=challenge, at=at)
    form = PersonForm(request.args)
    looked_for = str(form.q.data or "") if form.validate() else ""
    wanted = list(dict.fromkeys(filter(None, map(_id, request.args.getlist("with")))))[:2]
    names = reading.named(session, challenge, wanted)
    chosen = [each for each in wanted if each in names]
    return page(
        "findings/compare.html",
        form=form,
        challenge=challenge,
        prompts=responses.prompts(session, challenge.id),
        chosen=[(each, names[each]) for each in chosen],
        answers=reading.answers_of(session, challenge, chosen),
        offered=[] if len(chosen) == 2 else reading.senders(session, challenge, looked_for),
    )


def shown(answer: SentAnswer, noted: Sequence[Noted], query: str = "") -> list[Piece]:
    """An answer in pieces: what was looked for lies over what was highlighted."""
    marks = [Span(each.remark.begins, each.remark.ends, each.remark.colour.value) for each in noted]
    return pieces(answer.text, [*marks, *found_in(answer.text, query)])


def _note_seen(session: Session, room: Room, fresh: list[UUID]) -> None:
    if not fresh:
        return
    sessions: Sessions = current_app.extensions["sessions"]
    me = actor().id

    def note(writing: Session) -> None:
        at = now(writing)
        remarking.note_seen(writing, room.challenge, room.prompt.id, fresh, by=me, at=at)

    note_afterwards(sessions, note)


def _id(typed: Any) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
