"""When the council may read responses."""

from engage.challenges.models import Sealing
from engage.web.fields import ChoiceField
from engage.web.forms import Form


class SealingForm(Form):
    sealing = ChoiceField(
        "When do you read responses?",
        noun="when you read responses",
        choices=[
            (
                Sealing.POLICY,
                "When the engagement has ended",
                "Until then nobody at the council can read a response, or see how many there are. "
                "Suppliers write most openly when they know this.",
            ),
            (
                Sealing.ROLLING,
                "As they come",
                "You can talk with a supplier about what they sent while others still write. "
                "Whatever you tell one of them, the others need to know in time.",
            ),
        ],
    )
