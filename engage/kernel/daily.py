"""The root of each day, signed: whoever keeps one day's line can prove what came before it.

Pages only show these lines. Signing and checking signatures is in ``kernel.signing``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from msgspec import Struct, structs
from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.kernel.db import Base
from engage.kernel.seal import Seal

MOST_DAYS = 4000
MOST_KEYS = 100
AT_ONCE = 500


class SigningKey(Base):
    """A public key of this installation, and how the one before it handed over."""

    __tablename__ = "signing_key"

    public: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
    previous: Mapped[str | None] = mapped_column(String(64))
    signature: Mapped[str | None] = mapped_column(String(128))


class DailyRoot(Base):
    """Which seal was the last one when the day's root was published, and its signature."""

    __tablename__ = "daily_root"

    day: Mapped[date] = mapped_column(primary_key=True)
    service: Mapped[str]
    seal: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    events: Mapped[int]
    signed_at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))


class Day(Struct, frozen=True, kw_only=True):
    """A day's line as it is published: the chain's last seal, how many events it holds by then."""

    day: str
    service: str
    seal: int
    root: str
    events: int
    signed_at: str
    key: str
    signature: str = ""


class Key(Struct, frozen=True, kw_only=True):
    """A public key as it is published; ``signature`` is by ``previous``."""

    public: str
    since: str
    previous: str | None = None
    signature: str | None = None


def signed_words(line: Day | Key) -> bytes:
    """What the signature is of: everything else the line says, as JSON with sorted names."""
    said = {name: value for name, value in structs.asdict(line).items() if name != "signature"}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def days(session: Session, *, after: int = 0, upto: int | None = None) -> list[Day]:
    """The lines whose seal is after one and not after another, the earliest first."""
    wanted = select(DailyRoot).where(DailyRoot.seal > after)
    if upto is not None:
        wanted = wanted.where(DailyRoot.seal <= upto)
    return [_day(row) for row in session.scalars(wanted.order_by(DailyRoot.day).limit(MOST_DAYS))]


def last_day(session: Session) -> DailyRoot | None:
    """The day whose root was signed last."""
    return session.scalars(select(DailyRoot).order_by(DailyRoot.day.desc()).limit(1)).first()


def keys(session: Session) -> list[Key]:
    """Every key there ever was, the first one first."""
    wanted = select(SigningKey).order_by(SigningKey.since).limit(MOST_KEYS)
    return [_key(row) for row in session.scalars(wanted)]


def unlike(session: Session, kept: Iterable[tuple[int, str]]) -> str:
    """Why seals' numbers and roots that somebody kept are not of this chain; empty when they are.

    This is what finds a chain whose end was cut off, or that was made anew.
    """
    last = session.scalar(select(func.max(Seal.number))) or 0
    for lines in _batched(sorted(kept)):
        asked = select(Seal.number, Seal.root).where(Seal.number.in_([line[0] for line in lines]))
        held = {number: root for number, root in session.execute(asked)}
        if problem := differing(lines, held, last=last):
            return problem
    return ""


def differing(kept: Iterable[tuple[int, str]], held: Mapping[int, str], *, last: int) -> str:
    """The first of the kept roots that is not held; ``last`` is the number the chain ends with."""
    for number, root in kept:
        if number > last:
            return f"root {number} was published and the chain ends at {last}: its end was cut"
        if held.get(number) != root:
            return f"root {number} was published as another"
    return ""


def _batched(kept: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    return (kept[begin : begin + AT_ONCE] for begin in range(0, len(kept), AT_ONCE))


def iso(moment: datetime) -> str:
    """As published lines say a moment: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _day(row: DailyRoot) -> Day:
    return Day(
        day=row.day.isoformat(),
        service=row.service,
        seal=row.seal,
        root=row.root,
        events=row.events,
        signed_at=iso(row.signed_at),
        key=row.key,
        signature=row.signature,
    )


def _key(row: SigningKey) -> Key:
    return Key(
        public=row.public,
        since=iso(row.since),
        previous=row.previous,
        signature=row.signature,
    )
