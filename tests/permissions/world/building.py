"""The two councils, their people and what each of them has; and what belongs to none."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import queries
from engage.accounts import service as accounts
from engage.accounts.models import Invitation, Role
from engage.files.models import File
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import Delivery
from engage.kernel.store import store_from
from engage.opendata.models import PublicFile
from engage.suppliers import queries as suppliers
from engage.suppliers.models import PersonRole, SupplierMerge
from engage.suppliers.service import join
from tests import factories as make
from tests.challenges.outside import an_outside_party
from tests.factories import NOW
from tests.permissions.world.addresses import (
    BOARD,
    CLOSED,
    DRAFT,
    OPEN,
    ROLES,
    WAITING,
    Side,
    World,
)
from tests.permissions.world.engagement import a_challenge_at, hung_on
from tests.permissions.world.made import COMPILED

STORED = "0" * 64


def build(session: Session, app: Flask) -> World:
    """Everything twice, so that what is theirs is as real as what is ours."""
    ours, theirs = _side(session), _side(session)
    _shared_by_a_third(session, ours, theirs)
    store = store_from(app.extensions["settings"].store)
    for key in (COMPILED, STORED, *session.scalars(select(File.key))):
        store.put(key, b"{}")
    operator = make.a_person(session, is_operator=True)
    askers = {**ours.people, "operator": operator, "stranger": theirs.people["officer"]}
    cookies, sign_ins = {}, {}
    for asker, person in askers.items():
        cookies[asker] = accounts.begin_session(session, person, browser="test", at=NOW)
        sign_ins[asker] = str(queries.sign_ins(session, person.id, at=NOW)[0].id)
    shared = _shared(session) | {"listed_id": str(ours.supplier.id)}  # every council finds it
    return World(ours, theirs, cookies, sign_ins, shared, app.extensions["signer"])


def _shared(session: Session) -> dict[str, str]:
    """What belongs to no council: work that was given up, for the operator."""
    event = RecordedEvent(
        name="challenge.published", subject_id=uuid4(), occurred_at=NOW, payload={}, routed=True
    )
    session.add(event)
    session.flush()
    given_up = Delivery(
        event_id=event.id, handler="x", due_at=NOW, parked_at=NOW, attempts=12, error="x"
    )
    session.add(given_up)
    session.flush()
    name = "challenges.csv.gz"
    session.add(PublicFile(name=name, sha256=STORED, size=2, made_at=NOW, checked_at=NOW))
    session.flush()
    challenge, officer = make.a_challenge(session), make.a_person(session)
    aside = make.a_hand_in(session, challenge, officer, parked_at=NOW)
    return {
        "delivery_id": str(given_up.id),
        "aside_id": str(aside.id),
        "name": "mail",
        "filename": name,
        "ending": "odt",
    }


def _shared_by_a_third(session: Session, ours: Side, theirs: Side) -> None:
    """What a third council asks each to share; what is not public yet nobody else may share."""
    lead = make.a_council(session)
    for side, challenge in (
        (ours, make.an_open_challenge(session, lead)),
        (theirs, make.a_challenge(session, lead)),
    ):
        side.own["shared_ref"] = challenge.reference
        asked = make.a_partner(session, make.an_open_challenge(session, lead), side.council)
        side.own["partner_id"] = str(asked.id)
        named = an_outside_party(session, make.an_open_challenge(session, side.council))
        side.own["party_id"] = str(named.id)


def _side(session: Session) -> Side:
    council = make.a_council(session)
    people = {name: make.a_person(session, role, at=council) for name, role in ROLES.items()}
    supplier = make.a_supplier(session)
    people["supplier"] = make.a_supplier_user(session, supplier)
    member = make.a_supplier_user(session, supplier, PersonRole.MEMBER)
    colleague = suppliers.person_of_account(session, supplier.id, member.id)
    side = Side(council, people, supplier)
    contact = join(session, supplier.id, email=supplier.email, name="Ida Novak", at=NOW)
    acting = {
        "colleague_id": str(colleague.id if colleague else ""),
        "by_links_id": str(contact.id),
    }
    side.own = _of_council(session, side) | acting
    for stage in (DRAFT, WAITING, OPEN, CLOSED, BOARD):
        hung_on(session, side, stage, a_challenge_at(session, council, stage))
    return side


def _of_council(session: Session, side: Side) -> dict[str, str]:
    invitation = Invitation(
        authority_id=side.council.id,
        role=Role.OFFICER,
        name="Ida Novak",
        email=f"ida@{side.council.slug}.example.org",
        invited_at=NOW,
        expires_at=NOW + timedelta(days=2),
    )
    session.add(invitation)
    session.flush()
    reset = accounts.ask_reset(session, side.people["auditor"].email, at=NOW)
    return {
        "slug": side.council.slug,
        "person_id": str(side.people["approver"].id),
        "invitation_id": str(invitation.id),
        "reset_id": str(reset.id) if reset else "",
        "supplier_id": str(side.supplier.id),
        **_doubled(session, side),
        "template_id": str(make.a_template(session, side.council).id),
        "message": "challenge-extended",
        "word_id": str(make.a_council_word(session, side.council).id),
        "group_id": str(make.a_synonym_group(session, side.council).id),
    }


def _doubled(session: Session, side: Side) -> dict[str, str]:
    """A supplier to merge ours with, and two that were merged."""
    gone, one, other = (make.a_supplier(session) for _ in range(3))
    make.an_interest(session, make.an_open_challenge(session, side.council), supplier_id=gone.id)
    moved: dict[str, Any] = {"filled": {}, "regions": [], "codes": [], "people": {}}
    about = {"kept_id": one.id, "gone_id": other.id, "authority_id": side.council.id}
    made = SupplierMerge(**about, at=NOW, moved=moved | {"interests": []})
    session.add(made)
    session.flush()
    ids = {"kept_id": side.supplier.id, "gone_id": gone.id, "merge_id": made.id}
    return {name: str(each) for name, each in ids.items()}
