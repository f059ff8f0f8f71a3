"""What is known of one challenge when the next step is chosen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engage.challenges.lifecycle import Stage
from engage.notices.models import Step as HandedIn


class Changes(StrEnum):
    """Where changes of a published statement stand."""

    NONE = ""
    BEGUN = "begun"
    ASKED = "asked"  # an approver is to publish them
    RETURNED = "returned"  # by the approver, and not edited since


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Where one challenge stands; counts of what is there and of what waits.

    ``responses`` stays 0 until the engagement has ended: nobody may know before.
    """

    reference: str
    title: str
    stage: Stage
    ends: datetime | None
    ended: bool = False
    publish_at: datetime | None = None
    needs_approval: bool = False
    listed: bool = True
    retrospective: bool = False
    gaps: int = 0
    prompts: int = 0
    workshops: int = 0
    materials_owed: int = 0  # sessions of which everybody waits for slides or notes
    materials_late: int = 0
    registered: int = 0
    questions_waiting: int = 0
    responses: int = 0
    to_open: bool = False  # sealed with keys, and two officers have not opened them
    compiled: bool = False
    ideas: int = 0
    rulings_waiting: int = 0
    undecided: int = 0
    proposed: int = 0  # 1: the chair has proposed the shortlist
    released: int = 0  # 1: and somebody else has released it
    feedback_waiting: int = 0
    notices: int = 0
    notices_waiting: int = 0  # a version that is still to be published
    handed_in: HandedIn | None = None  # how far that version is, if it was sent to Find a Tender
    leads: bool = True  # not only as a joint council
    returned: bool = False
    changes: str = Changes.NONE

    @property
    def nobody_responded(self) -> bool:
        known = self.ended and not self.to_open
        return known and not self.responses and not self.ideas
