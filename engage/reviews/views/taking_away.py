"""The history of interests as a file. A button, not a link: that it was taken away is a fact."""

from collections.abc import Iterator

from flask import Response, current_app
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.kernel.comma_separated import BYTE_ORDER_MARK, line
from engage.kernel.db import Sessions
from engage.kernel.paging import Page
from engage.kernel.text import inert
from engage.reviews import policy, queries, service
from engage.reviews.queries import Declared
from engage.reviews.views.blueprint import bp
from engage.web.access import Answer, actor, permit

BATCH = 500
HEADER = [
    "member",
    "kind of interest",
    "what they say",
    "declared at",
    "declared again at",
    "decision",
    "safeguard or reason",
    "decided by",
    "decided at",
    "decided again at",
]


@bp.post("/desk/challenges/<ref>/board/declarations.csv")
@permit(policy.may_read_declarations, load=for_desk)
def declarations_as_csv(session: Session, challenge: Challenge) -> Answer:
    """A line for each decision, and for each declaration nobody decided about."""
    service.note_export(session, challenge, by=actor().id, at=now(session))
    sessions: Sessions = current_app.extensions["sessions"]
    answer = Response(_lines(sessions, challenge), content_type="text/csv; charset=utf-8")
    name = f"{challenge.reference}-interests-declared.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _lines(sessions: Sessions, challenge: Challenge) -> Iterator[str]:
    yield BYTE_ORDER_MARK + line(HEADER)
    asked = Page(size=BATCH)
    while True:
        with sessions.read() as session:
            every = queries.declared(session, challenge.id, page=asked)
        if not every:
            return
        yield "".join(line(cells) for said in every for cells in _cells(said))
        asked = Page(asked.number + 1, BATCH)


def _cells(said: Declared) -> Iterator[list[str]]:
    declared = [
        inert(said.person),
        said.kind.value,
        inert(said.detail),
        said.declared_at.isoformat(timespec="seconds"),
        said.replaced_at.isoformat(timespec="seconds") if said.replaced_at else "",
    ]
    for made in said.decided:
        yield [
            *declared,
            made.ruling.value,
            inert(made.mitigation),
            inert(made.ruler),
            made.ruled_at.isoformat(timespec="seconds"),
            made.replaced_at.isoformat(timespec="seconds") if made.replaced_at else "",
        ]
    if not said.decided:
        yield [*declared, said.ruling.value, "", "", "", ""]
