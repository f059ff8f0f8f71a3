"""Named leases: work that happens by the clock is done by one process at a time.

Any number of beats, tickers and workers may ring the same bell; whoever wins the
conditional update does the work. A dead holder's lease runs out by itself.
"""

from datetime import datetime, timedelta

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.kernel.clock import now
from engage.kernel.db import Base, Sessions
from engage.kernel.upsert import insert_if_absent


class Lease(Base):
    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    held_until: Mapped[datetime]


def claim(sessions: Sessions, name: str, period: timedelta) -> bool:
    """True for exactly one caller per ``period`` (by the database's clock)."""
    with sessions.read() as session:
        held = session.scalar(select(Lease.held_until).where(Lease.name == name))
        if held is not None and held > now(session):
            return False
    with sessions.write() as session:
        return _take(session, name, period, now(session))


def _take(session: Session, name: str, period: timedelta, at: datetime) -> bool:
    insert_if_absent(session, Lease, {"name": name, "held_until": at})
    taken = session.execute(
        update(Lease)
        .where(Lease.name == name, Lease.held_until <= at)
        .values(held_until=at + period)
        .returning(Lease.name)
    ).all()
    return bool(taken)


def put_off(sessions: Sessions, name: str, wait: timedelta) -> None:
    """Nobody may claim it before ``wait`` is over; a longer wait than that stays."""
    with sessions.write() as session:
        until = now(session) + wait
        insert_if_absent(session, Lease, {"name": name, "held_until": until})
        shorter = update(Lease).where(Lease.name == name, Lease.held_until < until)
        session.execute(shorter.values(held_until=until))


def sign_of_life(sessions: Sessions, name: str, lasts: timedelta) -> None:
    """Say that a process is well; ``is_alive`` believes it for ``lasts``."""
    with sessions.write() as session:
        until = now(session) + lasts
        insert_if_absent(session, Lease, {"name": name, "held_until": until})
        session.execute(update(Lease).where(Lease.name == name).values(held_until=until))


def held_until(session: Session, name: str) -> datetime | None:
    """Until when nobody may claim it; None when nobody ever did."""
    return session.scalar(select(Lease.held_until).where(Lease.name == name))


def is_alive(session: Session, name: str) -> bool:
    """Whether somebody by that name gave a sign of life that still holds."""
    until = held_until(session, name)
    return until is not None and until > now(session)
