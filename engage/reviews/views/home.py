"""A member's home, and the page of one challenge as its board sees it."""

from sqlalchemy.orm import Session

from engage.reviews import policy, queries
from engage.reviews.queries import Board
from engage.reviews.queries.conflicted import count_withheld
from engage.reviews.views.blueprint import bp
from engage.reviews.views.door import declared
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging


@bp.get("/board")
@permit(policy.may_use_board)
def home(session: Session) -> Answer:
    asked, total = page_asked(), queries.count_own_boards(session, actor())
    rows = queries.own_boards(session, actor(), page=asked)
    return page(
        "reviews/home.html",
        rows=rows,
        paging=paging(asked, total),
    )


@bp.get("/board/challenges/<ref>")
@permit(policy.may_sit, load=queries.board)
@declared
def board_challenge(session: Session, board: Board) -> Answer:
    """The need, and the ideas with how far this member has come with each."""
    challenge, me = board.challenge, board.seat.person_id
    progress = queries.progress(session, challenge.id, me)
    asked = page_asked()
    cases = queries.waiting_cases(session, challenge.id) if policy.chairs(board) else []
    return page(
        "reviews/challenge.html",
        board=board,
        challenge=challenge,
        ideas=queries.ideas(session, challenge.id, me, page=asked),
        next_idea=queries.next_idea(session, challenge.id, me),
        progress=progress,
        withheld=count_withheld(session, challenge.id, me),
        cases=[case for case in cases if case.person_id != me],
        may_read_shortlist=policy.chairs(board) or progress.released,
        paging=paging(asked, progress.ideas),
    )
