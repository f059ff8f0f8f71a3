"""Lists of the API: a page at a time, with the address of the next."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.opendata import forms
from engage.opendata.queries import lists
from engage.opendata.views.blueprint import API, base, bp
from engage.web.access import Answer, anyone, permit
from engage.web.limits import READING, limiter
from engage.web.machines import data

reading = limiter.shared_limit(READING, scope="open data")


@bp.get(f"{API}/challenges")
@reading
@permit(anyone)
def api_challenges(session: Session) -> Answer:
    filters = {
        "stage": forms.stage,
        "council": forms.council,
        "updated_since": forms.instant,
    }
    return _list(session, lists.CHALLENGES, filters)


@bp.get(f"{API}/authorities")
@reading
@permit(anyone)
def api_authorities(session: Session) -> Answer:
    return _list(session, lists.AUTHORITIES, {})


@bp.get(f"{API}/workshops")
@reading
@permit(anyone)
def api_workshops(session: Session) -> Answer:
    filters = {
        "council": forms.council,
        "challenge": forms.challenge,
        "starts_since": forms.instant,
    }
    return _list(session, lists.WORKSHOPS, filters)


@bp.get(f"{API}/questions")
@reading
@permit(anyone)
def api_questions(session: Session) -> Answer:
    filters = {
        "council": forms.council,
        "challenge": forms.challenge,
        "answered_since": forms.day,
    }
    return _list(session, lists.QUESTIONS, filters)


@bp.get(f"{API}/outcomes")
@reading
@permit(anyone)
def api_outcomes(session: Session) -> Answer:
    filters = {
        "council": forms.council,
        "challenge": forms.challenge,
        "published_since": forms.instant,
    }
    return _list(session, lists.OUTCOMES, filters)


def _list(session: Session, listing: lists.Listing, filters: Mapping[str, forms.Read]) -> Answer:
    paging = {"limit": forms.limit, "cursor": forms.cursor(listing.reader)}
    given = forms.asked(request.args, {**filters, **paging})
    found = lists.some(
        session,
        listing,
        {name: given[name] for name in filters if name in given},
        after=given.get("cursor"),
        limit=given.get("limit", forms.USUAL),
        base=base(),
        at=now(session),
    )
    return data({"results": found.results, "links": _links(found, listing.stamped)})


def _links(found: lists.Found, stamped: bool) -> dict[str, Any]:
    """``next``: the rest of the list. ``later``: what will have changed after this page."""
    here = f"{base()}{request.path}"
    kept = {name: value for name, value in request.args.items() if name != "cursor"}
    last = found.last or request.args.get("cursor")
    onward = f"{here}?{urlencode({**kept, 'cursor': last})}" if last else None
    links = {"next": onward if found.more else None}
    return {**links, "later": onward or here} if stamped else links
