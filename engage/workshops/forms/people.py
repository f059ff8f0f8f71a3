"""Who comes to a session, and how."""

from engage.web.fields import ChoiceField, EmailField, TextField, YesField
from engage.web.forms import Form
from engage.workshops.models import Mode, Sitting


class AttendeeForm(Form):
    """Who comes, when it is not whoever booked."""

    name = TextField("Name", noun="their name", max_length=120)
    email = EmailField("E-mail", noun="their e-mail address")


class WalkInForm(Form):
    """Somebody who came without a place."""

    organisation = TextField("Organisation", noun="their organisation", max_length=200)
    name = TextField("Name", noun="their name", max_length=120)
    email = EmailField("E-mail", noun="their e-mail address")


class BookForm(Form):
    """How somebody wants to come, when there is a choice."""

    mode = ChoiceField("How will you come?", noun="how you will come", optional=True)

    ask_first = YesField(
        "Ask me before you book it",
        hint="If you tick this, we offer you a free place by e-mail and keep it while you answer."
        " Otherwise we book it for you at once.",
    )

    def offer(self, sitting: Sitting) -> None:
        """The ways to come; with only one, nothing is asked."""
        self.mode.choices = [(mode.value, *_way(sitting, mode)) for mode in sitting.modes]
        self.mode.optional = len(sitting.modes) < 2

    @property
    def chosen(self) -> Mode | None:
        return Mode(self.mode.data) if self.mode.data else None


def _way(sitting: Sitting, mode: Mode) -> tuple[str, str]:
    words = "In person" if mode is Mode.IN_PERSON else "Online"
    free = sitting.free(mode)
    left = "1 place left" if free == 1 else f"{free:,} places left"
    return words, left if free else "Full: you join the waiting list"
