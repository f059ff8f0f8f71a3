"""The shape of what suppliers send about taking part and about themselves."""

from typing import Any

from engage.challenges.reference import divisions, region_choices
from engage.suppliers.models import Size
from engage.suppliers.service import NotACompanyNumber, company_number
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    EmailField,
    LongTextField,
    TextField,
    ValidationError,
    YesField,
)
from engage.web.forms import Form, Versioned

SIZES = [
    (Size.MICRO, "Micro", "Fewer than 10 people"),
    (Size.SMALL, "Small", "10 to 49 people"),
    (Size.MEDIUM, "Medium", "50 to 249 people"),
    (Size.LARGE, "Large", "250 people or more"),
    (Size.UNKNOWN, "I do not know"),
]


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


class SubscribeForm(Form):
    """Where to write when a search finds something new. What is searched is in the address."""

    email = EmailField("Your e-mail address", hint="We send a link there. Open it to confirm")


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


class ColleagueForm(Form):
    """Who else may act for a supplier."""

    name = TextField("Full name", max_length=120)
    email = EmailField("Work e-mail address", autocomplete="off")


class ProfileForm(Versioned):
    """What a supplier says of itself."""

    name = TextField("Name of the organisation", autocomplete="organization")
    company_number = TextField(
        "Company number",
        hint="8 characters, from Companies House. For example, 01234567 or SC123456",
        optional=True,
        max_length=20,
        width=10,
    )
    size = ChoiceField("How many people work for you?", choices=SIZES)
    vcse = YesField("We are a voluntary, community or social enterprise (VCSE)")
    region = ChoiceField(
        "Where you are based",
        optional=True,
        as_select=True,
        required_message="Select where you are based",
    )
    about = LongTextField(
        "What you do",
        hint="In plain words, for people who do not know your trade",
        optional=True,
        max_length=2000,
    )
    alerts = YesField("E-mail us about new challenges")
    divisions = ChoicesField(
        "Subjects you want to hear about",
        hint="Select none to hear about everything",
        optional=True,
    )

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self.region.choices = region_choices()
        self.divisions.choices = [(code[:2], label) for code, label in divisions()]

    def validate_company_number(self, field: TextField) -> None:
        try:
            company_number(field.data)
        except NotACompanyNumber as refusal:
            raise ValidationError(str(refusal)) from refusal
