"""Two texts as one: what stayed, what went, what came."""

import random
from time import perf_counter

import pytest

from engage.challenges.differences import AROUND, Kind, Piece, differences, shortened

LONGEST = 20_000


def written(pieces: list[Piece]) -> str:
    marks = {Kind.SAME: "{}", Kind.OUT: "[-{}]", Kind.IN: "[+{}]", Kind.SKIPPED: "…"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def side(pieces: list[Piece], kind: Kind) -> list[str]:
    return " ".join(piece.text for piece in pieces if piece.kind in (Kind.SAME, kind)).split()


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("", "New words", "[+New words]"),
        ("Old words", "", "[-Old words]"),
        ("The same", "The same", "The same"),
        ("By 3 May at noon", "By 9 May at noon", "By [-3 ][+9 ]May at noon"),
        ("One. Two. Three.", "One. Three.", "One. [-Two. ]Three."),
        ("a b c", "c b a", "[+c b ]a [-b c]"),
        ("£100,000", "£250,000", "[-£100,000 ][+£250,000]"),
        ("a b c", "a b", "a b [-c]"),
    ],
)
def test_what_is_shown(before: str, after: str, shown: str) -> None:
    assert written(differences(before, after)) == shown


def test_spaces_alone_make_no_difference() -> None:
    pieces = differences("one  two\nthree", "one two\n\nthree")
    assert pieces == [Piece(Kind.SAME, "one two\n\nthree")]


def test_both_texts_can_be_read_out_of_the_pieces() -> None:
    chance = random.Random(7)
    words = [f"w{number}" for number in range(60)]
    for _ in range(200):
        before = [chance.choice(words) for _ in range(chance.randrange(400))]
        after = [word for word in before if chance.random() > 0.1]
        for _ in range(chance.randrange(20)):
            after.insert(chance.randrange(len(after) + 1), chance.choice(words))
        pieces = differences(" ".join(before), " ".join(after))
        assert side(pieces, Kind.OUT) == before
        assert side(pieces, Kind.IN) == after


def hard(rule: str, seed: int) -> str:
    chance = random.Random(seed)
    kinds = {"letters": 2, "hundred": 100, "thousand": 1000}[rule]
    words = [format(number, "x") for number in range(kinds)]
    text = " ".join(chance.choice(words) for _ in range(LONGEST // 2))
    return text[:LONGEST]


@pytest.mark.parametrize("rule", ["letters", "hundred", "thousand"])
def test_the_longest_texts_take_bounded_work(rule: str) -> None:
    before, after = hard(rule, 1), hard(rule, 2)
    began = perf_counter()
    pieces = differences(before, after)
    assert perf_counter() - began < 2
    assert side(pieces, Kind.OUT) == before.split()
    assert side(pieces, Kind.IN) == after.split()


def test_one_word_in_a_long_text_is_found() -> None:
    words = [f"word{number % 700}" for number in range(2500)]
    before = " ".join(words)
    after = " ".join([*words[:1200], "new", *words[1200:]])
    assert written(differences(before, after)).count("[") == 1


def test_long_stretches_that_stayed_are_cut_out() -> None:
    many = " ".join(f"w{number}" for number in range(400))
    pieces = shortened(differences(f"{many} old {many}", f"{many} new {many}"))
    kinds = [piece.kind for piece in pieces]
    assert kinds == [Kind.SKIPPED, Kind.SAME, Kind.OUT, Kind.IN, Kind.SAME, Kind.SKIPPED]
    assert len(pieces[1].text.split()) == AROUND
    assert shortened(differences("one two", "one three")) == differences("one two", "one three")
