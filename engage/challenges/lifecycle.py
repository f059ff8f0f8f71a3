"""Where a challenge can be, and what may move it."""

from enum import StrEnum

from engage.kernel.lifecycle import Lifecycle, Move


class Stage(StrEnum):
    """The words people see are in ``LABELS``."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    WITH_BOARD = "with board"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"  # a draft that was deleted: no page shows it, so it has no label

    @property
    def is_over(self) -> bool:
        """Nothing moves it on from here."""
        return self in OVER


LABELS = {
    Stage.DRAFT: "Draft",
    Stage.OPEN: "Open",
    Stage.CLOSED: "Closed",
    Stage.WITH_BOARD: "With the board",
    Stage.CONCLUDED: "Outcome published",
    Stage.WITHDRAWN: "Withdrawn",
}

PUBLIC = frozenset(Stage) - {Stage.DRAFT, Stage.DISCARDED}
OVER = frozenset({Stage.CONCLUDED, Stage.WITHDRAWN, Stage.DISCARDED})
AFTER_THE_END = frozenset({Stage.CLOSED, Stage.WITH_BOARD, Stage.CONCLUDED})

LIFECYCLE = Lifecycle(
    Move("discard", frozenset({Stage.DRAFT}), Stage.DISCARDED),
    Move("publish", frozenset({Stage.DRAFT}), Stage.OPEN),
    Move("close", frozenset({Stage.OPEN}), Stage.CLOSED),
    Move("refer", frozenset({Stage.CLOSED}), Stage.WITH_BOARD),
    Move("conclude", frozenset({Stage.CLOSED, Stage.WITH_BOARD}), Stage.CONCLUDED),
    Move("withdraw", frozenset({Stage.OPEN, Stage.CLOSED, Stage.WITH_BOARD}), Stage.WITHDRAWN),
)
