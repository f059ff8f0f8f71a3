"""Signed links: for one purpose, for a while, and by a key that may be changed."""

from datetime import UTC, datetime, timedelta

import pytest

from engage.kernel.errors import Refusal
from engage.kernel.tokens import LinkAltered, LinkExpired, Signer, fingerprint, secret

DAY = timedelta(days=1)
THEN = datetime(2026, 12, 18, 12, tzinfo=UTC)
signer = Signer(["the newest key", "an older key"])


def test_values_come_back() -> None:
    token = signer.sign("confirm", "0193", "Ŵyn & Sons", "")
    assert signer.read("confirm", token, DAY) == ("0193", "Ŵyn & Sons", "")
    assert signer.read("confirm", signer.sign("confirm"), DAY) == ()


def test_a_token_fits_in_an_address() -> None:
    token = signer.sign("confirm", "a b/c?d=é&", "x" * 500)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@pytest.mark.parametrize("other", ["reset", "confir", "confirm.", ""])
def test_a_link_for_one_purpose_is_no_good_for_another(other: str) -> None:
    with pytest.raises(LinkAltered):
        signer.read(other, signer.sign("confirm", "0193"), DAY)


def test_every_changed_character_is_noticed() -> None:
    token = signer.sign("confirm", "0193", at=THEN)
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        if changed[:-1] == token[:-1]:
            continue  # the last character of base64 carries bits that mean nothing
        with pytest.raises(LinkAltered):
            signer.read("confirm", changed, DAY, at=THEN)


@pytest.mark.parametrize(
    "token", ["", ".", "..", "a.b.c", "é", "\x00", "\ud800", "x" * 100_000, " "]
)
def test_nonsense_is_refused_in_words(token: str) -> None:
    with pytest.raises(LinkAltered, match="Copy the whole link"):
        signer.read("confirm", token, DAY)


def test_a_link_cut_short_is_refused() -> None:
    token = signer.sign("confirm", "0193")
    for length in range(len(token)):
        with pytest.raises(LinkAltered):
            signer.read("confirm", token[:length], DAY)


def test_a_link_expires_and_says_so() -> None:
    token = signer.sign("confirm", "0193", at=THEN)
    assert signer.read("confirm", token, DAY, at=THEN + DAY) == ("0193",)
    with pytest.raises(LinkExpired, match="Ask for a new one") as refusal:
        signer.read("confirm", token, DAY, at=THEN + DAY + timedelta(seconds=1))
    assert isinstance(refusal.value, Refusal)


def test_keys_can_be_changed() -> None:
    old = Signer(["an older key"]).sign("confirm", "0193")
    assert signer.read("confirm", old, DAY) == ("0193",)
    new = signer.sign("confirm", "0193")
    assert Signer(["the newest key"]).read("confirm", new, DAY) == ("0193",)
    with pytest.raises(LinkAltered):
        Signer(["an older key"]).read("confirm", new, DAY)


@pytest.mark.parametrize("keys", [[], [""], ["a key", ""]])
def test_a_signer_needs_a_key(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        Signer(keys)


def test_secrets_and_their_fingerprints() -> None:
    assert len({secret() for _ in range(100)}) == 100
    assert len(secret()) >= 43
    assert fingerprint("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert len(fingerprint("\ud800")) == 64
