"""When the council may read responses, who opens them, and the phrase that opens."""

from collections.abc import Iterable, Sequence
from typing import Any

from engage.accounts.models import OpeningKey
from engage.challenges.models import Sealing
from engage.web.fields import ChoiceField, ChoicesField, PasswordField, YesField
from engage.web.forms import Form


class SealingForm(Form):
    sealing = ChoiceField(
        "When do you read responses?",
        noun="when you read responses",
        choices=[
            (
                Sealing.POLICY,
                "When the engagement has ended",
                "Until then nobody at the council can read a response. Suppliers write most "
                "openly when they know this.",
            ),
            (
                Sealing.KEY,
                "When two named people have opened them, after the end",
                "Each response is encrypted when it is sent. Nobody can read it before two of "
                "the people you name below use their keys: not the council, not whoever runs "
                "this service, and not the supplier.",
            ),
            (
                Sealing.ROLLING,
                "As they come",
                "You can talk with a supplier about what they sent while others still write. "
                "Whatever you tell one of them, the others need to know in time.",
            ),
        ],
    )
    openers = ChoicesField(
        "Who opens them?",
        hint="Only for responses that two people open. Select two to five; three or more are "
        "safer: if fewer than two of them remember their phrase, nobody can ever read the "
        "responses.",
        noun="who opens them",
        optional=True,
        marked=False,
    )
    counts_shown = YesField(
        "Show the council how many responses there are before anybody can read them",
        hint="Suppliers read this on the page of the challenge. Nothing else is shown.",
        marked=False,
    )

    def offer(self, known: Iterable[Sequence[Any]]) -> None:
        self.known: dict[str, OpeningKey] = {str(key.id): key for key, _name in known}
        self.openers.choices = [(str(key.id), name) for key, name in known]

    @property
    def chosen(self) -> list[OpeningKey]:
        return [self.known[each] for each in self.openers.data]


class OpenForm(Form):
    phrase = PasswordField("Your opening phrase", noun="your opening phrase", autocomplete="off")
