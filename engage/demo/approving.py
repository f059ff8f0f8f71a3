"""What waits for an approver in the demonstration: a statement, and changes of an open one."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from engage.authorities import service as authorities
from engage.authorities.models import ApprovalRule
from engage.challenges import service as challenges
from engage.demo.engagements import HOUR, Story
from engage.demo.people import Staff
from engage.kernel.versions import fingerprint_of

COUNCIL, ABOVE = "tavenshire", 500_000


def wait(session: Session, stories: Sequence[Story], staff: Mapping[str, Staff]) -> None:
    """Send one statement to its approver, and the changes of a challenge of more than ``ABOVE``."""
    for story in stories:
        by, at = story.staff.officer.id, story.lately
        if story.statement.stage == "approver":
            note = "The housing team has read it. May it go out on Monday?"
            challenges.ask(session, story.challenge, note=note, by=by, at=at)
    _changes(session, stories, staff[COUNCIL])


def _changes(session: Session, stories: Sequence[Story], council: Staff) -> None:
    first = next(
        story
        for story in stories
        if story.staff is council
        and story.statement.stage == "open"
        and story.statement.value > ABOVE
    )
    by, at = council.officer.id, first.lately
    rule = {"approval_rule": ApprovalRule.ABOVE, "approval_above": ABOVE}
    authorities.change_settings(
        session, council.authority, rule, by=council.people["admin"].id, at=at
    )
    limits = f"{first.statement.limits} Visits on Sundays stay as they are."
    changed = {"limits": limits}
    challenges.propose(session, first.challenge, changes=changed, by=by, at=at + HOUR)
    challenges.ask_to_amend(
        session,
        first.challenge,
        because="Three suppliers asked about Sundays, so we say that nothing changes there.",
        seen=fingerprint_of(changed),
        by=by,
        at=at + 2 * HOUR,
    )
