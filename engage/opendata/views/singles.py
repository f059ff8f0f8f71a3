"""One thing of each kind, at its own address of the API."""

from uuid import UUID

from flask import abort, request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.authorities.queries import SLUG
from engage.kernel.clock import now
from engage.opendata import forms
from engage.opendata.queries import lists
from engage.opendata.views.blueprint import API, base, bp
from engage.opendata.views.lists import reading
from engage.questions.models import Question
from engage.web.access import Answer, anyone, permit
from engage.web.machines import data
from engage.workshops.models import Sitting

LARGEST = 2_147_483_647


@bp.get(f"{API}/challenges/<ref>")
@reading
@permit(anyone)
def api_challenge(session: Session, ref: str) -> Answer:
    return _one(session, lists.CHALLENGES, lists.by_reference(ref))


@bp.get(f"{API}/authorities/<slug>")
@reading
@permit(anyone)
def api_authority(session: Session, slug: str) -> Answer:
    return _one(
        session, lists.AUTHORITIES, Authority.slug == (slug if SLUG.fullmatch(slug) else "")
    )


@bp.get(f"{API}/workshops/<uuid:workshop_id>")
@reading
@permit(anyone)
def api_workshop(session: Session, workshop_id: UUID) -> Answer:
    return _one(session, lists.WORKSHOPS, Sitting.id == workshop_id)


@bp.get(f"{API}/questions/<ref>/<int:number>")
@reading
@permit(anyone)
def api_question(session: Session, ref: str, number: int) -> Answer:
    known = number if number <= LARGEST else 0
    return _one(session, lists.QUESTIONS, lists.by_reference(ref), Question.number == known)


@bp.get(f"{API}/outcomes/<ref>")
@reading
@permit(anyone)
def api_outcome(session: Session, ref: str) -> Answer:
    return _one(session, lists.OUTCOMES, lists.by_reference(ref))


def _one(session: Session, listing: lists.Listing, *tests: ColumnElement[bool]) -> Answer:
    forms.asked(request.args, {})
    found = lists.one(session, listing, *tests, base=base(), at=now(session))
    return data(found[0], changed_at=found[1]) if found is not None else abort(404)
