"""A member's home, and the page of one challenge as its board sees it."""

from flask import abort
from sqlalchemy.orm import Session

from engage.reviews import policy, queries
from engage.reviews.queries import Board
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, actor, permit
from engage.web.pages import PER_PAGE, page, page_number, pages_of


@bp.get("/board")
@permit(policy.may_use_board)
def home(session: Session) -> Answer:
    number, total = page_number(), queries.count_own_boards(session, actor())
    if number > pages_of(total):
        abort(404)
    rows = queries.own_boards(session, actor(), page=number, size=PER_PAGE)
    return page(
        "reviews/home.html",
        rows=rows,
        total=total,
        number=number,
        pages=pages_of(total),
        size=PER_PAGE,
    )


@bp.get("/board/challenges/<ref>")
@permit(policy.may_sit, load=queries.board)
@declared
def board_challenge(session: Session, board: Board) -> Answer:
    """The need, and the ideas with how far this member has come with each."""
    challenge, me = board.challenge, board.seat.person_id
    progress = queries.progress(session, challenge.id, me)
    number, pages = page_number(), pages_of(progress.ideas)
    if number > pages:
        abort(404)
    cases = queries.waiting_cases(session, challenge.id) if board.seat.is_chair else []
    return page(
        "reviews/challenge.html",
        board=board,
        challenge=challenge,
        ideas=queries.ideas(session, challenge.id, me, page=number, size=PER_PAGE),
        next_idea=queries.next_idea(session, challenge.id, me),
        progress=progress,
        cases=[case for case in cases if case.person_id != me],
        may_read_shortlist=board.seat.is_chair or not progress.undecided,
        number=number,
        pages=pages,
    )
