"""The two texts of a notice, and the two values that have to be worked out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from engage.kernel.clock import LONDON, spoken, spoken_range
from engage.notices.mapping.facts import Facts, Sitting

VAT_IN_GROSS = 6  # a sixth of an amount with 20% VAT is VAT (rule R9)


def net_of(gross: int) -> int:
    """Whole pounds without VAT at the standard rate."""
    return gross - round(gross / VAT_IN_GROSS)


def net_value(facts: Facts) -> int | None:
    """The whole without VAT: as the council gives it, or else worked out."""
    if facts.net is not None or facts.gross is None:
        return facts.net
    return net_of(facts.gross)


def last_day(ends: datetime) -> date:
    """The London day an engagement belongs to; midnight ends the day before it."""
    return (ends - timedelta(microseconds=1)).astimezone(LONDON).date()


def description_of(facts: Facts) -> str:
    """What the contract would be about (reg.17(2)(d)): the need, then what should be different."""
    outcomes = facts.outcomes.strip()
    wanted = f"What should be different: {outcomes}" if outcomes else ""
    return "\n\n".join(filter(None, (facts.need.strip(), wanted)))


def process_of(facts: Facts) -> str:
    """How to take part (reg.17(2)(f)): the council's words, then page, meetings and true end.

    The data can only say the day on which the engagement ends, so the text says the hour (R8).
    """
    return "\n\n".join(filter(None, (facts.process.strip(), *_dated(facts))))


def _dated(facts: Facts) -> Iterator[str]:
    yield f"Read the challenge, without registering, at {facts.address}"
    for sitting in sorted(facts.sittings, key=_when):
        if not sitting.cancelled:
            where = f", {sitting.venue}" if sitting.venue else ""
            when = spoken_range(sitting.starts, sitting.ends)
            yield f"Workshop: {sitting.title}, {when}{where}."
    for each in facts.one_to_ones:
        many = "1 slot" if each.slots == 1 else f"{each.slots} slots"
        when = spoken_range(each.starts, each.ends)
        asked = f"Ask for one on the page by {spoken(each.closes)} ({each.rule})."
        yield f"One-to-ones: {each.title}, {many}, {when}, {each.where}. {asked}"
    if facts.withdrawn:
        yield "The council has withdrawn this engagement."
    elif facts.ends is not None:
        verb = "closed" if facts.over else "closes"
        yield f"The engagement {verb} at {spoken(facts.ends)} (UK time)."


def _when(sitting: Sitting) -> datetime:
    return sitting.starts
