"""Who was told, who was invited, who took part and who came. Names of firms, never addresses."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.handover.contents.parts import Part, listed
from engage.interest.models import Alert, Interest, InvitationRound, Invited, State
from engage.suppliers.models import Supplier
from engage.workshops.models import Attendance, Place, Sitting, Workshop


def parts(session: Session, challenge: Challenge) -> list[Part]:
    return [
        _told(session, challenge),
        _invited(session, challenge),
        _taking_part(session, challenge),
        _attendance(session, challenge),
    ]


def _told(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(func.coalesce(Supplier.name, "A saved search"), Alert.why, Alert.told_at)
        .outerjoin(Supplier, Supplier.id == Alert.supplier_id)
        .where(Alert.challenge_id == challenge.id, Alert.told_at.is_not(None))
        .order_by(Alert.told_at, Alert.id)
    )
    return Part(
        "told",
        "Who was told of it",
        "Suppliers whose profile or saved search it fitted, and why they were told.",
        ("Supplier", "Why", "Told at (UTC)"),
        listed(session, wanted),
    )


def _invited(session: Session, challenge: Challenge) -> Part:
    named = func.coalesce(Supplier.name, func.nullif(Invited.organisation, ""), "Not named")
    wanted = (
        select(named, InvitationRound.number, Invited.source, Invited.invited_at)
        .add_columns(Invited.reminded_at)
        .join(InvitationRound, InvitationRound.id == Invited.round_id)
        .outerjoin(Supplier, Supplier.id == Invited.supplier_id)
        .where(Invited.challenge_id == challenge.id)
        .order_by(Invited.invited_at, Invited.id)
    )
    return Part(
        "invited",
        "Who was invited",
        "Everybody of one round was sent the same words at the same time.",
        ("Supplier", "Round", "Found in", "Invited at (UTC)", "Reminded at (UTC)"),
        listed(session, wanted),
    )


def _taking_part(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Interest.organisation, Interest.confirmed_at, Interest.withdrawn_at)
        .where(Interest.challenge_id == challenge.id, Interest.state != State.PENDING)
        .order_by(Interest.confirmed_at, Interest.id)
    )
    return Part(
        "taking-part",
        "Who took part",
        "Suppliers that registered and confirmed their address.",
        ("Supplier", "Confirmed at (UTC)", "Left at (UTC)"),
        listed(session, wanted),
    )


def _attendance(session: Session, challenge: Challenge) -> Part:
    came = func.coalesce(Interest.organisation, func.nullif(Attendance.organisation, ""), "")
    wanted = (
        select(Workshop.title, Sitting.starts_at, came, Attendance.noted_at)
        .join(Sitting, Sitting.id == Attendance.sitting_id)
        .join(Workshop, Workshop.id == Sitting.workshop_id)
        .outerjoin(Place, Place.id == Attendance.place_id)
        .outerjoin(Interest, Interest.id == Place.interest_id)
        .where(Sitting.challenge_id == challenge.id)
        .order_by(Sitting.starts_at, Sitting.id, came, Attendance.id)
    )
    return Part(
        "attendance",
        "Who came to workshops",
        "As it was noted at the door or by the host.",
        ("Workshop", "Began at (UTC)", "Supplier", "Noted at (UTC)"),
        listed(session, wanted),
    )
