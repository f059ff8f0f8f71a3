import time
from concurrent.futures import ThreadPoolExecutor

from engage.kernel.ids import uuid7


def test_an_identifier_is_a_version_7_of_now() -> None:
    made = uuid7()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert abs((made.int >> 80) - time.time_ns() // 1_000_000) < 1000


def test_what_one_process_makes_is_in_order_and_never_twice() -> None:
    made = [uuid7() for _ in range(20_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same_one() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: uuid7(), range(5000)))

    assert len(set(made)) == 5000
