"""The public lottery, as pure functions: anybody can do the same with pen, paper and SHA-256.

``ALGORITHM`` is the whole of it in words; the public page, its JSON and docs/lottery.md say it.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FORMAT = "engage one-to-one lottery 1"
ALGORITHM = (
    "When asking opens, the council's computer draws a seed: 32 random bytes, written as 64"
    " hexadecimal digits. The seed stays secret. Its SHA-256 is published at once. That is the"
    " commitment: the seed cannot be changed any more.",
    "Everybody who asks gets a random entry code of 12 hexadecimal digits.",
    "When asking has closed, the seed is published. The SHA-256 of its 64 digits, as ASCII text,"
    " must be the commitment.",
    "For each entry, write the seed and then its code, with nothing between, as ASCII text, and"
    " take the SHA-256 in hexadecimal. Sort the entries by that, smallest first. This is the"
    " order.",
    "Go through the order once. Give each entry the slot with the lowest number that is free and"
    " is in its list of slots that suit. An empty list means that every slot suits.",
    "Pass over an entry whose group has as many slots as one supplier may have (the cap). Entries"
    " of one supplier have the same group.",
    "Who got no slot is on the waiting list, in the same order. When a slot becomes free later,"
    " the waiting list is gone through in the same way.",
)


@dataclass(frozen=True)
class Wish:
    """What the rule knows of an entry."""

    code: str
    group: int
    suits: Sequence[int]


def new_seed() -> str:
    return secrets.token_hex(32)


def new_code() -> str:
    return secrets.token_hex(6)


def commitment_to(seed: str) -> str:
    return hashlib.sha256(seed.encode("ascii")).hexdigest()


def in_order(seed: str, wishes: Sequence[Wish]) -> list[Wish]:
    """The entries in the order that the seed says."""
    return sorted(
        wishes, key=lambda each: hashlib.sha256(f"{seed}{each.code}".encode("ascii")).hexdigest()
    )


def allot(
    line: Sequence[Wish], free: Sequence[int], cap: int, held: Mapping[int, int]
) -> dict[str, int]:
    """Codes and the slots they get: each in turn the lowest that is free and suits.

    ``held``: how many slots each group has already.
    """
    left, has, given = sorted(free), Counter(held), dict[str, int]()
    for wish in line:
        if has[wish.group] >= cap:
            continue
        number = next((each for each in left if not wish.suits or each in wish.suits), None)
        if number is not None:
            given[wish.code] = number
            left.remove(number)
            has[wish.group] += 1
    return given
