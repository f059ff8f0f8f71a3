"""The plan of an engagement: each step's latest day, counted back from the tender notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engage.challenges.timetable.breaks import Break, breaks_between
from engage.challenges.timetable.working_days import Nation, WorkingDays
from engage.kernel.clock import spoken_date

TYPICAL = 21  # days: the middle of real engagements
LEAST = 10  # days: under this many suppliers cannot answer
QUALIFYING = (timedelta(days=40), 12)  # section 54(4): from 12 months to 40 days before
GUIDANCE = "https://www.legislation.gov.uk/ukpga/2023/54/section/"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is known. ``opens`` and ``ends`` are the days the officer has set, if any."""

    nation: Nation
    today: date
    tender: date | None = None
    opens: date | None = None
    ends: date | None = None
    planned_notice: date | None = None  # when a planned procurement notice (UK3) is published


@dataclass(frozen=True)
class Step:
    """A part of the work. It may begin on ``first`` and has to be done by the end of ``last``."""

    key: str
    title: str
    first: date
    last: date


@dataclass(frozen=True)
class Caution:
    """Something to look at again, with what it rests on where that is a law."""

    code: str
    sentence: str
    link: str = ""


@dataclass(frozen=True)
class Plan:
    """Steps in their order, and what to look at. ``window``: when a UK3 would qualify."""

    steps: tuple[Step, ...]
    cautions: tuple[Caution, ...]
    breaks: tuple[Break, ...]
    window: tuple[date, date] | None = None

    @property
    def first(self) -> date:
        return self.steps[0].first

    @property
    def last(self) -> date:
        return self.steps[-1].last


# Working days each part takes, last part first. The engagement itself is counted in days.
AFTER = (
    ("hand_over", "Write the tender documents", 5),
    ("outcome", "Tell everybody the outcome", 5),
    ("board", "The board reviews", 10),
    ("compile", "Compile the responses", 2),
)
BEFORE = (("approve", "Have the statement approved", 3), ("write", "Write the statement", 5))


def plan(asked: Asked) -> Plan | None:
    """The steps and cautions; None as long as neither the tender nor the end has a day."""
    work = WorkingDays(asked.nation)
    ends = asked.ends or _latest_end(asked, work)
    if ends is None:
        return None
    opens = asked.opens or work.on_or_before(ends - timedelta(days=TYPICAL))
    steps = (*_before(opens, work), Step("engage", "The market is engaged", opens, ends))
    steps += _after(ends, asked.tender, work)
    breaks = tuple(breaks_between(asked.nation, steps[0].first, steps[-1].last))
    window = qualifying_window(asked.tender) if asked.tender else None
    cautions = tuple(_cautions(asked, work, steps, breaks))
    return Plan(steps, cautions, breaks, window)


def qualifying_window(tender: date) -> tuple[date, date]:
    """When a planned procurement notice shortens the tender period: s.54(4) of the Act."""
    least, months = QUALIFYING
    year, month = tender.year - months // 12, tender.month
    leap_day = (month, tender.day) == (2, 29)
    return date(year, month, 28 if leap_day else tender.day), tender - least


def _latest_end(asked: Asked, work: WorkingDays) -> date | None:
    if asked.tender is None:
        return None
    return work.before(asked.tender, sum(days for _, _, days in AFTER) + 1)


def _before(opens: date, work: WorkingDays) -> tuple[Step, ...]:
    found: list[Step] = []
    until = work.before(opens, 1)
    for key, title, days in BEFORE:
        first = work.before(until, days - 1)
        found.insert(0, Step(key, title, first, until))
        until = work.before(first, 1)
    return tuple(found)


def _after(ends: date, tender: date | None, work: WorkingDays) -> tuple[Step, ...]:
    """From the end of the engagement on; the last part takes what time there is left."""
    found: list[Step] = []
    first = work.after(ends, 1)
    for key, title, days in reversed(AFTER):
        last = work.after(first, days - 1) if days > 1 else first
        found.append(Step(key, title, first, last))
        first = work.after(last, 1)
    day = max(tender or first, first)
    return (*found, Step("tender", "Publish the tender notice", day, day))


def _cautions(
    asked: Asked, work: WorkingDays, steps: tuple[Step, ...], breaks: tuple[Break, ...]
) -> Iterator[Caution]:
    engaged = next(step for step in steps if step.key == "engage")
    yield from _length(engaged)
    yield from _lateness(asked, steps)
    yield from _away(engaged, breaks)
    if not work.includes(engaged.last):
        holiday = work.holiday(engaged.last)
        free = f"a bank holiday ({holiday})" if holiday else "at a weekend"
        yield Caution(
            "end_not_worked",
            f"The engagement ends on {spoken_date(engaged.last)}, which is {free}. "
            "Nobody is there to help suppliers then.",
        )
    yield from _planned(asked)
    if steps[-1].last > work.known_until:
        yield Caution(
            "holidays_unknown",
            f"Bank holidays after {spoken_date(work.known_until)} are not announced yet, so days "
            "after that may move.",
        )


def _length(engaged: Step) -> Iterator[Caution]:
    days = (engaged.last - engaged.first).days
    if days < LEAST:
        yield Caution(
            "too_short",
            f"Suppliers have {max(days, 0)} days. Under {LEAST} days small suppliers and charities "
            f"cannot answer; {TYPICAL} days are usual.",
            f"{GUIDANCE}16",
        )
    elif days < TYPICAL:
        yield Caution("short", f"Suppliers have {days} days. {TYPICAL} days are usual.")


def _lateness(asked: Asked, steps: tuple[Step, ...]) -> Iterator[Caution]:
    if asked.tender and steps[-1].last > asked.tender:
        yield Caution(
            "tender_too_early",
            f"The tender notice on {spoken_date(asked.tender)} leaves too little time. With the "
            f"usual time for each step it could be published on {spoken_date(steps[-1].last)}.",
        )
    late = next((step for step in steps if step.last < asked.today), None)
    if late and asked.opens is None:
        move = "Move the tender" if asked.tender else "Choose a later end"
        yield Caution(
            "behind",
            f"“{late.title}” should have been done by {spoken_date(late.last)}. {move}, "
            "or take less time for a step.",
        )


def _away(engaged: Step, breaks: tuple[Break, ...]) -> Iterator[Caution]:
    for each in breaks:
        if each.first <= engaged.last and each.last >= engaged.first:
            first, last = max(each.first, engaged.first), min(each.last, engaged.last)
            usual = " in most councils" if each.of_schools else ""
            yield Caution(
                "schools" if each.of_schools else "christmas",
                f"{each.name}{usual}: many people are away for {(last - first).days + 1} days of "
                f"the engagement, from {spoken_date(first)} to {spoken_date(last)}. "
                "Give more time.",
            )


def _planned(asked: Asked) -> Iterator[Caution]:
    if asked.tender is None or asked.planned_notice is None:
        return
    first, last = qualifying_window(asked.tender)
    if not first <= asked.planned_notice <= last:
        yield Caution(
            "not_qualifying",
            "The planned procurement notice does not shorten the tender period: it would have to "
            f"be published from {spoken_date(first)} to {spoken_date(last)}.",
            f"{GUIDANCE}54",
        )
