"""What the pages of workshops may send. Times are typed as a clock on a London wall shows them."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from engage.kernel.clock import NoSuchTime, TimeIsAmbiguous, from_wall, to_wall
from engage.web.fields import (
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
from engage.workshops.calendar import is_link
from engage.workshops.models import Workshop
from engage.workshops.service import Details, TooFewPlaces

MIDNIGHT = time(0)
NOWHERE = "Enter a place, a joining link, or both"


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
        hint="Address and how to get in without steps. Everybody can read this.",
        optional=True,
        max_length=300,
    )
    joining_link = TextField(
        "Joining link",
        hint="For a workshop online. Only people with a place see it.",
        optional=True,
        max_length=500,
    )
    capacity = WholeNumberField("Number of places", minimum=1, maximum=10_000, width=4)

    earliest: datetime | None = None  # a start must be after this
    taken = 0  # places that are promised already
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
    def asks_which(self) -> list[WhichField]:
        """The questions about times that happen twice on this day."""
        pairs = ((self.starts, self.starts_which), (self.ends, self.ends_which))
        return [each for at, each in pairs if is_twice(self.day.data, at.data)]

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if not self.venue.data and not self.joining_link.data and not self.joining_link.errors:
            self.venue.errors = [NOWHERE]
            valid = False
        return valid

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

    def validate_capacity(self, field: WholeNumberField) -> None:
        if field.data < self.taken:
            raise ValidationError(str(TooFewPlaces(self.taken)))

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


class CancelForm(Form):
    """Why a workshop is called off, in words its people read."""

    because = LongTextField(
        "Why is it cancelled?",
        noun="the reason",
        hint="People with a place read this in their e-mail.",
        max_length=2000,
        rows=4,
    )


def stored(workshop: Workshop) -> dict[str, Any]:
    """A workshop as its form shows it."""
    return {
        "title": workshop.title,
        "about": workshop.about,
        **walls(workshop.starts_at, workshop.ends_at),
        "venue": workshop.venue,
        "joining_link": workshop.joining_link,
        "capacity": workshop.capacity,
        "version": workshop.version,
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
    starts_at, ends_at = form.instants
    return Details(
        title=form.title.data,
        about=form.about.data,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=form.venue.data,
        joining_link=form.joining_link.data,
        capacity=form.capacity.data,
    )
