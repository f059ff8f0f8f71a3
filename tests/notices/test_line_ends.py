import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.notices.parsing.line_ends import with_line_ends
from engage.notices.parsing.texts import repaired

BROKEN = "First.rnrn"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("One.rnrnTwo", "One.\n\nTwo"),
        ("Scheme:rnGalliford", "Scheme:\nGalliford"),
        ("capabilitiesrnIf", "capabilities\nIf"),
        ("servicernThe next", "service\nThe next"),
        ("June 2025rnrnTiming", "June 2025\n\nTiming"),
        ("by 17:30rnLate", "by 17:30\nLate"),
        ("information: rnEXPRESSION", "information:\nEXPRESSION"),
        ("CENTRErnrnAdditional", "CENTRE\n\nAdditional"),
        ("itemsrn- one.rn- two", "items\n- one.\n- two"),
        ("one rnrn two", "one\n\ntwo"),
        ("modernrnrnNext", "modern\n\nNext"),
        ("A & CornrnNext", "A & Co\n\nNext"),
        ("write to a.b@example.orgrnThen", "write to a.b@example.org\nThen"),
        ("the detailsrnand more", "the details\nand more"),
        ("the end.rn", "the end.\n"),
        ("Programme:rnIt is expected", "Programme:\nIt is expected"),
    ],
)
def test_a_broken_line_end_is_a_newline(broken: str, whole: str) -> None:
    assert with_line_ends(BROKEN + broken) == "First.\n\n" + whole


WHOLE = re.findall(
    r"\S+",
    "modern external turn return learner Cairns northern ModernGov InternApp journey Barnsley "
    "Bournemouth Cornwall govern governance Blackburn RNLI RN mRNA afternoon lantern concern "
    "https://example.org/aZ7rnQ2/x https://www.rnli.org rnib.org.uk a@rnib.org.uk "
    "https://example.org/LearnMore pattern: (modern) modernise 'turn' Turner, Hearn",
)


@pytest.mark.parametrize("word", WHOLE)
def test_a_word_with_these_letters_stays_whole(word: str) -> None:
    text = f"a {word} b"
    assert with_line_ends(text) == text
    assert with_line_ends(f"{BROKEN}{text}.rnrnLast") == f"First.\n\n{text}.\n\nLast"


def test_a_text_with_real_lines_is_left_alone() -> None:
    assert with_line_ends("one:rnTwo\nthree") == "one:rnTwo\nthree"


@given(st.text(alphabet="rn abeTs.:\n@/9", max_size=60))
def test_nothing_but_these_letters_and_spaces_is_ever_lost(text: str) -> None:
    def rest(of: str) -> str:
        return "".join(c for c in of if c not in "rn \n")

    assert rest(with_line_ends(text)) == rest(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a_x000D_\nb", "a\nb"),
        ("Health &amp; care&nbsp;now", "Health & care now"),
        ("a<br/>b<BR>c", "a\nb\nc"),
        ("a\\r\\nb", "a\nb"),
        ("NUL\0 and \ud800", "NUL and"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("  a  \n  ", "a"),
    ],
)
def test_other_damage_is_repaired(written: str, read: str) -> None:
    assert repaired(written) == read
