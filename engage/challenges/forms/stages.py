"""What moving a challenge asks for: when it ends, and why it is withdrawn."""

from datetime import datetime
from typing import Any

from engage.kernel.clock import from_wall, to_wall
from engage.kernel.errors import Refusal
from engage.web.fields import (
    DateField,
    LongTextField,
    TimeField,
    ValidationError,
    WhichField,
    is_twice,
    which,
)
from engage.web.forms import Form


class EndForm(Form):
    """A date and a time on a wall in London, through both changes of the clocks."""

    ends = DateField("Date the engagement ends", noun="the end date")
    ends_time = TimeField(
        "Time it ends", hint="UK time, for example 12 noon or 5pm", noun="the end time"
    )
    which = WhichField()

    @staticmethod
    def walls(ends: datetime | None) -> dict[str, Any]:
        """What the fields show for an instant."""
        if ends is None:
            return {"ends": None, "ends_time": None, "which": ""}
        day, hour = to_wall(ends)
        return {"ends": day, "ends_time": hour.replace(tzinfo=None), "which": which(ends)}

    def validate_ends_time(self, field: TimeField) -> None:
        try:
            self.instant()
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None

    @property
    def is_twice(self) -> bool:
        """Whether the time typed happens twice, so that the page has to ask which."""
        return is_twice(self.ends.data, self.ends_time.data)

    def instant(self) -> datetime | None:
        """The instant meant; None while a part is missing."""
        if self.ends.data is None or self.ends_time.data is None:
            return None
        return from_wall(self.ends.data, self.ends_time.data, later=self.which.later)


class WithdrawForm(Form):
    because = LongTextField(
        "Why do you withdraw it?",
        noun="the reason",
        hint="Suppliers and the public read this on the page of the challenge.",
        max_length=2000,
    )
