"""What is public, for machines: the Atom feeds of challenges and of answers (RFC 4287)."""

from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import public
from engage.kernel.clock import LONDON, from_wall, spoken
from engage.kernel.markdown import plain
from engage.kernel.text import clean_block, clean_line, excerpt
from engage.opendata import queries
from engage.opendata.views.blueprint import bp
from engage.opendata.views.lists import reading
from engage.questions.queries import Published, latest
from engage.settings import Settings
from engage.web.access import Answer, anyone, permit
from engage.web.machines import data

ACT_IN_FORCE = datetime(2025, 2, 24, tzinfo=UTC)  # an empty feed changed last before there was one


@bp.get("/challenges.atom")
@reading
@permit(anyone)
def challenges(session: Session) -> Answer:
    settings: Settings = current_app.extensions["settings"]
    entries = queries.newest(session)
    updated = max([entry.updated_at for entry in entries], default=ACT_IN_FORCE)
    feed = render_template(
        "opendata/challenges.xml",
        base=settings.base_url,
        host=_host(settings),
        updated=_instant(updated),
        entries=[_entry(entry, settings) for entry in entries],
    )
    return data(feed.encode(), changed_at=updated, mimetype="application/atom+xml")


@bp.get("/challenges/<ref>/questions.atom")
@reading
@permit(anyone, load=public)
def answers(session: Session, challenge: Challenge) -> Answer:
    """Questions and answers as everybody reads them, the latest first; no time but the day."""
    settings: Settings = current_app.extensions["settings"]
    found = latest(session, challenge.id)
    opened = challenge.published_at or ACT_IN_FORCE
    days = [each.on for each in found] or [opened.astimezone(LONDON).date()]
    changed = _midnight(max(days))
    feed = render_template(
        "opendata/answers.xml",
        base=settings.base_url,
        host=_host(settings),
        reference=challenge.reference,
        title=clean_line(challenge.title),
        council=clean_line(challenge.authority.name),
        opened=opened.astimezone(LONDON).date().isoformat(),
        updated=_instant(changed),
        entries=[_answered(each) for each in found],
    )
    return data(feed.encode(), changed_at=changed, mimetype="application/atom+xml")


def _answered(each: Published) -> dict[str, Any]:
    return {
        "number": each.number,
        "title": excerpt(clean_line(each.question), 100),
        "updated": _instant(_midnight(each.on)),
        "text": f"{clean_block(each.question)}\n\n{clean_block(each.answer)}",
    }


def _midnight(day: date) -> datetime:
    return from_wall(day, time())


def _entry(entry: queries.Entry, settings: Settings) -> dict[str, Any]:
    ends = entry.engagement_ends
    published = entry.published_at or entry.updated_at
    day = published.astimezone(LONDON).date().isoformat()
    return {
        "id": f"tag:{_host(settings)},{day}:challenges/{entry.reference}",
        "address": f"{settings.base_url}/challenges/{entry.reference}",
        "title": clean_line(entry.title),
        "council": clean_line(entry.council),
        "published": _instant(published),
        "updated": _instant(entry.updated_at),
        "summary": excerpt(plain(clean_block(entry.need)), 500),
        "ends": f"End of the engagement: {spoken(ends)}." if ends else "",
    }


def _host(settings: Settings) -> str:
    return urlsplit(settings.base_url).hostname or "localhost"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
