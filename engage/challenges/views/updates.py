"""What changed since a challenge was published: for everybody, without names."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from engage.challenges import queries
from engage.challenges.models import Challenge, StatementVersion, Why
from engage.challenges.queries import history
from engage.challenges.views.blueprint import bp
from engage.challenges.views.changes import Change, changes
from engage.web.access import Answer, anyone, permit
from engage.web.pages import page_asked, paging, public_page

MOST = 10  # versions a page: each is compared with the one before
TITLES = {
    Why.PUBLISHED: "Published",
    Why.AMENDED: "Changed",
    Why.EXTENDED: "More time for everybody",
}


class Update(NamedTuple):
    """A version as everybody reads it, and how it differs from the one before."""

    number: int
    title: str
    version: StatementVersion
    changes: Sequence[Change]


@bp.get("/challenges/<ref>/updates")
@permit(anyone, load=queries.public)
def updates(session: Session, challenge: Challenge) -> Answer:
    asked = page_asked(MOST)
    total, versions = history.versions(session, challenge.id, page=asked)
    return public_page(
        "challenges/updates.html",
        challenge=challenge,
        updates=_updates(versions, total - asked.offset),
        paging=paging(asked, total),
    )


def _updates(versions: Sequence[StatementVersion], number: int) -> list[Update]:
    """The first version has none before it; one more than a page shows is only compared with."""
    before = [*versions[1:], None]
    return [
        Update(number - place, TITLES[new.why], new, _changed(old, new))
        for place, (new, old) in enumerate(zip(versions[:MOST], before, strict=False))
    ]


def _changed(old: StatementVersion | None, new: StatementVersion) -> list[Change]:
    return [] if old is None else changes(old.content, new.content)
