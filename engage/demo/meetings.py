"""What was shown at the workshops of the demonstration: published, except for one that is late."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from engage.demo.documents import SHOWN
from engage.demo.engagements import DAY, Story
from engage.files import service as files
from engage.workshops.models import Captions, MaterialKind, Sitting
from engage.workshops.service import materials, publishing

LATE = "A warm welcome for people new to the town"
NOTES = (
    "* About 14 firms came. They asked how people are found today, and who decides.\n"
    "* Three said: begin with one place, and sit beside those who do the work.\n"
    "* All questions and answers are on this page."
)
RECORDING = "https://video.example/marlbury/workshop"


def show(story: Story, arrived: dict[str, UUID], *, scan: bool) -> None:
    """Of every workshop that is over; while a challenge is open, of one."""
    held = _held(story)
    if held is None or story.statement.title == LATE:
        return
    if story.over:
        _publish(story, held, at=held.ends_at + DAY)
    elif story.statement.title == SHOWN.challenge:
        at = held.ends_at + DAY
        file = files.admit(story.session, arrived[SHOWN.name], scan=scan, at=at)
        by = story.staff.officer.id
        slides = MaterialKind.FILE
        materials.add(story.session, held, kind=slides, title=SHOWN.title, file=file, by=by, at=at)
        _publish(story, held, at=at)


def _publish(story: Story, sitting: Sitting, *, at: datetime) -> None:
    session, by = story.session, story.staff.officer.id
    notes, link = MaterialKind.NOTES, MaterialKind.LINK
    materials.add(session, sitting, kind=notes, title="What was said", text=NOTES, by=by, at=at)
    materials.add(
        session,
        sitting,
        kind=link,
        title="The workshop, 90 minutes",
        address=RECORDING,
        captions=Captions.BOTH,
        by=by,
        at=at,
    )
    publishing.publish(session, sitting, by=by, at=at)


def _held(story: Story) -> Sitting | None:
    """The first workshop, if it is over."""
    if story.statement.stage in ("draft", "approver", "record", "withdrawn"):
        return None
    wanted = select(Sitting).where(
        Sitting.challenge_id == story.challenge.id, Sitting.ends_at < story.today - DAY
    )
    return story.session.scalars(wanted.order_by(Sitting.starts_at).limit(1)).one_or_none()
