"""A thousand ways to change the past, and each is found."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from engage.kernel.daily import differing
from engage.kernel.seal import GENESIS, first_break, leaf, root_of

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEALS, EACH = 12, 6
SUBJECT, COUNCIL, PERSON = UUID(int=1), UUID(int=2), UUID(int=3)


@dataclass
class Fact:
    id: UUID
    sealed_in: int | None
    position: int | None
    name: str = "bell.rang"
    subject_id: UUID = SUBJECT
    authority_id: UUID | None = COUNCIL
    challenge_id: UUID | None = None
    actor_id: UUID | None = PERSON
    occurred_at: datetime = MOMENT
    payload: Any = None


@dataclass
class Link:
    number: int
    previous_root: str
    root: str
    count: int
    sealed_at: datetime


@dataclass
class Chain:
    links: list[Link]
    facts: list[Fact]

    def break_(self) -> object:
        under = [fact for fact in self.facts if fact.sealed_in is not None]
        under.sort(key=lambda fact: (fact.sealed_in, fact.position or 0))
        return first_break(sorted(self.links, key=lambda link: link.number), under)

    def seal_again(self, first: int) -> None:
        """What somebody does who knows how seals are made."""
        for at in range(first, len(self.links)):
            before = self.links[at - 1].root if at else GENESIS
            under = [leaf(fact) for fact in self.facts if fact.sealed_in == at + 1]  # type: ignore[arg-type]
            root, count = root_of(before, under), len(under)
            self.links[at] = replace(self.links[at], previous_root=before, root=root, count=count)


def a_chain() -> Chain:
    facts = [
        Fact(UUID(int=1000 * seal + at), seal, at, payload={"volume": at})
        for seal in range(1, SEALS + 1)
        for at in range(EACH)
    ]
    moments = (MOMENT + timedelta(minutes=n) for n in range(1, SEALS + 1))
    links = [Link(n, "", "", 0, moment) for n, moment in enumerate(moments, 1)]
    chain = Chain(links, facts)
    chain.seal_again(0)
    return chain


def change(chain: Chain, dice: random.Random) -> None:
    other: dict[str, Any] = {
        "id": UUID(int=dice.getrandbits(64)),
        "name": "bell.fell",
        "subject_id": UUID(int=dice.getrandbits(64)),
        "authority_id": None,
        "challenge_id": UUID(int=dice.getrandbits(64)),
        "actor_id": None,
        "occurred_at": MOMENT + timedelta(microseconds=dice.randint(1, 10**9)),
        "payload": {"volume": dice.randint(EACH, 999)},
        "position": dice.randint(EACH, 99),
        "sealed_in": dice.choice([None, 0, -3, SEALS + 1, SEALS + 40]),
    }
    name = dice.choice(sorted(other))
    at = dice.randrange(len(chain.facts))
    chain.facts[at] = replace(chain.facts[at], **{name: other[name]})


def change_link(chain: Chain, dice: random.Random) -> None:
    other: dict[str, Any] = {
        "previous_root": f"{dice.getrandbits(256):064x}",
        "root": f"{dice.getrandbits(256):064x}",
        "count": EACH + dice.choice([-1, 1, 5]),
        "number": SEALS + dice.randint(2, 9),
        "sealed_at": MOMENT + timedelta(days=dice.choice([-1, 1])),
    }
    name = dice.choice(sorted(other))
    at = dice.randrange(1, SEALS - 1)
    chain.links[at] = replace(chain.links[at], **{name: other[name]})


def delete(chain: Chain, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 3)):
        held: list[Any] = dice.choice([chain.links, chain.facts])
        del held[dice.randrange(len(held))]


def swap(chain: Chain, dice: random.Random) -> None:
    """Two facts change their places, or two links."""
    one, two = dice.sample(range(SEALS), 2)
    if dice.random() < 0.3:
        first, second = chain.links[one].root, chain.links[two].root
        chain.links[one] = replace(chain.links[one], root=second)
        chain.links[two] = replace(chain.links[two], root=first)
        return
    one, two = dice.sample(range(len(chain.facts)), 2)
    a, b = chain.facts[one], chain.facts[two]
    chain.facts[one] = replace(a, sealed_in=b.sealed_in, position=b.position)
    chain.facts[two] = replace(b, sealed_in=a.sealed_in, position=a.position)


def insert(chain: Chain, dice: random.Random) -> None:
    place = dice.choice([0, -1, SEALS + 1, dice.randint(1, SEALS)])
    chain.facts.append(Fact(UUID(int=7), place, dice.randint(0, EACH)))


def cut(chain: Chain, dice: random.Random) -> None:
    """The end goes, and nothing in what is left says so."""
    left = dice.randint(0, SEALS - 1)
    chain.links = chain.links[:left]
    chain.facts = [fact for fact in chain.facts if (fact.sealed_in or 0) <= left]


def make_anew(chain: Chain, dice: random.Random) -> None:
    at = dice.randrange(len(chain.facts))
    chain.facts[at] = replace(chain.facts[at], payload={"volume": 11})
    chain.seal_again(at // EACH)


WAYS: list[Callable[[Chain, random.Random], None]] = [
    *(change, change_link, delete, swap, insert, cut, make_anew)
]
UNSEEN_WITHIN = {cut, make_anew}  # without a root that somebody kept


def test_a_thousand_changes_of_the_past_are_all_found() -> None:
    dice = random.Random(20)
    whole = a_chain()
    assert whole.break_() is None
    kept = [(whole.links[-1].number, whole.links[-1].root)]
    for number in range(1000):
        way = WAYS[number % len(WAYS)]
        chain = Chain(list(whole.links), list(whole.facts))
        way(chain, dice)
        held = {link.number: link.root for link in chain.links}
        within = chain.break_()
        beside = differing(kept, held, last=max(held, default=0))
        assert within or beside, (number, way.__name__)
        assert bool(within) != (way in UNSEEN_WITHIN), (number, way.__name__)
