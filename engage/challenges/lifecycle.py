"""Where a challenge can be, and what may move it."""

from enum import StrEnum

from engage.kernel.lifecycle import Lifecycle, Move


class Stage(StrEnum):
    """The words people see are in ``LABELS``."""

    DRAFT = "draft"
    WITH_APPROVER = "with approver"
    APPROVED = "approved"  # waits for its time, or for somebody to press
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


class NoticeAnswer(StrEnum):
    """What a council says of its notice when it publishes (s.17 of the Procurement Act 2023)."""

    PUBLISHED = "published"  # its number is known
    TO_COME = "to come"  # the page stays unlisted until the number is
    NONE = "none"  # with the reasons for having none


LABELS = {
    Stage.DRAFT: "Draft",
    Stage.WITH_APPROVER: "With the approver",
    Stage.APPROVED: "Ready to publish",
    Stage.OPEN: "Open",
    Stage.CLOSED: "Closed",
    Stage.WITH_BOARD: "With the board",
    Stage.CONCLUDED: "Outcome published",
    Stage.WITHDRAWN: "Withdrawn",
}

UNPUBLISHED = frozenset({Stage.DRAFT, Stage.WITH_APPROVER, Stage.APPROVED})
PUBLIC = frozenset(Stage) - UNPUBLISHED - {Stage.DISCARDED}
OVER = frozenset({Stage.CONCLUDED, Stage.WITHDRAWN, Stage.DISCARDED})
AFTER_THE_END = frozenset({Stage.CLOSED, Stage.WITH_BOARD, Stage.CONCLUDED})

LIFECYCLE = Lifecycle(
    Move("discard", frozenset({Stage.DRAFT}), Stage.DISCARDED, "deleted"),
    Move("hand in", frozenset({Stage.DRAFT}), Stage.WITH_APPROVER, "sent for approval"),
    Move("return", frozenset({Stage.WITH_APPROVER}), Stage.DRAFT, "returned"),
    Move("approve", frozenset({Stage.WITH_APPROVER}), Stage.APPROVED, "approved"),
    Move("take back", frozenset({Stage.WITH_APPROVER, Stage.APPROVED}), Stage.DRAFT, "taken back"),
    Move(
        "schedule",
        frozenset({Stage.DRAFT, Stage.APPROVED}),
        Stage.APPROVED,
        "given a time to be published",
    ),
    Move("publish", frozenset({Stage.DRAFT, Stage.APPROVED}), Stage.OPEN, "published"),
    Move("put on record", frozenset({Stage.DRAFT, Stage.APPROVED}), Stage.CLOSED, "put on record"),
    Move("close", frozenset({Stage.OPEN}), Stage.CLOSED, "closed"),
    Move("refer", frozenset({Stage.CLOSED}), Stage.WITH_BOARD, "put to the board"),
    Move(
        "conclude",
        frozenset({Stage.CLOSED, Stage.WITH_BOARD}),
        Stage.CONCLUDED,
        "finished with an outcome",
    ),
    Move(
        "withdraw",
        frozenset({Stage.OPEN, Stage.CLOSED, Stage.WITH_BOARD}),
        Stage.WITHDRAWN,
        "withdrawn",
    ),
    labels=LABELS,
)
