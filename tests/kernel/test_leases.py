import threading
from datetime import timedelta

from engage.kernel import leases
from engage.kernel.db import Sessions
from tests.services import Clock

PERIOD = timedelta(seconds=10)


def test_a_bell_rings_once_a_period(sessions: Sessions, clock: Clock) -> None:
    first = leases.claim(sessions, "seal", PERIOD)
    second = leases.claim(sessions, "seal", PERIOD)
    other = leases.claim(sessions, "tidy", PERIOD)
    clock.advance(seconds=10)

    assert (first, second, other) == (True, False, True)
    assert leases.claim(sessions, "seal", PERIOD) is True


def test_of_many_beats_one_wins(fresh_sessions: Sessions) -> None:
    won: list[bool] = []
    start = threading.Barrier(8)

    def beat() -> None:
        start.wait()
        won.append(leases.claim(fresh_sessions, "seal", PERIOD))

    beats = [threading.Thread(target=beat) for _ in range(8)]
    for thread in beats:
        thread.start()
    for thread in beats:
        thread.join()

    assert sorted(won) == [False] * 7 + [True]


def test_a_sign_of_life_fades(sessions: Sessions, clock: Clock) -> None:
    with sessions.read() as session:
        assert not leases.is_alive(session, "worker")
    leases.sign_of_life(sessions, "worker", PERIOD)
    with sessions.read() as session:
        assert leases.is_alive(session, "worker")
    clock.advance(seconds=10)
    with sessions.read() as session:
        assert not leases.is_alive(session, "worker")
