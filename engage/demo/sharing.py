"""What the demonstration's councils plan, and what they do together."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.models import Sharing
from engage.demo.engagements import DAY, HOUR, Story
from engage.demo.people import Staff
from engage.kernel.clock import to_wall

TO_TENDER = timedelta(days=75)  # from the end of an engagement to the tender


def plan(story: Story) -> None:
    """Dates for the timetable of a challenge: its tender, and its notices."""
    tender = to_wall(story.ends + TO_TENDER)[0]
    plans = {
        "tender_on": tender,
        "opens_on": None,
        "planned_notice_on": tender - 60 * DAY,
        "pipeline_number": "",
        "light_touch": False,
    }
    at = story.published - 2 * DAY
    by = story.staff.officer.id
    challenges.set_timetable(story.session, story.challenge, plans=plans, by=by, at=at)


def share(session: Session, stories: Sequence[Story], staff: Mapping[str, Staff]) -> None:
    """One joint challenge, one that waits for an answer, a co-sponsor and a follower."""
    opened = {
        council: [story for story in stories if _is_open(story, council)] for council in staff
    }
    marlbury, tavenshire, ellery = staff["marlbury"], staff["tavenshire"], staff["port-ellery"]
    ours, theirs = opened["marlbury"][0], opened["tavenshire"]
    for story, council, agreed in ((ours, tavenshire, True), (theirs[0], marlbury, False)):
        at = story.published + HOUR
        partner = challenges.ask_to_join(
            session, story.challenge, council.authority, by=story.staff.officer.id, at=at
        )
        if agreed:
            challenges.accept(session, partner, by=council.officer.id, at=at + HOUR)
    for council, sharing in ((ellery, Sharing.SPONSOR), (marlbury, Sharing.FOLLOWER)):
        story = theirs[-1] if sharing is Sharing.FOLLOWER else ours
        at = story.published + DAY
        partner = challenges.offer(
            session,
            story.challenge,
            council.authority,
            sharing=sharing,
            by=council.officer.id,
            at=at,
        )
        if sharing is Sharing.SPONSOR:
            challenges.accept(session, partner, by=story.staff.officer.id, at=at + HOUR)


def _is_open(story: Story, council: str) -> bool:
    return story.statement.council == council and story.statement.stage == "open"
