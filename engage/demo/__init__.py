"""The demonstration: fictional councils in every stage, to show what engage does."""

from datetime import datetime
from random import Random

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.authorities.models import Authority
from engage.demo import approving, documents, inviting, ledger, meetings, people, sharing
from engage.demo.engagements import DAY, Story, tell
from engage.demo.people import PASSWORD, STAFF
from engage.demo.records import RECORDS, TO_APPROVE
from engage.demo.statements import STATEMENTS
from engage.kernel import outbox, seal
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.store import Store
from engage.notifications.models import Message, State
from engage.subscriptions import SUBSCRIPTIONS

__all__ = ["PASSWORD", "STAFF", "seed"]


def seed(sessions: Sessions, store: Store, *, scan: bool, suppliers: int = 200) -> bool:
    """Fill an empty database; False when there is something in it already.

    ``scan``: whether the documents wait for a virus scanner, as all do where there is one.
    """
    with sessions.read() as session:
        if session.scalar(select(func.count()).select_from(Authority)):
            return False
    arrived = documents.received(sessions, store)
    with sessions.write() as session:
        stories = _build(session, suppliers, at=now(session))
        for story in stories:
            documents.add(story, arrived, scan=scan)
            meetings.show(story, arrived, scan=scan)
            ledger.call(story)
    outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.write() as session:
        _settle(session, at=now(session))
        ledger.publish_rest(session, stories, at=now(session))
        inviting.go_wrong(session, stories, at=now(session))
    seal.seal_due(sessions)
    return True


def _build(session: Session, number: int, *, at: datetime) -> list[Story]:
    dice = Random(2026)  # noqa: S311  (the same demonstration each time, not a secret)
    begin = at - 60 * DAY
    staff = people.councils(session, at=begin)
    firms = people.suppliers(session, number, at=begin, dice=dice)
    users = [person for each in staff.values() for person in each.people.values()]
    users.append(people.a_supplier_user(session, firms[0], at=begin))
    users.append(
        accounts.add_person(
            session, name="Opal Grant", email="operator@engage.example", operator=True, at=begin
        )
    )
    people.everybody_may_sign_in(session, users, at=begin)
    told = (*STATEMENTS, *RECORDS, *TO_APPROVE)
    stories = [Story(session, staff[each.council], each, at, dice) for each in told]
    for story in stories:
        tell(story, firms)
        sharing.plan(story)
    sharing.share(session, stories, staff)
    inviting.ask_for_news(session, firms, at=begin)
    inviting.invite(session, stories, firms)
    approving.wait(session, stories, staff)
    return stories


def _settle(session: Session, *, at: datetime) -> None:
    """What was owed in the past was sent then; what is from the last two days is sent now."""
    happened = (
        select(RecordedEvent.occurred_at)
        .where(RecordedEvent.id == Message.cause_id)
        .scalar_subquery()
    )
    session.execute(
        update(Message)
        .where(happened < at - 2 * DAY)
        .values(state=State.SENT, owed_at=happened, sent_at=happened)
    )
