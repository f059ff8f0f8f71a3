"""The verbs of taking part: register, confirm, leave, ask for the link. None commits."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import held
from engage.challenges.service import require_open
from engage.interest import queries
from engage.interest.events import (
    InterestConfirmed,
    InterestLinkAsked,
    InterestRegistered,
    InterestWithdrawn,
    RegistrationsForgotten,
)
from engage.interest.models import Interest, Invited, State
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.retention import Kept
from engage.kernel.upsert import insert_if_absent
from engage.suppliers import service as suppliers
from engage.suppliers.models import Supplier

LINK = "interest"
"""The purpose its link is signed for, over the interest's id."""
OVER = "Suppliers can no longer join this challenge."
NOT_AGAIN_WITHIN = timedelta(minutes=5)  # one link of one interest
UNCONFIRMED = Kept(
    what="Registrations that nobody confirmed, and the e-mails about them",
    days=30,
    after="the last link was asked for",
    since=date(2026, 11, 22),
)


class AddressTakesPart(Refusal):
    """It has a page of its own already."""


class HasLeft(Refusal):
    """The link is of somebody who left."""


def register(
    session: Session,
    challenge: Challenge,
    *,
    organisation: str,
    name: str,
    email: str,
    alerts: bool,
    supplier_id: UUID | None = None,
    at: datetime,
) -> Interest:
    """Note that somebody wants to take part, and owe them a link (reg.17(2)(f)(ii)).

    The same address again is the same row. A confirmed registration keeps its details, because
    whoever filled in the form has not shown that the address is theirs. Until then the newest
    details count: nobody else has shown it either, and people correct what they typed.
    """
    told: dict[str, Any] = {"organisation": organisation, "name": name, "alerts": alerts}
    if supplier_id is not None:
        told["supplier_id"] = supplier_id
    interest, is_new = _noted(session, challenge, email, told, at)
    if _may_owe_link(session, interest, at):
        fact = InterestRegistered(again=not is_new, **about(interest))
        record(session, fact, by=interest.id, at=at)
    return interest


def accept(
    session: Session,
    invited: Invited,
    challenge: Challenge,
    *,
    organisation: str,
    name: str,
    alerts: bool,
    at: datetime,
) -> Interest:
    """Take part by the link of an invitation: whoever holds it reads e-mail at that address."""
    told = {"organisation": organisation, "name": name, "alerts": alerts}
    interest, _ = _noted(session, challenge, invited.email, told, at)
    session.flush()
    confirm(session, interest, at=at)
    return interest


def _noted(
    session: Session, challenge: Challenge, email: str, told: dict[str, Any], at: datetime
) -> tuple[Interest, bool]:
    """The registration with what was told, unless it was confirmed; and whether it is new."""
    require_open(challenge, at, OVER)
    interest, is_new = _found_or_added(session, challenge, email.lower(), told, at)
    if not is_new and interest.state is not State.CONFIRMED:
        for column, value in told.items():
            setattr(interest, column, value)
        interest.state, interest.registered_at, interest.withdrawn_at = State.PENDING, at, None
    return interest, is_new


def confirm(
    session: Session, interest: Interest, *, supplier_id: UUID | None = None, at: datetime
) -> None:
    """The address is theirs: they take part. A second time changes nothing.

    ``supplier_id`` is of whoever confirms with an account; others are known by their address.
    """
    _lock(session, interest)
    if interest.state is State.CONFIRMED:
        return
    if interest.state is State.WITHDRAWN:
        raise HasLeft("You left this challenge. To take part again, register again.")
    require_open(interest.challenge, at, OVER)
    supplier = _supplier(session, interest, supplier_id or interest.supplier_id, at)
    if interest.alerts:
        suppliers.ask_for_alerts(session, supplier, codes=interest.challenge.cpv_codes)
    interest.supplier_id = supplier.id
    interest.state, interest.confirmed_at = State.CONFIRMED, at
    fact = InterestConfirmed(alerts=interest.alerts, **about(interest))
    record(session, fact, by=interest.id, at=at)


def _supplier(
    session: Session, interest: Interest, supplier_id: UUID | None, at: datetime
) -> Supplier:
    if supplier_id is not None:
        return session.get_one(Supplier, supplier_id)
    return suppliers.find_or_add(
        session,
        name=interest.organisation,
        contact_name=interest.name,
        email=interest.email,
        at=at,
    )


def add_assisted(session: Session, challenge: Challenge, *, at: datetime, **who: str) -> Interest:
    """Somebody who takes part on paper or by phone, on the word of the council.

    ``who``: organisation, name and email, which may be empty. Nobody has shown that it is theirs,
    so it makes nobody a supplier that is known. One that takes part already is refused: its page
    is its own.
    """
    interest = Interest(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        organisation=who["organisation"],
        name=who["name"],
        email=who["email"].lower(),
        state=State.CONFIRMED,
        registered_at=at,
        confirmed_at=at,
    )
    try:
        with session.begin_nested():
            session.add(interest)
    except IntegrityError:
        raise AddressTakesPart(
            "This e-mail address takes part already. Ask its people to send the response on their "
            "own page, or leave the address empty and give them the confirmation on paper."
        ) from None
    return interest


def withdraw(session: Session, interest: Interest, *, at: datetime) -> None:
    """Leave the challenge; possible at any time. A second time changes nothing."""
    _lock(session, interest)
    if interest.state is State.WITHDRAWN:
        return
    interest.state, interest.withdrawn_at = State.WITHDRAWN, at
    record(session, InterestWithdrawn(**about(interest)), by=interest.id, at=at)


def _lock(session: Session, interest: Interest) -> None:
    """The challenge, then the registration, as they are now, until the transaction ends."""
    held(session, interest.challenge)
    lock(session, interest)


def ask_for_links(session: Session, *, email: str, ref: str = "", at: datetime) -> None:
    """Owe the links of everything this address takes part in; nobody learns whether any."""
    for interest in queries.of_email(session, email, ref):
        if _may_owe_link(session, interest, at):
            record(session, InterestLinkAsked(**about(interest)), by=interest.id, at=at)


def _may_owe_link(session: Session, interest: Interest, at: datetime) -> bool:
    """Note that a link is owed; not when one was lately, so that nobody fills a mailbox from here.

    One statement that also decides, so that two requests at the same moment owe one.
    """
    lately = Interest.link_owed_at > at - NOT_AGAIN_WITHIN
    claim = update(Interest).where(
        Interest.id == interest.id, Interest.link_owed_at.is_(None) | ~lately
    )
    claimed = session.execute(claim.values(link_owed_at=at))
    return cast(CursorResult[Any], claimed).rowcount == 1


def forget_unconfirmed(session: Session, ids: Sequence[UUID], *, at: datetime) -> None:
    """Delete these, as ``queries.never_confirmed`` found and locked them; one fact a challenge."""
    gone = (
        delete(Interest)
        .where(Interest.id.in_(ids))
        .returning(Interest.authority_id, Interest.challenge_id)
        .execution_options(synchronize_session=False)
    )
    places = Counter(tuple(row) for row in session.execute(gone))
    for (authority_id, challenge_id), number in places.items():
        fact = RegistrationsForgotten(
            subject_id=challenge_id,
            authority_id=authority_id,
            challenge_id=challenge_id,
            number=number,
        )
        record(session, fact, by=None, at=at)


def _found_or_added(
    session: Session, challenge: Challenge, email: str, told: dict[str, Any], at: datetime
) -> tuple[Interest, bool]:
    """The locked row of this address, and whether it is new; two callers get one row."""
    fresh = uuid7()
    row = {
        "id": fresh,
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "email": email,
        "registered_at": at,
    }
    insert_if_absent(session, Interest, row | told)
    wanted = select(Interest).where(Interest.challenge_id == challenge.id, Interest.email == email)
    interest = session.scalars(wanted.with_for_update(of=Interest)).one()
    return interest, interest.id == fresh
