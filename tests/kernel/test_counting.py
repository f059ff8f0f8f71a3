"""Filters show how many there are of each kind, none left out."""

from sqlalchemy.orm import Session

from engage.interest.models import Interest, State
from engage.kernel.counting import count_each
from tests.factories import a_challenge, an_interest


def test_every_word_is_counted_of_these_rows_only(session: Session) -> None:
    challenge = a_challenge(session)
    for state in (State.PENDING, State.CONFIRMED, State.CONFIRMED):
        an_interest(session, challenge, state=state)
    an_interest(session, a_challenge(session))
    ours = Interest.challenge_id == challenge.id
    assert count_each(session, State, Interest.state, ours) == {
        State.PENDING: 1,
        State.CONFIRMED: 2,
        State.WITHDRAWN: 0,
    }
