from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.reviews import policy
from engage.reviews.models import Declaration, Ruling, Seat
from engage.reviews.policy import Standing, standing

HERE, ELSEWHERE, ME = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True)
class Thing:
    """A board, a shortlist and a case in one, as far as policies look."""

    seat: Seat
    standing: Standing = Standing.CLEAR
    released: bool = False
    about: UUID | None = None

    @property
    def board(self) -> "Thing":
        return self

    @property
    def presides(self) -> bool:
        return self.seat.is_chair

    @property
    def challenge(self) -> Challenge:
        return Challenge(authority_id=HERE)

    @property
    def declaration(self) -> Declaration:
        return Declaration(person_id=self.about or self.seat.person_id)


def who(*roles: Role, at: object = HERE) -> Actor:
    return Actor(id=ME, roles=frozenset((at, role) for role in roles))  # type: ignore[misc]


MINE, THEIRS = Seat(person_id=ME, is_chair=False), Seat(person_id=uuid4(), is_chair=False)
CHAIRED = Seat(person_id=ME, is_chair=True)


def test_a_seat_and_a_role_are_needed_to_sit() -> None:
    assert policy.may_sit(who(Role.BOARD_MEMBER), Thing(MINE))
    assert not policy.may_sit(who(Role.BOARD_MEMBER), Thing(THEIRS))
    assert not policy.may_sit(who(Role.BOARD_MEMBER, at=ELSEWHERE), Thing(MINE))
    assert not policy.may_sit(who(Role.OFFICER, Role.AUDITOR), Thing(MINE))
    assert not policy.may_sit(Actor(), Thing(MINE))


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (Thing(MINE), False),
        (Thing(MINE, released=True), True),
        (Thing(CHAIRED), True),
        (Thing(MINE, Standing.UNDECLARED), True),  # the door behind sends them to declare
        (Thing(THEIRS, released=True), False),
    ],
)
def test_who_reads_a_shortlist(thing: Thing, expected: bool) -> None:
    assert policy.may_read_shortlist(who(Role.BOARD_CHAIR), thing) is expected


def test_only_the_chair_decides_and_never_about_themselves() -> None:
    chair = who(Role.BOARD_CHAIR)
    assert policy.may_decide(chair, Thing(CHAIRED))
    assert not policy.may_decide(who(Role.BOARD_MEMBER), Thing(MINE))
    assert policy.may_decide(who(Role.BOARD_MEMBER), Thing(MINE, Standing.UNDECLARED))  # the door
    assert not policy.may_decide(who(Role.BOARD_CHAIR, at=ELSEWHERE), Thing(CHAIRED))
    assert policy.may_rule_as_chair(chair, Thing(CHAIRED, about=uuid4()))
    assert not policy.may_rule_as_chair(chair, Thing(CHAIRED, about=ME))
    assert not policy.may_rule_as_chair(chair, Thing(MINE, about=uuid4()))


def test_who_rules_at_the_desk() -> None:
    assert policy.may_rule_at_desk(who(Role.OFFICER), Thing(THEIRS))
    assert policy.may_rule_at_desk(who(Role.APPROVER), Thing(THEIRS))
    assert not policy.may_rule_at_desk(who(Role.OFFICER), Thing(MINE))
    assert not policy.may_rule_at_desk(who(Role.OFFICER, at=ELSEWHERE), Thing(THEIRS))
    for role in (Role.AUDITOR, Role.COUNCIL_ADMIN, Role.BOARD_MEMBER, Role.BOARD_CHAIR):
        assert not policy.may_rule_at_desk(who(role), Thing(THEIRS))


def test_only_two_rulings_let_in() -> None:
    cleared = {ruling for ruling in Ruling if standing(ruling) is Standing.CLEAR}
    assert cleared == set(policy.CLEARED) == {Ruling.NOT_NEEDED, Ruling.MAY_REVIEW}
