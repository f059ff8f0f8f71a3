"""Who was invited in the demonstration, who waits for a digest, and what went wrong with mail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.demo.engagements import DAY, Story
from engage.interest import service as interests
from engage.interest.forms.people import people_in
from engage.interest.models import Cadence, Invited, Source, Subscription
from engage.interest.queries.inviting import Verdict, verdicts
from engage.kernel.refusals import Meaning
from engage.notifications import service as notifications
from engage.notifications.models import Message, Sending, State
from engage.notifications.queries.inviting import unwanted
from engage.notifications.rendering.batch import preview
from engage.notifications.rendering.topics import Topic
from engage.notifications.service.bouncing import Returned, note_in
from engage.suppliers.models import Supplier

INVITATION, REMINDER = "supplier-invited", "supplier-reminded"
FIRST = "Tenants Together, Tess Reed <tess@tenants-together.example>\nDamp Watch, no address yet"
THEN = "Warm Walls, Wyn Hale <wyn@warm-walls.example>"
"""What the officer pastes, beside those chosen from the directory."""
SEARCHES = (("damp", Cadence.NOW), ("care", Cadence.DAILY), ("", Cadence.WEEKLY))


def ask_for_news(session: Session, firms: Sequence[Supplier], *, at: datetime) -> None:
    """Some chose one e-mail a day or a week; one saved several searches, each with its pace."""
    for number, firm in enumerate(firms[1::5]):
        cadence = Cadence.WEEKLY if number % 3 == 0 else Cadence.DAILY
        about = {"email": firm.email, "wanted": list(Topic), "language": None}
        notifications.choose(session, **about, cadence=cadence, at=at)  # type: ignore[arg-type]
    email = "supplier@alder-systems.example"
    for words, often in SEARCHES:
        wanted = {"q": words} if words else {"sme": "yes"}
        interests.subscribe(session, email=email, wanted=wanted, cadence=often, at=at)
    for search in session.scalars(select(Subscription).where(Subscription.email == email)):
        interests.confirm_subscription(session, search, at=at)


def invite(session: Session, stories: Sequence[Story], firms: Sequence[Supplier]) -> None:
    """Some answered, the others were reminded; and more invitations go out now."""
    first = _open_one(stories)
    _invite(first, firms[20:32], FIRST, at=first.published + DAY)
    *some, _one_at_least = session.scalars(select(Invited).order_by(Invited.id).limit(5)).all()
    for invited in some:
        about = {"organisation": invited.organisation or "Idea House", "name": invited.name}
        at = first.published + 2 * DAY
        interests.accept(session, invited, first.challenge, **about, alerts=False, at=at)
    words = interests.Message(*preview(session, REMINDER, first.challenge.id))
    by, at = first.staff.officer.id, first.published + 9 * DAY
    about_it = {"unwanted": unwanted, "expected": None, "message": words}
    interests.remind(session, first.challenge, **about_it, by=by, at=at)  # type: ignore[arg-type]
    _invite(first, firms[40:52], THEN, at=first.today)


def _invite(story: Story, firms: Sequence[Supplier], pasted: str, *, at: datetime) -> None:
    session, challenge = story.session, story.challenge
    chosen = select(Supplier.id).where(Supplier.id.in_([firm.id for firm in firms]))
    interests.add_suppliers(session, challenge, chosen, at=at)
    interests.add_lines(session, challenge, people_in(pasted), source=Source.PASTED, at=at)
    numbers = verdicts(session, challenge.id, unwanted)
    interests.invite(
        session,
        challenge,
        unwanted=unwanted,
        expected=numbers[Verdict.INVITE],
        message=interests.Message(*preview(session, INVITATION, challenge.id)),
        by=story.staff.officer.id,
        at=at,
    )


def go_wrong(session: Session, stories: Sequence[Story], *, at: datetime) -> None:
    """An officer pauses what goes out now; and one of the invitations sent before came back."""
    first = _open_one(stories)
    paused = select(Sending).where(
        Sending.challenge_id == first.challenge.id, Sending.template == INVITATION
    )
    sending = session.scalars(paused.order_by(Sending.id.desc()).limit(1)).one()
    by = first.staff.officer.id
    notifications.hold(session, cause_id=sending.cause_id, template=INVITATION, by=by, at=at)
    sent = select(Message.id).where(
        Message.challenge_id == first.challenge.id,
        Message.template == REMINDER,
        Message.state == State.SENT,
    )
    returned = session.scalars(sent.order_by(Message.id).limit(1)).one_or_none()
    if returned is not None:
        reason = "It came back: 5.1.1 There is no mailbox with this name"
        note_in(session, Returned(returned, Meaning.NOBODY, reason), at=at)


def _open_one(stories: Sequence[Story]) -> Story:
    """The challenge of the first council that suppliers can take part in."""
    here = stories[0].staff.authority
    return next(
        each
        for each in stories
        if each.staff.authority is here and each.challenge.takes_part(each.today)
    )
