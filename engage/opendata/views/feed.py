"""What is public, for machines: the Atom feed of challenges (RFC 4287)."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from sqlalchemy.orm import Session

from engage.kernel.clock import LONDON, spoken
from engage.kernel.markdown import plain
from engage.kernel.text import clean_block, clean_line, excerpt
from engage.opendata import queries
from engage.opendata.views.blueprint import bp
from engage.opendata.views.lists import reading
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
