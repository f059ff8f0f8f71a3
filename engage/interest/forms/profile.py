"""What a supplier says of itself, and of its people."""

from collections.abc import Callable, Collection
from typing import Any

from engage.challenges.reference import cpv_label, divisions, region_choices
from engage.suppliers import identifiers
from engage.suppliers.models import Size
from engage.suppliers.queries import LONGEST_CODE
from engage.suppliers.service import MOST_SUBJECTS
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


class ColleagueForm(Form):
    """Who else may act for a supplier."""

    name = TextField("Full name", max_length=120)
    email = EmailField("Work e-mail address", autocomplete="off")


def subject_label(branch: str) -> str:
    """What a branch of the CPV tree is called: a division by its words, others with the code."""
    code = branch.ljust(8, "0")
    label = cpv_label(code) or "A subject that is no longer in the list"
    return label if len(branch) == 2 else f"{label} ({code})"


class ProfileForm(Versioned):
    """What a supplier says of itself. ``known``: branches of the CPV tree it has, to offer.

    Any other that is posted will do too, if there is such a code: it may come from a file.
    """

    name = TextField("Name of the organisation", autocomplete="organization")
    company_number = TextField(
        "Company number",
        hint="8 characters, from Companies House. For example, 01234567 or SC123456",
        optional=True,
        max_length=20,
        width=10,
    )
    charity_number = TextField(
        "Charity number",
        hint="From the regulator of charities of England and Wales, Scotland or Northern Ireland. "
        "For example, 1234567, SC012345 or NIC101234",
        optional=True,
        max_length=20,
        width=10,
    )
    ppon = TextField(
        "Public Procurement Organisation Number (PPON)",
        hint="You get it when you register on Find a Tender. It looks like PJYG-6658-PPMY",
        optional=True,
        max_length=30,
        width=20,
    )
    size = ChoiceField("How many people work for you?", choices=SIZES)
    vcse = YesField("We are a voluntary, community or social enterprise (VCSE)")
    social_enterprise = YesField("We are a social enterprise")
    regions = ChoicesField("Where you work", hint="Select all that you serve", optional=True)
    about = LongTextField(
        "What you do",
        hint="In plain words, for people who do not know your trade",
        optional=True,
        max_length=2000,
    )
    access_needs = LongTextField(
        "What helps you take part",
        hint="For example, large print, captions or step-free rooms. Do not write about the health "
        "of one person",
        optional=True,
        max_length=1000,
        rows=3,
    )
    languages = TextField(
        "Languages you can work in",
        hint="For example, English, Welsh, British Sign Language",
        optional=True,
        max_length=200,
    )
    alerts = YesField("E-mail us about new challenges")
    codes = ChoicesField(
        "Subjects you want to hear about",
        hint="Select none to hear about everything",
        optional=True,
        at_most=MOST_SUBJECTS,
    )

    def __init__(self, *settings: Any, known: Collection[str] = (), **more: Any) -> None:
        super().__init__(*settings, **more)
        self.regions.choices = region_choices()
        exact = {each for each in (*known, *self.codes.data) if _is_exact(each)}
        branches = sorted([*exact, *(code[:2] for code, _label in divisions())])
        self.codes.choices = [(branch, subject_label(branch)) for branch in branches]

    def validate_company_number(self, field: TextField) -> None:
        _checked(identifiers.company_number, field)

    def validate_charity_number(self, field: TextField) -> None:
        _checked(identifiers.charity_number, field)

    def validate_ppon(self, field: TextField) -> None:
        _checked(identifiers.ppon, field)


def _is_exact(branch: str) -> bool:
    """Whether it stands below a division in the list of CPV codes."""
    return (
        2 < len(branch) <= LONGEST_CODE and cpv_label(branch.ljust(LONGEST_CODE, "0")) is not None
    )


def _checked(read: Callable[[str], str | None], field: TextField) -> None:
    try:
        read(field.data)
    except identifiers.BadIdentifier as refusal:
        raise ValidationError(str(refusal)) from refusal
