"""Questions to begin with: what a council kept, and what engage ships."""

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.paging import Page
from engage.responses.kinds import Kind
from engage.responses.models import BankedPrompt

COLUMNS = ("text", "help", "kind", "options", "word_limit", "required", "purpose")
USUAL = {"kind": "long", "options": [], "word_limit": 300, "required": True}
MOST_WORDS = 8  # of a search


@cache
def shipped() -> Sequence[dict[str, Any]]:
    """Questions that go with most engagements, each with its purpose; in a fixed order."""
    text = (resources.files("engage.responses") / "data" / "bank.json").read_text("utf-8")
    return [{**USUAL, **row, "kind": Kind(row.get("kind", "long"))} for row in json.loads(text)]


def shipped_that_fit(asked: str) -> list[tuple[int, dict[str, Any]]]:
    """Those that say every word of a search, with their place."""
    words = _words(asked)
    return [
        (place, row)
        for place, row in enumerate(shipped())
        if all(word in f"{row['text']} {row['help']}".lower() for word in words)
    ]


def banked(
    session: Session, challenge: Challenge, asked: str, *, page: Page
) -> tuple[Sequence[BankedPrompt], int]:
    """What the challenge's council kept and fits the search, newest first; and how many."""
    fits = _fits(challenge, asked)
    total = session.scalar(select(func.count()).select_from(BankedPrompt).where(*fits)) or 0
    wanted = select(BankedPrompt).where(*fits).order_by(BankedPrompt.id.desc())
    rows = session.scalars(wanted.offset(page.offset).limit(page.limit)).all()
    return rows, total


def to_begin_with(session: Session, challenge: Challenge, key: str) -> dict[str, Any]:
    """The words of a question of the bank by the key that pages use; nothing for any other key."""
    if key.isdecimal() and len(key) < 4:
        place = int(key)
        return dict(shipped()[place]) if place < len(shipped()) else {}
    try:
        found = session.get(BankedPrompt, UUID(key))
    except ValueError:
        return {}
    if found is None or found.authority_id != challenge.authority_id:
        return {}
    return {name: getattr(found, name) for name in COLUMNS}


def _fits(challenge: Challenge, asked: str) -> list[ColumnElement[bool]]:
    either = (
        or_(
            BankedPrompt.text.icontains(word, autoescape=True),
            BankedPrompt.help.icontains(word, autoescape=True),
        )
        for word in _words(asked)
    )
    return [BankedPrompt.authority_id == challenge.authority_id, *either]


def _words(asked: str) -> list[str]:
    return asked.lower().split()[:MOST_WORDS]
