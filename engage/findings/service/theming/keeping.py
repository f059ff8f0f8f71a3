"""Put what was found in its place, without undoing what officers did by hand.

A theme that an officer touched stays, with its name and every answer put there by hand. A new
theme at least half of whose answers were in a kept one goes into that; the rest are new.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from engage.findings.clustering.describing import describe
from engage.findings.clustering.saying import Text
from engage.findings.models import Theme, ThemeAnswer, ThemeKind, ThemeRun
from engage.findings.queries.themes import of_scope, texts_of

APART = "Answers that are like no other"
MOST_DESCRIBED = 400


def put_in_place(
    session: Session,
    run: ThemeRun,
    found: Mapping[str, Any],
    texts: Mapping[UUID, Text],
    *,
    at: datetime,
) -> int:
    """Write the themes of a run; how many there are then, without what stands apart."""
    kept = _clear(session, run)
    was_in, pinned = _hands(session, kept)
    ids = {text.key: answer_id for answer_id, text in texts.items()}
    free = {each for each in texts if each not in pinned}
    number = len(kept)
    for each in [*found["themes"], _apart(found["apart"])]:
        members = [ids[key] for key in each["members"]]
        theme = _kept_one(each, members, was_in, kept)
        loose = [one for one in members if one in free]
        if theme is None and loose:
            theme = _theme(session, run, each, at)
            number += theme.kind is not ThemeKind.APART
        if theme is not None:
            _put(session, theme, loose, by_hand=False)
    for theme in kept.values():
        tell_again(session, theme)
    return number


def tell_again(session: Session, theme: Theme) -> None:
    """Say anew what suppliers say in it, after answers came or went."""
    if theme.kind is ThemeKind.APART:
        return
    texts = texts_of(session, theme, most=MOST_DESCRIBED)
    told = describe(list(texts.values()))
    theme.summary, theme.closeness = told["summary"], told["closeness"]
    theme.terms = told["terms"] or theme.terms


def _clear(session: Session, run: ThemeRun) -> dict[UUID, Theme]:
    """Forget the themes nobody touched; those that stay, in the order they were made."""
    here = Theme.challenge_id == run.challenge_id, of_scope(run.prompt_id)
    session.execute(
        delete(Theme)
        .where(*here, Theme.kept.is_(False))
        .execution_options(synchronize_session=False)
    )
    rows = session.scalars(select(Theme).where(*here).order_by(Theme.id)).all()
    return {each.id: each for each in rows}


def _hands(session: Session, kept: Mapping[UUID, Theme]) -> tuple[dict[UUID, UUID], set[UUID]]:
    """Where each answer of a kept theme was; and those put there by hand, which stay."""
    rows = session.scalars(select(ThemeAnswer).where(ThemeAnswer.theme_id.in_(kept))).all()
    was_in = {each.answer_id: each.theme_id for each in rows}
    pinned = {each.answer_id for each in rows if each.by_hand}
    session.execute(
        delete(ThemeAnswer)
        .where(ThemeAnswer.theme_id.in_(kept), ThemeAnswer.by_hand.is_(False))
        .execution_options(synchronize_session=False)
    )
    return was_in, pinned


def _kept_one(
    found: Mapping[str, Any],
    members: Sequence[UUID],
    was_in: Mapping[UUID, UUID],
    kept: Mapping[UUID, Theme],
) -> Theme | None:
    """The kept theme that this one is, if at least half of its answers were there."""
    if found["kind"] == ThemeKind.APART:
        return next((each for each in kept.values() if each.kind is ThemeKind.APART), None)
    named = {key for key, each in kept.items() if each.kind is not ThemeKind.APART}
    votes = Counter(was_in[each] for each in members if was_in.get(each) in named)
    best = min(votes, key=lambda each: (-votes[each], each), default=None)
    if best is None or votes[best] * 2 < len(members):
        return None
    theme = kept[best]
    theme.x, theme.y = found["x"], found["y"]
    return theme


def _theme(session: Session, run: ThemeRun, found: Mapping[str, Any], at: datetime) -> Theme:
    theme = Theme(
        challenge_id=run.challenge_id,
        authority_id=run.authority_id,
        prompt_id=run.prompt_id,
        kind=ThemeKind(found["kind"]),
        **{name: found[name] for name in ("name", "terms", "closeness", "x", "y", "summary")},
        made_at=at,
    )
    session.add(theme)
    session.flush()
    return theme


def _apart(keys: Sequence[str]) -> dict[str, Any]:
    none: dict[str, Any] = {"terms": [], "summary": [], "closeness": 0, "x": 0, "y": 0}
    return {**none, "name": APART, "kind": ThemeKind.APART.value, "members": keys}


def _put(session: Session, theme: Theme, answers: Sequence[UUID], *, by_hand: bool) -> None:
    rows = [{"theme_id": theme.id, "answer_id": one, "by_hand": by_hand} for one in answers]
    if rows:
        session.execute(insert(ThemeAnswer), rows)
