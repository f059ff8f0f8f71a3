from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import passwords, policy, queries, service
from engage.accounts.actor import Actor
from engage.accounts.models import Membership, Person, Role, SignIn
from engage.authorities.models import Authority
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from tests.factories import NOW, a_council, a_person

Take = Callable[..., None]


def told(session: Session) -> list[str]:
    session.flush()
    return sorted(session.scalars(select(RecordedEvent.name)))


def test_a_person_is_added_once(session: Session) -> None:
    person = service.add_person(session, name="Ann Lee", email=" Ann@Example.org ", at=NOW)
    assert (person.email, person.password_hash) == ("ann@example.org", None)
    with pytest.raises(Refusal, match="already"):
        service.add_person(session, name="Ann", email="ann@example.org", at=NOW)


def test_setting_a_password_ends_sessions(session: Session) -> None:
    person = a_person(session)
    service.begin_session(session, person, browser="b" * 300, at=NOW)
    service.set_password(session, person, "violet harbour mitten", by=None, at=NOW)
    assert passwords.is_right(person.password_hash, "violet harbour mitten")
    assert session.scalars(select(SignIn.ended_at)).one() == NOW
    assert told(session) == ["password.changed"]


def test_a_role_is_given_once(session: Session) -> None:
    council, person = a_council(session), a_person(session)
    for _ in range(2):
        service.give_role(session, person, council, Role.OFFICER, by=None, at=NOW)
    assert told(session) == ["role.given"]
    event = session.scalars(select(RecordedEvent)).one()
    assert event.payload == {"role": "officer"} and event.authority_id == council.id


def test_a_role_is_taken_away_once(session: Session) -> None:
    council = a_council(session)
    person = a_person(session, Role.OFFICER, Role.AUDITOR, at=council)
    service.remove_role(session, person, council, Role.OFFICER, by=None, at=NOW)
    with pytest.raises(Refusal, match="any more"):
        service.remove_role(session, person, council, Role.OFFICER, by=None, at=NOW)
    assert told(session) == ["role.removed"]
    assert queries.roles_at(session, person.id, council.id) == (Role.AUDITOR,)


def test_a_council_keeps_an_administrator(session: Session) -> None:
    council = a_council(session)
    last = a_person(session, Role.COUNCIL_ADMIN, at=council)
    a_person(session, Role.COUNCIL_ADMIN, at=council, disabled_at=NOW)
    a_person(session, Role.COUNCIL_ADMIN)
    with pytest.raises(Refusal, match="only administrator"):
        service.remove_role(session, last, council, Role.COUNCIL_ADMIN, by=last.id, at=NOW)
    with pytest.raises(Refusal, match="only administrator"):
        service.disable(session, last, council, by=None, at=NOW)
    a_person(session, Role.COUNCIL_ADMIN, at=council)
    service.remove_role(session, last, council, Role.COUNCIL_ADMIN, by=last.id, at=NOW)


def test_two_administrators_cannot_remove_each_other(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        council = a_council(session)
        both = [a_person(session, Role.COUNCIL_ADMIN, at=council).id for _ in range(2)]
    together = Barrier(2)

    def remove(number: int) -> bool:
        together.wait()
        try:
            with fresh_sessions.write() as session:
                person = session.get_one(Person, both[number])
                place = session.get_one(Authority, council.id)
                service.remove_role(session, person, place, Role.COUNCIL_ADMIN, by=None, at=NOW)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, range(2))) == [False, True]
    with fresh_sessions.read() as session:
        assert len(session.scalars(select(Membership)).all()) == 1


def test_switching_off_and_on(session: Session) -> None:
    council = a_council(session)
    person = a_person(session, Role.OFFICER, at=council)
    cookie = service.begin_session(session, person, browser="", at=NOW)
    for _ in range(2):
        service.disable(session, person, council, by=None, at=NOW)
    assert queries.actor_for(session, cookie, at=NOW) is None
    for _ in range(2):
        service.enable(session, person, council, by=None, at=NOW)
    assert queries.actor_for(session, cookie, at=NOW) is None, "the old session stays ended"
    assert told(session) == ["account.disabled", "account.enabled"]


@pytest.mark.parametrize("verb", [service.disable, service.enable])
def test_whoever_works_elsewhere_is_not_switched_off(session: Session, verb: Take) -> None:
    council = a_council(session)
    here_and_there = a_person(session, Role.OFFICER, at=council)
    service.give_role(session, here_and_there, a_council(session), Role.OFFICER, by=None, at=NOW)
    operator = a_person(session, Role.OFFICER, at=council, is_operator=True)
    for person in (here_and_there, operator):
        with pytest.raises(Refusal, match="for others"):
            verb(session, person, council, by=None, at=NOW)
    me = a_person(session, Role.COUNCIL_ADMIN, at=council)
    with pytest.raises(Refusal, match="your own account"):
        verb(session, me, council, by=me.id, at=NOW)


def test_who_may_administer(session: Session) -> None:
    council, other = a_council(session), a_council(session)
    admin = Actor(roles=frozenset({(council.id, Role.COUNCIL_ADMIN)}))
    officer = Actor(roles=frozenset({(council.id, Role.OFFICER)}))
    stranger = Actor()
    assert policy.may_administer(admin, council)
    assert not policy.may_administer(admin, other)
    assert not policy.may_administer(officer, council)
    assert not policy.may_administer(stranger, council)
    assert policy.may_administer_any(admin) and not policy.may_administer_any(officer)
    found = queries.PersonAt(council, a_person(session), ())
    assert policy.may_manage(admin, found) and not policy.may_manage(officer, found)
    assert not policy.may_use_account(stranger)
