"""What two suppliers were told on the phone in the demonstration, and nobody else knows yet."""

from datetime import timedelta

from engage.demo.documents import SHOWN
from engage.demo.engagements import Story
from engage.disclosures import service
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
