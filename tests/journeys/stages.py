"""Where a journey is played: in this process on a frozen clock, or against real processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.accounts.models import Role
from engage.authorities import service as authorities
from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.challenges.service import close_ended
from engage.demo.people import STAFF
from engage.findings.service.filing import file_due
from engage.findings.service.theming.running import group_due
from engage.handover.service.packing import pack_due
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.mailbox import read_folder
from engage.kernel.paging import Page
from engage.kernel.store import store_from
from engage.kernel.tokens import Signer
from engage.kernel.transports import FolderTransport
from engage.notifications.service.announcing import announce_due
from engage.notifications.service.sending import Post, send_due
from engage.reports.service.compiling import compile_due
from engage.settings import Settings
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops.models import Sitting
from tests.browsing import Browser
from tests.journeys.steps import PASSWORD, Letter
from tests.services import Clock


def a_council_with_people(session: Session, at: datetime) -> Authority:
    """Marlbury, with its staff, a chair and a board member who can sign in."""
    council = authorities.found(
        session,
        name="Marlbury Borough Council",
        slug="marlbury",
        prefix="MBC",
        email="procurement@marlbury.example",
        at=at,
    )
    hashed = ""
    for local, role, name in STAFF:
        if role is not Role.BOARD_MEMBER or local == "board1":
            address = f"{local}@marlbury.example"
            person = accounts.add_person(session, name=name, email=address, at=at)
            accounts.give_role(session, person, council, role, by=None, at=at)
            if hashed:
                accounts.keep_hash(session, person, hashed, by=None, at=at)
            else:
                accounts.set_password(session, person, PASSWORD, by=None, at=at)
                hashed = str(person.password_hash)
    return council


def end_now(session: Session, reference: str, at: datetime) -> None:
    """The end is decided by the database's clock, so here the end comes to the clock."""
    session.execute(
        update(Challenge).where(Challenge.reference == reference).values(engagement_ends=at)
    )


def begin_now(session: Session, sitting_id: str, at: datetime) -> None:
    """The session comes to the clock."""
    times = {"starts_at": at, "ends_at": at + timedelta(hours=2)}
    session.execute(update(Sitting).where(Sitting.id == UUID(sitting_id)).values(times))


@dataclass
class InProcess:
    """The web application and the workers' functions in this process, on a frozen clock."""

    app: Flask
    sessions: Sessions
    settings: Settings
    clock: Clock

    def __post_init__(self) -> None:
        self.mail = self.settings.data / "mail"
        self.post = Post(
            transport=FolderTransport(self.mail),
            sender=self.settings.sender,
            base_url=self.settings.base_url,
            signer=Signer(self.settings.secret_keys),
        )
        with self.sessions.write() as session:
            a_council_with_people(session, self.clock.now)

    def browser(self) -> Browser:
        return Browser(self.app.test_client())

    def now(self) -> datetime:
        return self.clock.now

    def work(self) -> None:
        close_ended(self.sessions)
        file_due(self.sessions)
        group_due(self.sessions)
        outbox.drain(self.sessions, SUBSCRIPTIONS)
        announce_due(self.sessions)
        compile_due(self.sessions, store_from(self.settings.store))
        pack_due(self.sessions, store_from(self.settings.store))
        outbox.drain(self.sessions, SUBSCRIPTIONS)
        send_due(self.sessions, self.post)

    def letters(self, address: str) -> list[Letter]:
        return letters_in(read_folder(self.mail, Page(size=1000)), address)

    def let_it_end(self, reference: str) -> None:
        with self.sessions.read() as session:
            ends = session.scalar(
                select(Challenge.engagement_ends).where(Challenge.reference == reference)
            )
        assert ends is not None
        self.clock.set(ends + timedelta(seconds=1))
        self.work()

    def let_it_begin(self, sitting_id: str) -> None:
        with self.sessions.write() as session:
            begin_now(session, sitting_id, self.clock.now)


def letters_in(mails: list, address: str) -> list[Letter]:  # type: ignore[type-arg]
    return [
        Letter(mail.to, mail.subject, mail.text, _text(mail.calendar))
        for mail in reversed(mails)
        if address in mail.to
    ]


def _text(calendar: object) -> str:
    return calendar.decode() if isinstance(calendar, bytes) else str(calendar or "")
