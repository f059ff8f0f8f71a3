"""How far a notice is from what the law asks of it: each item with its letter. Pure.

Regulations 13 and 17(2) of the Procurement Regulations 2024 (SI 2024/692), and rules R5 to R7 on
the text about taking part, which are those of the checker.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engage.challenges.checker import Finding, Severity, in_law
from engage.challenges.checker.process import of_process
from engage.challenges.portals import ENGLISH, Portal
from engage.notices.mapping import Buyer, Facts


class State(StrEnum):
    """In the words of the page."""

    GIVEN = "Given"
    CHECK = "Please check"
    MISSING = "Missing"
    LATER = "Comes later"
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the law asks for. ``where`` is the part of the statement, or "council"."""

    letter: str
    label: str
    state: State
    sentence: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Meter:
    """Every item, and how many are in each state that counts."""

    items: tuple[Item, ...]

    def count(self, state: State) -> int:
        return sum(1 for item in self.items if item.state is state)

    @property
    def missing(self) -> int:
        return self.count(State.MISSING)

    @property
    def parts(self) -> list[tuple[State, int, float]]:
        """What the drawing shows: state, number, and hundredths of those that count."""
        states = (State.GIVEN, State.CHECK, State.MISSING)
        whole = sum(self.count(state) for state in states) or 1
        return [
            (state, self.count(state), round(self.count(state) / whole * 100, 2))
            for state in states
        ]


def meter_of(facts: Facts, under: Portal = ENGLISH) -> Meter:
    """What is given and what is missing in the notice of these facts; ``under``: whose law."""
    engaging = _engagement(facts, under)
    parts = (*_authority(facts), *_procurement(facts), *engaging, _other(facts))
    return Meter(parts)


def _authority(facts: Facts) -> Iterator[Item]:
    buyers, outside = facts.buyers, [each for each in facts.others if each.buys]
    yield _item("13(a)", "Name of the authority", all(each.name for each in buyers), "council")
    others = len(buyers) > 1 or bool(outside)
    yield Item(
        "13(b)",
        "Names of the others who buy together",
        State.GIVEN if others else State.NOT_NEEDED,
        "" if others else "This council buys alone.",
    )
    reachable = _item(
        "13(c)", "Postal address and e-mail address", all(map(_reachable, buyers)), "council"
    )
    yield _on_the_form(reachable, "addresses", [each.name for each in outside])
    numbered = _item(
        "13(d)",
        "Unique identifier of the authority (PPON)",
        all(each.ppon for each in buyers),
        "council",
    )
    yield _on_the_form(numbered, "numbers", [each.name for each in outside if not each.ppon])
    yield _acting(facts)
    yield _item("13(f)", "Whom to contact about the notice", _reachable(buyers[0]), "council")


def _acting(facts: Facts) -> Item:
    label, acting = "Whoever acts for the authority", [e.name for e in facts.others if not e.buys]
    if not acting and not facts.role:
        told = "Nobody acts for the council here. If somebody does, name them under Other councils."
        return Item("13(e)", label, State.NOT_NEEDED, told)
    return _on_the_form(Item("13(e)", label, State.GIVEN), "addresses", acting)


def _on_the_form(item: Item, what: str, names: list[str]) -> Item:
    """What we do not know of organisations that are not on engage."""
    if not names or item.state is State.MISSING:
        return item
    told = f"Give the {what} of these on the official form: {', '.join(names)}."
    return Item(item.letter, item.label, State.CHECK, told)


def _procurement(facts: Facts) -> Iterator[Item]:
    yield _item("17(2)(b)", "Title", bool(facts.title.strip()), "need")
    yield _identifier(facts)
    subject = {"the need": facts.need.strip(), "goods, services or works": facts.category}
    missing = [name for name, value in {**subject, "CPV codes": facts.cpv}.items() if not value]
    yield Item(
        "17(2)(d)",
        "Subject of the contract",
        State.MISSING if missing else State.GIVEN,
        f"Still to be given: {', '.join(missing)}." if missing else "",
        "need" if missing[:1] == ["the need"] else "subject",
    )


def _identifier(facts: Facts) -> Item:
    """The platform gives it with the number; people copy the number more often."""
    label = "Unique identifier of the procurement"
    if any(notice.ocid for notice in facts.notices):
        return Item("17(2)(c)", label, State.GIVEN)
    if facts.notices:
        told = "The platform gave it when the notice was published. Add it to the number."
        return Item("17(2)(c)", label, State.CHECK, told)
    told = "The platform gives it when the notice is published."
    return Item("17(2)(c)", label, State.LATER, told)


def _engagement(facts: Facts, under: Portal) -> Iterator[Item]:
    yield _item(
        "17(2)(e)",
        "Day on which the engagement ends, or ended",
        facts.ends is not None,
        "dates",
    )
    yield _process(facts, under)


def _process(facts: Facts, under: Portal) -> Item:
    """Missing when the text is refused, to be looked at when it is warned about."""
    where = "dates"
    label = "How suppliers took part" if facts.retrospective else "How suppliers take part"
    if not facts.process.strip():
        return _item("17(2)(f)", label, False, where)
    told = of_process("process", facts.process, facts.ends, over=facts.retrospective)
    found = in_law(told, under)
    refused = any(each.severity is Severity.REFUSE for each in found)
    state = State.MISSING if refused else State.CHECK if found else State.GIVEN
    return Item("17(2)(f)", label, state, _said(found), where)


def _other(facts: Facts) -> Item:
    """What the law only allows, and suppliers look for."""
    wanted = {
        "the value": facts.gross is not None,
        "when the contract may start and end": facts.contract_starts and facts.contract_ends,
        "how it may be extended": facts.renewal or facts.contract_ends_latest,
        "lots": facts.lots,
        "whether small firms or charities could do it": facts.sme_suitable or facts.vcse_suitable,
    }
    left = [name for name, value in wanted.items() if not value]
    return Item(
        "17(3)",
        "Other information about the contract",
        State.NOT_NEEDED if left else State.GIVEN,
        f"You may add: {', '.join(left)}." if left else "",
        "subject",
    )


def _said(found: list[Finding]) -> str:
    return " ".join(f"{each.reason} {each.suggestion}" for each in found)


def _item(letter: str, label: str, given: bool, where: str) -> Item:
    return Item(letter, label, State.GIVEN if given else State.MISSING, "", where)


def _reachable(buyer: Buyer) -> bool:
    return bool(buyer.street and buyer.postcode and buyer.email)
