from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.interest.models import Alert, Interest, InvitationLine, Invited
from engage.interest.queries import duplicates as reading
from engage.interest.service import merging as service
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.suppliers import queries as suppliers
from engage.suppliers.models import PersonRole, Size, Supplier, SupplierMerge, SupplierPerson
from engage.suppliers.service import find_or_add
from tests.factories import (
    NOW,
    a_council,
    a_supplier,
    a_supplier_user,
    an_interest,
    an_open_challenge,
)
from tests.interest.inviting import an_invitation_line, an_invited
from tests.notifications.post import an_alert


def known_to(session: Session, council: Authority, **about: object) -> Supplier:
    supplier = a_supplier(session, **about)  # type: ignore[arg-type]
    an_interest(session, an_open_challenge(session, council), supplier_id=supplier.id)
    return supplier


def merged(session: Session, kept: Supplier, gone: Supplier, here: UUID) -> SupplierMerge:
    return service.merge(session, kept, gone, authority_id=here, by=uuid4(), at=NOW)


def state(session: Session, *both: Supplier) -> list[object]:
    """Everything that a merge may touch, as plain values."""
    session.expire_all()
    people = select(SupplierPerson.email, SupplierPerson.supplier_id, SupplierPerson.role).order_by(
        SupplierPerson.email
    )
    interests = select(Interest.id, Interest.supplier_id).order_by(Interest.id)
    invited = select(Invited.id, Invited.supplier_id).order_by(Invited.id)
    words = [
        (each.about, each.company_number, each.size, each.vcse, each.alerts, each.merged_into_id)
        for each in both
    ]
    lists = [
        (suppliers.regions_of(session, each.id), suppliers.codes_of(session, each.id))
        for each in both
    ]
    alerts = select(Alert.id, Alert.supplier_id).order_by(Alert.id)
    lines = select(InvitationLine.id, InvitationLine.supplier_id).order_by(InvitationLine.id)
    ours = (people, interests, invited, alerts, lines)
    rows = [tuple(row) for found in ours for row in session.execute(found)]
    return [words, lists, rows]


def two(session: Session, here: Authority) -> tuple[Supplier, Supplier]:
    kept = known_to(session, here, about="We dry homes.", codes=["72"], regions=["UKE"])
    more = {"company_number": "01234567", "size": Size.MICRO, "alerts": True, "vcse": True}
    gone = known_to(session, here, about="Other", codes=["45", "72"], regions=["UKG"], **more)
    challenge = an_open_challenge(session, here)
    an_invited(session, challenge, supplier_id=gone.id)
    an_alert(session, challenge, email=gone.email, supplier_id=gone.id)
    an_invitation_line(session, challenge, email=gone.email, supplier_id=gone.id)
    a_supplier_user(session, kept, email="both@example.org")
    a_supplier_user(session, gone, email="both2@example.org")
    return kept, gone


def test_what_moves_comes_back_exactly(session: Session) -> None:
    here = a_council(session)
    kept, gone = two(session, here)
    before = state(session, kept, gone)
    made = merged(session, kept, gone, here.id)
    session.expire_all()
    assert (kept.about, kept.company_number, kept.size) == ("We dry homes.", "01234567", Size.MICRO)
    assert kept.alerts and kept.vcse and gone.merged_into_id == kept.id
    assert suppliers.codes_of(session, kept.id) == ["45", "72"]
    assert suppliers.regions_of(session, kept.id) == ["UKE", "UKG"]
    for table in service.OURS.values():
        assert set(session.scalars(select(table.supplier_id))) == {kept.id}
    moved = session.scalars(
        select(SupplierPerson).where(SupplierPerson.email == "both2@example.org")
    ).one()
    assert (moved.supplier_id, moved.role) == (kept.id, PersonRole.MEMBER)
    for _ in range(2):
        service.part(session, made, by=uuid4(), at=NOW + timedelta(days=29))
    assert state(session, kept, gone) == before
    facts = session.scalars(select(RecordedEvent).order_by(RecordedEvent.id)).all()
    assert [fact.name for fact in facts] == ["suppliers.merged", "suppliers.parted"]
    assert facts[0].payload["interests"] == 1 and facts[0].authority_id == here.id


def test_what_changed_since_stays(session: Session) -> None:
    here = a_council(session)
    kept, gone = two(session, here)
    made = merged(session, kept, gone, here.id)
    kept.company_number = "07654321"
    late = find_or_add(session, name="Other", contact_name="O", email=gone.email, at=NOW)
    assert late is kept
    about = {"email": gone.email, "supplier_id": kept.id}
    new = an_interest(session, an_open_challenge(session, here), **about)
    service.part(session, made, by=None, own=True, at=NOW)
    session.expire_all()
    assert kept.company_number == "07654321"
    assert new.supplier_id == gone.id


def test_it_is_too_late_after_30_days(session: Session) -> None:
    here = a_council(session)
    made = merged(session, *two(session, here), here.id)
    with pytest.raises(service.NotMergeable, match="30 days"):
        service.part(session, made, by=None, at=NOW + service.REVERSIBLE)


def test_what_can_be_undone_no_longer_is_forgotten(session: Session) -> None:
    made = merged(session, *two(session, here := a_council(session)), here.id)
    assert service.forget_moved(session, at=NOW + timedelta(days=29)) == 0
    assert service.forget_moved(session, at=NOW + service.REVERSIBLE) == 1
    assert service.forget_moved(session, at=NOW + timedelta(days=99)) == 0
    session.expire_all()
    assert (made.moved, made.at) == ({}, NOW)


def test_the_later_of_two_merges_is_undone_first(session: Session) -> None:
    here = a_council(session)
    kept, gone = two(session, here)
    third = a_supplier(session)
    first = merged(session, kept, gone, here.id)
    second = merged(session, third, kept, here.id)
    with pytest.raises(service.NotMergeable, match="again since"):
        service.part(session, first, by=None, at=NOW)
    service.part(session, second, by=None, at=NOW)
    service.part(session, first, by=None, at=NOW)
    with pytest.raises(service.NotMergeable):
        merged(session, kept, kept, here.id)


def test_likely_pairs_of_one_council_are_suggested(session: Session) -> None:
    here, there = a_council(session), a_council(session)
    known_to(session, here, name="A", company_number="01234567", email="a@gmail.com")
    known_to(session, here, name="B", company_number="01234567", email="b@b.example")
    known_to(session, here, name="Idea House Ltd", email="one@idea.example")
    known_to(session, here, name="The Idea-House Limited", email="two@idea.example")
    known_to(session, here, name="Something else", email="three@idea.example")
    known_to(session, here, name="A", email="c@gmail.com")
    known_to(session, here, name="Alder Systems Ltd.", email="ann@gmail.com")
    known_to(session, here, name="ALDER SYSTEMS Limited", email="post@alder.example")
    for number in ("00000001", "00000002"):  # two firms of one name
        known_to(session, here, name="Smith Consulting", company_number=number)
    known_to(session, there, name="Idea House", email="four@idea.example")
    found = [(row.name, row.other_name, why) for row, why in reading.suggested(session, here.id)]
    assert found == [
        ("A", "B", "The same company number"),
        ("Idea House Ltd", "The Idea-House Limited", "Alike names, mail at the same place"),
        ("Alder Systems Ltd.", "ALDER SYSTEMS Limited", "The same name"),
    ]
    assert reading.suggested(session, there.id) == []


def test_only_who_writes_for_a_council_that_knows_both_may(session: Session) -> None:
    here, there = a_council(session), a_council(session)
    kept, gone = two(session, here)
    officer = Actor(roles=frozenset({(here.id, Role.OFFICER)}))
    pair = reading.pair_for(session, officer, kept.id, gone.id)
    assert pair == (kept, gone, here.id)
    for role, council in ((Role.OFFICER, there), (Role.AUDITOR, here)):
        other = Actor(roles=frozenset({(council.id, role)}))
        assert reading.pair_for(session, other, kept.id, gone.id) is None
    made = merged(session, kept, gone, here.id)
    assert reading.pair_for(session, officer, kept.id, gone.id) is None
    assert reading.merge_for(session, officer, made.id) is made
    rows = reading.merges(session, here.id, page=Page())
    assert [(row.kept, row.gone) for row in rows] == [(kept.name, gone.name)]
    assert reading.count_merges(session, there.id) == 0


@pytest.mark.slow
def test_two_officers_merge_both_ways_at_once(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        here = a_council(session)
        kept, gone = two(session, here)
        ids, council = (kept.id, gone.id), here.id
    barrier = Barrier(4, timeout=30)

    def attempt(first: UUID, second: UUID) -> bool:
        barrier.wait()
        try:
            with fresh_sessions.write() as session:
                both = [session.get_one(Supplier, each) for each in (first, second)]
                merged(session, both[0], both[1], council)
        except service.NotMergeable:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(attempt, *each) for each in (ids, ids[::-1]) * 2]
        done = [each.result() for each in tries]
    assert done.count(True) == 1
    with fresh_sessions.read() as session:
        (made,) = session.scalars(select(SupplierMerge)).all()
        lost = select(Supplier.id).where(Supplier.merged_into_id.is_not(None))
        assert session.scalars(lost).all() == [made.gone_id]
        assert set(session.scalars(select(Interest.supplier_id))) == {made.kept_id}
