"""Who may do what on a board. Pure: an actor and a thing in, yes or no out."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from engage.accounts.actor import BOARD, DESK_WRITERS, Actor
from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.reviews.models import Declaration, Ruling, Seat


class Standing(StrEnum):
    """How far a member of a board has come with declaring interests."""

    UNDECLARED = "not declared"
    WAITING = "waiting for a decision"
    CLEAR = "may review"
    ASIDE = "stands aside"


STANDINGS = {
    Ruling.NOT_NEEDED: Standing.CLEAR,
    Ruling.MAY_REVIEW: Standing.CLEAR,
    Ruling.WAITING: Standing.WAITING,
    Ruling.STANDS_ASIDE: Standing.ASIDE,
}
CLEARED = (Ruling.NOT_NEEDED, Ruling.MAY_REVIEW)


def standing(ruling: Ruling | None) -> Standing:
    """None: nothing has been declared."""
    return Standing.UNDECLARED if ruling is None else STANDINGS[ruling]


class Sitting(Protocol):
    """A board as one member sits at it."""

    @property
    def seat(self) -> Seat: ...

    @property
    def challenge(self) -> Challenge: ...

    @property
    def presides(self) -> bool: ...

    @property
    def standing(self) -> Standing: ...


class AtBoard(Protocol):
    """Anything of a board that one of its members has before them."""

    @property
    def board(self) -> Sitting: ...


class Deciding(AtBoard, Protocol):
    """A shortlist, and whether it has left its chair's hands."""

    @property
    def released(self) -> bool: ...


class Ruled(Protocol):
    """A declaration of one board."""

    @property
    def declaration(self) -> Declaration: ...

    @property
    def challenge(self) -> Challenge: ...


class FoundAtDesk(Protocol):
    """A possible conflict with one response."""

    @property
    def challenge(self) -> Challenge: ...


class RuledAtBoard(AtBoard, Ruled, Protocol):
    """A declaration before one who sits at the same board."""


def chairs(board: Sitting) -> bool:
    """The chair; the deputy while the chair stands aside. Everybody asks this, and only this."""
    return board.presides


def may_use_board(actor: Actor) -> bool:
    """Members and chairs of any board."""
    return actor.is_board


def may_sit(actor: Actor, thing: AtBoard) -> bool:
    """Those who have a seat and still are a board member of that council."""
    board = thing.board
    here = actor.holds(board.challenge.authority_id, *BOARD)
    return here and board.seat.person_id == actor.id


class Proposed(Protocol):
    """A shortlist that its chair proposed."""

    @property
    def challenge(self) -> Challenge: ...


def may_release(actor: Actor, thing: Proposed) -> bool:
    """Those who work at the desk; that it takes two is for the service to say."""
    return actor.holds(thing.challenge.authority_id, *DESK_WRITERS)


def may_read_shortlist(actor: Actor, thing: Deciding) -> bool:
    """The chair; the others once it is released.

    Those who may not see ideas yet pass as well: the door behind tells them why.
    """
    return may_decide(actor, thing) or (may_sit(actor, thing) and thing.released)


def may_decide(actor: Actor, thing: AtBoard) -> bool:
    """The chair; and those who may not see ideas yet, for the door behind to tell them why."""
    shut = thing.board.standing is not Standing.CLEAR
    return may_sit(actor, thing) and (shut or chairs(thing.board))


def may_read_declarations(actor: Actor, challenge: Challenge) -> bool:
    """Those who decide about interests at the desk, and those who check that they did."""
    return actor.holds(challenge.authority_id, *DESK_WRITERS, Role.AUDITOR)


def may_read_declarations_as_chair(actor: Actor, thing: AtBoard) -> bool:
    """The chair of this very board."""
    return may_sit(actor, thing) and chairs(thing.board)


def may_rule_as_chair(actor: Actor, case: RuledAtBoard) -> bool:
    """The chair, but never about themselves."""
    chairs = may_read_declarations_as_chair(actor, case)
    return chairs and not_oneself(actor.id, case.declaration)


def may_rule_at_desk(actor: Actor, case: Ruled) -> bool:
    """Those who work at the desk of the council, but never about themselves."""
    writes = actor.holds(case.challenge.authority_id, *DESK_WRITERS)
    return writes and not_oneself(actor.id, case.declaration)


def may_decide_conflicts(actor: Actor, challenge: Challenge) -> bool:
    """Those at the desk: boards do not know who sent what, so their chairs cannot."""
    return actor.holds(challenge.authority_id, *DESK_WRITERS)


def may_decide_conflict(actor: Actor, case: FoundAtDesk) -> bool:
    """Nobody decides about themselves: the verb behind refuses that."""
    return may_decide_conflicts(actor, case.challenge)


def not_oneself(person_id: UUID | None, declaration: Declaration) -> bool:
    """Nobody rules on an interest of their own."""
    return declaration.person_id != person_id
