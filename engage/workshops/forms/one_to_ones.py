"""What officers say of a series of one-to-ones, and what suppliers ask for."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from engage.kernel.clock import (
    NoSuchTime,
    TimeIsAmbiguous,
    from_wall,
    spoken_date,
    spoken_time,
    to_wall,
)
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    LongTextField,
    TextField,
    TimeField,
    ValidationError,
    WholeNumberField,
    YesField,
)
from engage.web.fields.dates import YEARS, number
from engage.web.forms import Form, Versioned
from engage.workshops.calendar import is_link
from engage.workshops.models import Rule, Series, Slot, Way
from engage.workshops.service.one_to_ones import Pattern, SeriesDetails

ANY = "any"
HOURS = {
    "first_starts": "first_start",
    "last_ends": "last_end",
    "lunch_starts": "lunch_from",
    "lunch_ends": "lunch_to",
}
"""Fields, and what the pattern calls them."""
WAYS = [
    (Way.IN_PERSON, "In person"),
    (Way.ONLINE, "Online"),
    (Way.PHONE, "By phone"),
]
RULE_CHOICES = [
    (
        Rule.FIRST_COME,
        "First come, first served",
        "Suppliers pick a free slot. Whoever is quick has the choice.",
    ),
    (
        Rule.LOTTERY,
        "Public lottery",
        "Everybody has the same chance, however early they ask. Anybody can check the draw.",
    ),
]
SCRIPT = """1. What did we get wrong or leave out when we described the problem?
2. How have you, or others, solved this elsewhere? What did it take?
3. What would stop a firm like yours from taking part?
4. What should we ask everybody, and what should we not ask?"""
TEMPLATE = """Who was there:

What they said to each question:

1.
2.
3.
4.

What we told them that is not published yet:

What happens next:
"""


class SeriesForm(Versioned):
    """A series: its slots follow from a pattern. Times are those of a clock in London."""

    title = TextField("Title", hint="For example, 30 minutes with the housing team")
    about = LongTextField(
        "What it is about",
        noun="the text",
        hint="Everybody can read this.",
        optional=True,
        max_length=5000,
        rows=3,
    )
    way = ChoiceField("How do you meet?", noun="how you meet", choices=WAYS)
    venue = TextField(
        "Place, or who phones whom",
        noun="the place",
        hint="Address and how to get in without steps, or who makes the call. Everybody can read"
        " this.",
        optional=True,
        max_length=300,
    )
    joining_link = TextField(
        "Joining link", hint="Only people with a slot see it.", optional=True, max_length=500
    )
    days = LongTextField(
        "Days",
        noun="the days",
        hint="One on each line, for example 18 12 2026",
        max_length=500,
        rows=3,
    )
    first_starts = TimeField(
        "First slot starts at", noun="when the first slot starts", hint="London time, like 9:30am"
    )
    last_ends = TimeField("Last slot ends by", noun="when the last slot ends")
    minutes = WholeNumberField(
        "Minutes in each slot", noun="the minutes", minimum=5, maximum=240, width=3
    )
    pause = WholeNumberField(
        "Minutes between two slots", noun="the minutes between", minimum=0, maximum=120, width=3
    )
    lunch_starts = TimeField("A break begins at", noun="when the break begins", optional=True)
    lunch_ends = TimeField("The break ends at", noun="when the break ends", optional=True)
    rule = ChoiceField("How are slots given?", noun="how slots are given", choices=RULE_CHOICES)
    per_supplier = WholeNumberField(
        "Most slots for one supplier", noun="the most slots", minimum=1, maximum=20, width=2
    )
    closes_day = DateField("Asking closes on", noun="the day asking closes")
    closes_time = TimeField("At this time", noun="the time asking closes")
    script = LongTextField(
        "Questions you ask everybody",
        noun="the questions",
        hint="The same for every slot, as a list. Suppliers with a slot see them.",
        max_length=5000,
        rows=8,
    )
    template = LongTextField(
        "Headings for your notes",
        noun="the headings",
        hint="Every slot's notes begin with these.",
        optional=True,
        max_length=5000,
        rows=8,
    )

    def validate_joining_link(self, field: TextField) -> None:
        if not is_link(field.data):
            raise ValidationError(
                "The joining link must be a web address without spaces, like https://example.org/x"
            )

    def validate_days(self, field: LongTextField) -> None:
        wrong = [each for each in field.data.splitlines() if each.strip() and not day_of(each)]
        if wrong:
            raise ValidationError(
                f"“{wrong[0].strip()[:40]}” must be a real date, like 18 12 2026, on its own line"
            )

    def validate_closes_time(self, field: TimeField) -> None:
        if self.closes_day.data is None or self.closes_day.errors:
            return  # the day says what is wrong
        try:
            from_wall(self.closes_day.data, field.data)
        except (NoSuchTime, TimeIsAmbiguous):
            raise ValidationError("The clocks change in that hour. Choose another time") from None

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        return as_typed(saved)


class AskForm(Form):
    """Which slot somebody wants, or which would suit."""

    slot = ChoiceField("Choose a slot", noun="a slot", optional=True)
    suits = ChoicesField(
        "Which slots suit you?",
        noun="which slots suit",
        hint="Tick all that do. If you tick none, every slot suits you.",
        optional=True,
    )

    def offer(self, slots: Sequence[Slot], free: Sequence[Slot]) -> None:
        """``free``: the slots to pick from; empty where nobody picks."""
        self.suits.choices = [(str(slot.number), said(slot)) for slot in slots]
        self.slot.choices = [(str(slot.number), said(slot)) for slot in free]
        if free:
            self.slot.choices.append((ANY, "None of these: put me on the waiting list"))
            self.slot.optional = False

    @property
    def number(self) -> int | None:
        """The slot that was picked."""
        return int(self.slot.data) if self.slot.data not in ("", ANY, None) else None

    @property
    def suiting(self) -> list[int]:
        return [int(number) for number in self.suits.data]


class NotesForm(Versioned):
    """Notes of one slot."""

    text = LongTextField("Notes", noun="your notes", max_length=20_000, rows=16)
    publish = YesField(
        "Publish this version",
        hint="Everybody can read it, beside the time of the slot. Do not name the supplier, or say"
        " what they told you in confidence.",
    )


class CallOffForm(Form):
    """Why a slot, or all of them, is called off."""

    because = LongTextField(
        "Why is it cancelled?",
        noun="the reason",
        hint="Whoever has the slot, or asked for one, reads this in their e-mail.",
        max_length=2000,
        rows=4,
    )


class OpenForm(Versioned):
    """The button that opens asking; it knows which draft its reader saw."""


def said(slot: Slot) -> str:
    """ "9:30am to 10am on Tuesday 16 March 2027"."""
    times = f"{spoken_time(slot.starts_at)} to {spoken_time(slot.ends_at)}"
    return f"{times} on {spoken_date(slot.starts_at)}"


def series_typed(form: SeriesForm) -> SeriesDetails:
    """What the services take, from a form without errors."""
    pattern = Pattern(
        days=sorted({day.isoformat() for day in map(day_of, form.days.data.splitlines()) if day}),
        first_start=_hour(form.first_starts.data),
        last_end=_hour(form.last_ends.data),
        minutes=form.minutes.data,
        pause=form.pause.data,
        lunch_from=_hour(form.lunch_starts.data),
        lunch_to=_hour(form.lunch_ends.data),
    )
    return SeriesDetails(
        title=form.title.data,
        about=form.about.data,
        way=Way(form.way.data),
        venue=form.venue.data,
        joining_link=form.joining_link.data,
        pattern=pattern.stored(),
        rule=Rule(form.rule.data),
        per_supplier=form.per_supplier.data,
        closes_at=from_wall(form.closes_day.data, form.closes_time.data),
        script=form.script.data,
        template=form.template.data,
    )


def series_stored(series: Series) -> dict[str, Any]:
    """A series as its form shows it."""
    names = SeriesDetails.__annotations__
    return as_typed({name: getattr(series, name) for name in names}) | {"version": series.version}


def as_typed(saved: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a series by the names of the fields."""
    pattern = saved["pattern"]
    days = (date.fromisoformat(day) for day in pattern["days"])
    closes_day, closes_time = to_wall(saved["closes_at"])
    return {
        **{name: value for name, value in saved.items() if name not in ("pattern", "closes_at")},
        **{name: _time(pattern[key]) for name, key in HOURS.items()},
        "days": "\n".join(f"{day.day} {day.month} {day.year}" for day in days),
        "minutes": pattern["minutes"],
        "pause": pattern["pause"],
        "closes_day": closes_day,
        "closes_time": closes_time.replace(fold=0),
    }


def day_of(text: str) -> date | None:
    """A date as people write it: 18 12 2026, 18/12/2026 or 18 December 2026."""
    try:
        day, month, year = map(number, re.split(r"[\s/.-]+", text.strip()))
        found = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return found if found.year in YEARS else None


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _hour(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""
