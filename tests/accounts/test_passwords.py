import pytest

from engage.accounts import passwords
from engage.accounts.passwords import COMMON, PERSONAL, hashed, is_outdated, is_right, weakness


def test_a_hash_fits_its_password_only() -> None:
    stored = hashed("three random words")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_right(stored, "three random words")
    assert not is_right(stored, "three random word!")
    assert stored != hashed("three random words")


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_nothing_fits_where_nothing_is_stored(stored: str | None) -> None:
    assert not is_right(stored, "three random words")


def test_nobodys_hash_costs_what_ours_cost() -> None:
    assert not is_outdated(passwords.NOBODYS)
    assert not is_outdated(hashed("x"))


def test_a_hash_of_other_costs_is_outdated() -> None:
    assert is_outdated(
        "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$"
        "iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A"
    )


@pytest.mark.parametrize(
    "easy",
    [
        "password1234",
        "Password1234!",
        "PASSWORD2026",
        "123456789012",
        "111111111111",
        "abababababab",
        "letmeinletmein",
        "1qaz2wsx3edc4rfv",
        "council-2026!",
        "qwertyuiop123",
        "Three random words",
    ],
)
def test_what_is_guessed_first_is_refused(easy: str) -> None:
    assert weakness(easy, "Ann Lee", "al@marlbury.gov.uk") == COMMON


@pytest.mark.parametrize(
    "personal",
    ["pretty engaged cat", "my name is Hartley", "a.HARTLEY likes tea", "the hartleyr mailbox"],
)
def test_what_is_known_about_the_person_is_refused(personal: str) -> None:
    assert weakness(personal, "Rosa Hartley", "hartleyr@marlbury.gov.uk") == PERSONAL


@pytest.mark.parametrize("good", ["copper lantern river", "Löffel Mond Kaktus", "x9!kQz77-PPm2v"])
def test_others_will_do(good: str) -> None:
    assert weakness(good, "Jo Li", "jo@marlbury.gov.uk") is None
