import pytest

from engage.questions.anonymity import revealing_words

ASKER = {
    "organisation": "Dampwatch Services Ltd",
    "name": "Ida Novak",
    "email": "ida.novak@dampwatch.example.org",
}


@pytest.mark.parametrize(
    "text, found",
    [
        ("How many homes have a smart meter?", []),
        ("Our DAMPWATCH sensors: may we fit them?", ["DAMPWATCH"]),
        ("Is Dampwatch's kit allowed?", ["Dampwatch's"]),
        ("Yours, Ida Novak", ["Ida", "Novak"]),
        ("Which services does the council buy?", []),
        ("Write to me at other@example.com", ["other@example.com"]),
        ("See https://dampwatch.example.org/kit?a=1", ["https://dampwatch.example.org/kit?a=1"]),
        ("Call 0114 496 0000 please", ["0114 496 0000"]),
        ("It costs 900,000 pounds in 2026", []),
        ("Ida, ida and IDA", ["Ida"]),
        ("", []),
        ("\x00\u202e🏠" * 50, []),
    ],
)
def test_words_that_show_who_asked(text: str, found: list[str]) -> None:
    words = revealing_words(text, **ASKER)
    assert [word for word in words if word.casefold() != "dampwatch" or word in found] == found


def test_a_whole_name_of_common_words_is_found() -> None:
    words = revealing_words(
        "We are the Data Trust (North).",
        organisation="Data Trust (North)",
        name="Jo",
        email="jo@gmail.com",
    )
    assert "Data Trust (North)" in words


def test_a_mail_provider_shows_nothing() -> None:
    about = {"organisation": "Kites", "name": "Al", "email": "al@gmail.com"}
    assert revealing_words("May we use gmail?", **about) == []


def test_a_long_text_takes_no_time() -> None:
    text = "a" * 50_000 + "@" * 1000 + "1 " * 50_000
    assert isinstance(revealing_words(text, **ASKER), list)
