"""Who may reach a route. Every route declares its predicate; the app refuses to start otherwise.

``permit`` is the edge: it opens the one transaction of the request, loads the thing the
address names, asks the predicate, and hands both to the view. A thing of another council
and a thing that does not exist give the same answer, because a loader finds neither.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.kernel.errors import NotPermitted
from engage.web.typed import form_address, to_copy, typed

Answer = ResponseReturnValue
SAFE = {"GET", "HEAD", "OPTIONS"}
EXEMPT = {"static"}


class Door(Enum):
    """Where somebody is sent who has not shown yet who they are."""

    SIGN_IN = "accounts.sign_in", False
    LINK = "interest.lost_link", True  # suppliers come by a link in their e-mail
    EITHER = "accounts.sign_in", True  # some by a link, most with an account

    def __init__(self, endpoint: str, takes_links: bool) -> None:
        self.endpoint = endpoint
        self.takes_links = takes_links


class UndeclaredRoute(RuntimeError):
    """A route says nothing about who may use it."""


def anyone(*_: object) -> bool:
    """The public."""
    return True


def actor() -> Any:
    """Who is asking: an ``engage.accounts.actor.Actor``."""
    return current_user._get_current_object()


def of_request() -> AbstractContextManager[Session]:
    """One transaction for this request: reading for GET, writing for the rest."""
    sessions: Sessions = current_app.extensions["sessions"]
    return sessions.read() if request.method in SAFE else sessions.write()


def permit(
    may: Callable[..., bool],
    *,
    load: Callable[..., Any] | None = None,
    door: Door = Door.SIGN_IN,
    transaction: bool = True,
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Declare who may use a route, and what it is about.

    ``load(session, actor, **address)`` finds the thing or None; ``may(actor, thing)`` decides;
    the view gets ``(session, thing)``; without a loader ``may(actor)``, ``(session, **address)``.
    ``transaction=False`` hands over ``(sessions, **address)``, for slow work between two.
    """

    def declare(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def answer(**address: Any) -> Answer:
            _require_printable(address)
            if may is not anyone and not _shown(actor(), door):
                return _to(door)
            if not transaction:
                _require(may(actor()))
                return view(current_app.extensions["sessions"], **address)
            with of_request() as session:
                return _serve(view, session, may, load, address)

        answer.permission = may  # type: ignore[attr-defined]  # for check_routes
        return answer

    return declare


def _serve(
    view: Callable[..., Answer],
    session: Session,
    may: Callable[..., bool],
    load: Callable[..., Any] | None,
    address: dict[str, Any],
) -> Answer:
    """Load, ask, answer."""
    if load is None:
        _require(may(actor()))
        return view(session, **address)
    thing = load(session, actor(), **address)
    if thing is None:
        abort(404)
    _require(may(actor(), thing))
    return view(session, thing)


def _require_printable(address: dict[str, Any]) -> None:
    """No address of ours has control characters, and databases refuse them."""
    if not "".join(map(str, address.values())).isprintable():
        abort(404)


def _shown(who: Any, door: Door) -> bool:
    return bool(who.is_authenticated or (door.takes_links and who.by_link))


def _to(door: Door) -> Answer:
    way = url_for(door.endpoint, next=form_address())
    if not typed():
        return redirect(way, 303)
    title, happened = "You are not signed in any more", "So nothing was saved."
    words = "Get your link again" if door is Door.LINK else "Sign in"
    return to_copy(title, happened, way=way, words=words, status=403)


def _require(permitted: bool) -> None:
    if not permitted:
        raise NotPermitted


def check_routes(app: Flask) -> None:
    """Refuse to start while a route has no permission."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint not in EXEMPT and not hasattr(view, "permission"):
            raise UndeclaredRoute(f"{rule.endpoint} ({rule.rule}) declares no permission")
