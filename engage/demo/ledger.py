"""What two suppliers were told on the phone in the demonstration, and nobody else knows yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engage.demo.documents import SHOWN
from engage.demo.engagements import Story
from engage.disclosures import queries, service
from engage.disclosures.models import What
from engage.disclosures.service.noting import Given

SAID = (
    "Two firms asked on the phone how the sites are locked at night. We said that a warden has"
    " the keys and that the gates close at 10pm."
)


def call(story: Story) -> None:
    """Of one challenge that is open: its ledger is red until somebody publishes this."""
    if story.statement.title != SHOWN.challenge or story.over:
        return
    told = [(each.id, each.organisation) for each in story.people[:2]]
    given_at = story.lately - timedelta(hours=3)
    given = Given(What.CALL, "When the sites are locked", given_at, SAID, What.CALL.label)
    by = story.staff.officer.id
    service.add(story.session, story.challenge, given, to=told, by=by, at=story.lately)


def publish_rest(session: Session, stories: Sequence[Story], *, at: datetime) -> None:
    """Of what is concluded everybody knows everything: the ledger is green."""
    for story in stories:
        if story.statement.stage == "concluded":
            for each in queries.open_items(session, story.challenge.id):
                words = {"title": each.title, "text": "They asked; we told nothing new."}
                service.publish(session, each, **words, by=story.staff.officer.id, at=at)
