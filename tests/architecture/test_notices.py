"""What THIRD_PARTY_NOTICES.md says we contain is here."""

import re

from tests.architecture.tree import ROOT


def test_every_place_that_is_named_is_here() -> None:
    words = (ROOT / "THIRD_PARTY_NOTICES.md").read_text()
    rows = [line for line in words.partition("## Installed")[0].splitlines() if "| " in line]
    places = [re.fullmatch(r"`(.+)`", row.split("|")[2].strip()) for row in rows[2:]]
    assert len(places) > 5
    for row, place in zip(rows[2:], places, strict=True):
        assert place is not None, f"this row names no place: {row}"
        assert (ROOT / place[1]).exists(), f"{place[1]} is not here"
