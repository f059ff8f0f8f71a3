"""A page that showed something else than what is saved does not overwrite it."""

from datetime import UTC, datetime

import pytest

from engage.kernel.errors import ChangedMeanwhile
from engage.kernel.versions import fingerprint_of, require_seen

SAVED = {"title": "Damp homes", "codes": ["72", "45"], "ends": datetime(2026, 3, 2, tzinfo=UTC)}


def test_a_fingerprint_is_of_values_and_not_of_their_order() -> None:
    assert fingerprint_of(SAVED) == fingerprint_of(dict(reversed(SAVED.items())))
    assert fingerprint_of(SAVED) == fingerprint_of(SAVED | {"codes": ("72", "45")})
    assert fingerprint_of(SAVED) != fingerprint_of(SAVED | {"codes": ["45", "72"]})
    assert fingerprint_of({"ppon": None}) != fingerprint_of({"ppon": ""})


@pytest.mark.parametrize("seen", [None, fingerprint_of(SAVED)])
def test_what_was_seen_may_be_replaced(seen: str | None) -> None:
    require_seen(seen, SAVED)


@pytest.mark.parametrize("seen", ["", "x", "2", fingerprint_of({})])
def test_what_was_not_seen_is_handed_over(seen: str) -> None:
    with pytest.raises(ChangedMeanwhile, match="Nothing is lost") as refused:
        require_seen(seen, SAVED)
    assert refused.value.saved == SAVED
    require_seen(refused.value.version, SAVED)


def test_a_row_with_a_number_needs_no_fingerprint() -> None:
    require_seen("3", SAVED, version=3)
    with pytest.raises(ChangedMeanwhile) as refused:
        require_seen(fingerprint_of(SAVED), SAVED, version=3)
    assert refused.value.version == "3"
