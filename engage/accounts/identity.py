"""Flask-Login's seam: from the cookie to the actor, and what this browser proved by links."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from flask import Flask, current_app, g, session
from flask_login import LoginManager

from engage.accounts import queries, service
from engage.accounts.actor import Actor
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.suppliers.models import PersonRole
from engage.suppliers.queries import parts
from engage.web.notes import note

PASSES, PARTS = "passes", "parts"
MOST_PASSES = 30
NOTED_EVERY = timedelta(minutes=5)


def identify_people(app: Flask) -> None:
    """Let views know who is asking."""
    manager = LoginManager(app, add_context_processor=False)  # ours says who, even when it fails
    manager.session_protection = None  # the server-side session is what counts
    manager.user_loader(_actor)
    manager.anonymous_user = _passer_by


def _actor(cookie: object) -> Actor | None:
    if not isinstance(cookie, str) or not cookie.isascii():
        return None
    sessions: Sessions = current_app.extensions["sessions"]
    with sessions.read() as reading:
        at = now(reading)
        found = queries.actor_for(reading, cookie, at=at)
    if found is None:
        return None
    actor, last_seen_at = found
    if at - last_seen_at > NOTED_EVERY and actor.sign_in_id:
        seen = partial(service.note_seen, sign_in_id=actor.sign_in_id, at=at)
        note(sessions, seen)
    g.personal = True
    return _with_parts(replace(actor, passes=_passes()))


def _passer_by() -> Actor:
    return _with_parts(Actor(passes=_passes()))


def _passes() -> frozenset[UUID]:
    return frozenset(map(UUID, _kept(PASSES)))


def _with_parts(actor: Actor) -> Actor:
    """The same with the suppliers for which this browser acts by link; most act for none."""
    kept = _kept(PARTS)
    if not kept:
        return actor
    sessions: Sessions = current_app.extensions["sessions"]
    with sessions.read() as reading:
        found = parts(reading, [UUID(text) for text in kept])
    owns = {row.supplier_id for row in found if row.role is PersonRole.OWNER}
    return replace(
        actor,
        suppliers=actor.suppliers | {row.supplier_id for row in found},
        owns=actor.owns | owns,
        parts=frozenset((row.supplier_id, row.id) for row in found),
    )


def _kept(name: str) -> list[str]:
    """What this browser has proven. An older version of us may have left anything there."""
    kept = session.get(name)
    return [text for text in kept if _is_id(text)] if isinstance(kept, list) else []


def _is_id(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return isinstance(text, str)


def let_in(interest_id: UUID) -> None:
    """Remember in this browser that a signed link to an interest was used."""
    _keep(PASSES, interest_id)


def let_act(person_id: UUID) -> None:
    """Remember in this browser that the link of somebody who acts for a supplier was used."""
    _keep(PARTS, person_id)


def _keep(name: str, proven: UUID) -> None:
    known = [text for text in _kept(name) if text != str(proven)]
    session[name] = [*known, str(proven)][-MOST_PASSES:]
    session.permanent = True


def forget(interest_id: UUID) -> None:
    """Take the pass of an interest away from this browser."""
    session[PASSES] = [text for text in _kept(PASSES) if text != str(interest_id)]
