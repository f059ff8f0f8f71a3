"""The shape of what people send who take part, or want to hear of challenges."""

from engage.interest.models import Cadence
from engage.interest.queries import OFTEN
from engage.web.fields import ChoiceField, EmailField, TextField, YesField
from engage.web.forms import Form

CADENCES = (
    (Cadence.NOW, OFTEN[Cadence.NOW], "An e-mail for each challenge, when it is published"),
    (Cadence.DAILY, OFTEN[Cadence.DAILY], "One e-mail, and none if there is nothing new"),
    (Cadence.WEEKLY, OFTEN[Cadence.WEEKLY], "One e-mail, and none if there is nothing new"),
)


class RegisterForm(Form):
    """Who wants to take part. One screen, no account."""

    organisation = TextField(
        "Your organisation",
        hint="A company, a charity, a university, or your own name",
        required_message="Enter the name of your organisation",
        autocomplete="organization",
    )
    name = TextField("Your name", max_length=120, autocomplete="name")
    email = EmailField("Your e-mail address", hint="We send a link there. Open it to take part")
    alerts = YesField("Also e-mail me about new challenges like this")


class AcceptForm(Form):
    """Who takes part by the link of an invitation; its address is known."""

    organisation = TextField(
        "Your organisation",
        hint="A company, a charity, a university, or your own name",
        required_message="Enter the name of your organisation",
        autocomplete="organization",
    )
    name = TextField("Your name", max_length=120, autocomplete="name")
    alerts = YesField("Also e-mail me about new challenges like this")


class SubscribeForm(Form):
    """Where to write when a search finds something new. What is searched is in the address."""

    email = EmailField("Your e-mail address", hint="We send a link there. Open it to confirm")
    cadence = ChoiceField("How often?", choices=CADENCES, optional=True, marked=False)

    def chosen(self) -> Cadence:
        """At once, when nothing was chosen."""
        return Cadence(self.cadence.data or Cadence.NOW)


class LostLinkForm(Form):
    """Where a link was sent to."""

    email = EmailField(
        "Your e-mail address",
        hint="The one you gave when you registered",
    )
    reference = TextField(
        "Reference of the challenge",
        hint="For example, MBC-2026-014. Leave it empty to get the links of all your challenges",
        optional=True,
        max_length=20,
        width=10,
    )
