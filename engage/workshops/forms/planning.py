"""When and where a session is, as an officer types it. Times are those of a clock in London."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from engage.kernel.clock import LONDON, NoSuchTime, TimeIsAmbiguous, from_wall, spoken, to_wall
from engage.web.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    TextField,
    TimeField,
    ValidationError,
    WhichField,
    WholeNumberField,
    is_twice,
    which,
)
from engage.web.forms import Form, Versioned
from engage.workshops.advice import about_steps, about_time
from engage.workshops.calendar import is_link
from engage.workshops.models import Mode, Sitting
from engage.workshops.service import Details, TooFewPlaces, When, version_of

MIDNIGHT = time(0)
PLACES: dict[str, Any] = {"minimum": 0, "maximum": 10_000, "width": 4}
NO_PLACES = "Enter the number of places in person, online, or both"
NO_VENUE = "Enter where the places in person are"
NO_LINK = "Enter the link for the places online"
UNUSED = "Enter how many can come here, or delete the place"


class WorkshopForm(Versioned):
    """A workshop on one day. After ``submitted()``, ``instants`` are its start and end in UTC."""

    title = TextField("Title", hint="For example, Meet the tenants")
    about = LongTextField(
        "What it is about",
        noun="the text",
        hint="What people will hear and can ask. Everybody can read this.",
        optional=True,
        max_length=5000,
    )
    day = DateField("Day", noun="the day")
    starts = TimeField(
        "Starts at",
        noun="the start",
        hint="London time (GMT in winter, BST in summer), like 2:30pm",
    )
    starts_which = WhichField("Which of the two is the start?")
    ends = TimeField("Ends at", noun="the end", hint="London time, on the same day")
    ends_which = WhichField("Which of the two is the end?")
    venue = TextField(
        "Place",
        hint="The address of the room. Everybody can read this.",
        optional=True,
        max_length=300,
    )
    step_free = LongTextField(
        "How to get in without steps",
        noun="how to get in without steps",
        hint="Ramps, lifts, door widths, an accessible toilet, a hearing loop. Say so if there are"
        " steps. Everybody can read this.",
        optional=True,
        max_length=1000,
        rows=3,
    )
    travel = LongTextField(
        "How to get there",
        noun="how to get there",
        hint="The nearest bus stop or station, and parking for Blue Badge holders. Everybody can"
        " read this.",
        optional=True,
        max_length=1000,
        rows=3,
    )
    in_person = WholeNumberField(
        "Number of places in person", noun="the number of places in person", optional=True, **PLACES
    )
    joining_link = TextField(
        "Joining link",
        hint="For a workshop online. Only people with a place see it.",
        optional=True,
        max_length=500,
    )
    online = WholeNumberField(
        "Number of places online", noun="the number of places online", optional=True, **PLACES
    )

    per_supplier = WholeNumberField(
        "Most places for one supplier",
        noun="how many places one supplier may have",
        hint="Leave empty if it does not matter. 2 leaves room for small firms.",
        minimum=1,
        maximum=10_000,
        width=4,
        optional=True,
    )

    earliest: datetime | None = None  # a start must be after this
    sitting: Sitting | None = None  # the session that is there already
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def instants(self) -> tuple[datetime, datetime]:
        if self.starts_at is None or self.ends_at is None:
            raise ValueError("the form has errors")
        return self.starts_at, self.ends_at

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**saved, **walls(saved["starts_at"], saved["ends_at"])}

    @property
    def advice(self) -> list[str]:
        """Suggestions about what the fields show now."""
        said = [about_steps(self.in_person.data, self.step_free.data)]
        times = (self.starts.data, self.ends.data)
        if self.day.data is not None and None not in times:
            day = self.day.data
            said.append(about_time(*(datetime.combine(day, each, LONDON) for each in times)))
        return [each for each in said if each]

    @property
    def asks_which(self) -> list[WhichField]:
        """The questions about times that happen twice on this day."""
        pairs = ((self.starts, self.starts_which), (self.ends, self.ends_which))
        return [each for at, each in pairs if is_twice(self.day.data, at.data)]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        for field, sentence in self._lacking():
            if not field.errors:
                field.errors = [sentence]
                valid = False
        return valid

    def _lacking(self) -> Iterator[tuple[Any, str]]:
        """Which places are without a venue or link, and the other way round."""
        room, line = self.in_person, self.online
        if not room.data and not line.data and not line.errors:
            yield room, NO_PLACES
        elif self.venue.data and not room.data:
            yield room, UNUSED
        if room.data and not self.venue.data:
            yield self.venue, NO_VENUE
        if line.data and not self.joining_link.data:
            yield self.joining_link, NO_LINK
        for field, mode in ((room, Mode.IN_PERSON), (line, Mode.ONLINE)):
            taken = self.sitting.taken(mode) if self.sitting else 0
            if (field.data or 0) < taken:
                yield field, str(TooFewPlaces(taken, mode))

    def validate_starts(self, field: TimeField) -> None:
        self.starts_at = self._instant(field.data, self.starts_which)
        if self.starts_at and self.earliest and self.starts_at <= self.earliest:
            raise ValidationError("The workshop must start in the future")

    def validate_ends(self, field: TimeField) -> None:
        self.ends_at = self._instant(field.data, self.ends_which, ends=True)
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError("The workshop must end after it starts")

    def validate_joining_link(self, field: TextField) -> None:
        if not is_link(field.data):
            raise ValidationError(
                "The joining link must be a web address without spaces, like https://example.org/x"
            )

    def _instant(self, at: time, chosen: WhichField, *, ends: bool = False) -> datetime | None:
        day = self.day.data
        if day is None or self.day.errors:
            return None  # the day says what is wrong
        if ends and at == MIDNIGHT:
            day += timedelta(days=1)  # "until midnight" is the end of that day
        try:
            return from_wall(day, at, later=chosen.later)
        except (NoSuchTime, TimeIsAmbiguous) as refusal:
            raise ValidationError(str(refusal)) from None


class SessionForm(WorkshopForm):
    """One more session of a workshop whose words are known."""

    def __init__(self, *about: Any, **settings: Any) -> None:
        super().__init__(*about, **settings)
        del self.title, self.about


class CancelForm(Form):
    """Why a workshop is called off, in words its people read."""

    because = LongTextField(
        "Why is it cancelled?",
        noun="the reason",
        hint="People with a place read this in their e-mail.",
        max_length=2000,
        rows=4,
    )
    which = ChoiceField(
        "Which sessions?",
        noun="which sessions",
        choices=[("one", "Only this session"), ("all", "All sessions of this workshop to come")],
        default="one",
        optional=True,
        marked=False,
    )

    to = ChoiceField(
        "Where do its people go?",
        noun="where its people go",
        hint="They move in their order. Who does not fit stands first on its waiting list.",
        default="",
        optional=True,
        marked=False,
    )

    def offer(self, others: Sequence[Sitting]) -> None:
        """The sessions that people can be moved to."""
        self.to.choices = [
            ("", "Nowhere", "They get an e-mail and can book another session"),
            *((str(each.id), f"To {spoken(each.starts_at)}", _left(each)) for each in others),
        ]

    def chosen(self, others: Sequence[Sitting]) -> Sitting | None:
        """None: nowhere, or every session is cancelled."""
        if self.which.data == "all":
            return None
        return next((each for each in others if str(each.id) == self.to.data), None)


_KINDS = {Mode.IN_PERSON: " in person", Mode.ONLINE: " online"}


def _left(sitting: Sitting) -> str:
    """Of each kind apart: nobody who comes online is moved into a room that has one."""
    kinds = [(sitting.free(mode), _KINDS[mode]) for mode in sitting.modes]
    if len(kinds) == 1:
        kinds = [(kinds[0][0], "")]
    said = [f"{free:,} {'place' if free == 1 else 'places'}{kind}" for free, kind in kinds]
    return " and ".join(said) + " free"


def stored(sitting: Sitting) -> dict[str, Any]:
    """A session as its form shows it."""
    return {
        "title": sitting.title,
        "about": sitting.about,
        **walls(sitting.starts_at, sitting.ends_at),
        "venue": sitting.venue,
        "step_free": sitting.step_free,
        "travel": sitting.travel,
        "joining_link": sitting.joining_link,
        "in_person": sitting.in_person or None,
        "online": sitting.online or None,
        "per_supplier": sitting.per_supplier,
        "version": version_of(sitting),
    }


def walls(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """A start and an end as the fields show them."""
    day, starts = to_wall(starts_at)
    return {
        "day": day,
        "starts": starts.replace(fold=0),
        "starts_which": which(starts_at),
        "ends": to_wall(ends_at)[1].replace(fold=0),
        "ends_which": which(ends_at),
    }


def typed(form: WorkshopForm) -> Details:
    """What the services take, from a form without errors."""
    return Details(title=form.title.data, about=form.about.data, **when(form))


def when(form: WorkshopForm) -> When:
    """The part of it that is about one session."""
    starts_at, ends_at = form.instants
    return When(
        starts_at=starts_at,
        ends_at=ends_at,
        venue=form.venue.data,
        step_free=form.step_free.data,
        travel=form.travel.data,
        joining_link=form.joining_link.data,
        in_person=form.in_person.data or 0,
        online=form.online.data or 0,
        per_supplier=form.per_supplier.data,
    )
