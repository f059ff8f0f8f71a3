"""What a council administrator may say about their council."""

import re
from typing import Any

from engage.authorities.models import ApprovalRule
from engage.web.brand import COLOUR, WHITE, contrast, text_on
from engage.web.fields import (
    ChoiceField,
    EmailField,
    TextField,
    ValidationError,
    WholeNumberField,
    YesField,
)
from engage.web.forms import Versioned

PPON = re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}")
PPON_SCHEME = re.compile(r"^GB-PPON[-:]")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
WEBSITE = re.compile(r"https?://[^\s/:@]+\.[^\s/:@]+(/\S*)?")
REGIONS = (
    ("UKC", "North East (England)"),
    ("UKD", "North West (England)"),
    ("UKE", "Yorkshire and the Humber"),
    ("UKF", "East Midlands (England)"),
    ("UKG", "West Midlands (England)"),
    ("UKH", "East of England"),
    ("UKI", "London"),
    ("UKJ", "South East (England)"),
    ("UKK", "South West (England)"),
    ("UKL", "Wales"),
    ("UKM", "Scotland"),
    ("UKN", "Northern Ireland"),
)
LEAST_CONTRAST = 3.0  # WCAG 2.2, 1.4.11: the header against the white page


class SettingsForm(Versioned):
    """The council as suppliers and notices see it."""

    name = TextField("Name of the council", noun="the name of the council", max_length=200)
    email = EmailField(
        "Contact e-mail address",
        hint="A shared mailbox that is read every working day. Suppliers' replies go there, "
        "and notices name it.",
    )
    street = TextField("Street", optional=True, max_length=200, autocomplete="address-line1")
    locality = TextField(
        "Town or city", optional=True, max_length=80, autocomplete="address-level2", width=20
    )
    postcode = TextField(
        "Postcode", optional=True, max_length=10, autocomplete="postal-code", width=10
    )
    region = ChoiceField(
        "Nation or region",
        noun="the nation or region",
        hint="It decides which law and which official site we name, and whose bank holidays count.",
        choices=REGIONS,
        as_select=True,
        optional=True,
    )
    ppon = TextField(
        "Public procurement organisation number (PPON)",
        noun="the PPON",
        hint="Notices on Find a Tender must give it. It looks like PJYG-6658-PPMY.",
        optional=True,
        max_length=30,
        width=20,
    )
    website = TextField(
        "Website",
        hint="For example, https://www.marlbury.gov.uk",
        optional=True,
        max_length=200,
        autocomplete="url",
    )
    brand_colour = TextField(
        "Brand colour",
        hint="The colour of the bar at the top of your pages, like #1d5c63.",
        max_length=7,
        width=10,
    )
    pipeline_required = YesField(
        "We will pay more than £100 million this year, so we publish pipeline notices (section 93)"
    )

    approval_rule = ChoiceField(
        "Does somebody else approve a challenge before it is published?",
        noun="when somebody else approves a challenge",
        hint="An approver is never who sent the challenge for approval, or who changed it last.",
        choices=[
            (ApprovalRule.NEVER.value, "Only if the officer asks for it"),
            (ApprovalRule.ABOVE.value, "Above a value", "Also when the value is not known."),
            (ApprovalRule.ALWAYS.value, "Always"),
        ],
    )
    approval_above = WholeNumberField(
        "Above which value?",
        noun="the value",
        hint="The likely value of the whole contract with VAT, in pounds.",
        prefix="£",
        optional=True,
    )

    offer_hours = WholeNumberField(
        "Hours to take a place that is offered",
        noun="the hours to take a place",
        hint="Who waits for a full workshop and asked to be asked has so long to say yes. Shortly"
        " before the workshop it is less.",
        minimum=1,
        maximum=72,
        width=3,
    )
    term_dates = TextField(
        "School term dates",
        noun="the term dates",
        hint="A web address. Officers see it where they choose the day of a workshop.",
        optional=True,
        max_length=300,
        autocomplete="url",
    )
    materials_days = WholeNumberField(
        "Working days after a workshop to publish its slides and notes",
        noun="the number of working days",
        hint="From 1 to 20. Everybody sees the day on the page of the challenge.",
        minimum=1,
        maximum=20,
        width=2,
    )
    feedback_days = WholeNumberField(
        "Working days after an engagement to tell everybody its outcome",
        noun="the number of working days",
        hint="From 5 to 60. Everybody sees the day on the page of the challenge.",
        minimum=5,
        maximum=60,
        width=2,
    )
    told_when_late = EmailField(
        "Who is told when something is late?",
        noun="the e-mail address",
        hint="For example, the head of procurement. If it is empty, your council administrators.",
        optional=True,
    )

    def validate_approval_rule(self, field: ChoiceField) -> None:
        if field.data == ApprovalRule.ABOVE and self.approval_above.data is None:
            raise ValidationError("Enter the value above which somebody else approves")

    def validate_ppon(self, field: TextField) -> None:
        typed = PPON_SCHEME.sub("", field.data.upper().replace(" ", ""))
        if typed and not PPON.fullmatch(typed):
            raise ValidationError("The PPON must look like PJYG-6658-PPMY")
        field.data = typed

    def validate_postcode(self, field: TextField) -> None:
        found = POSTCODE.fullmatch(field.data.upper())
        if field.data and not found:
            raise ValidationError("Enter a full UK postcode, like MB1 2AA")
        field.data = f"{found[1]} {found[2]}" if found else ""

    def validate_website(self, field: TextField) -> None:
        if field.data and not WEBSITE.fullmatch(field.data):
            raise ValidationError("The website must begin with https://")

    def validate_term_dates(self, field: TextField) -> None:
        if field.data and not WEBSITE.fullmatch(field.data):
            raise ValidationError("The term dates must be a web address that begins with https://")

    def validate_brand_colour(self, field: TextField) -> None:
        if not COLOUR.fullmatch(field.data):
            raise ValidationError(
                "The brand colour must be # and 6 digits or letters, like #1d5c63"
            )
        if contrast(field.data, WHITE) < LEAST_CONTRAST:
            raise ValidationError("The brand colour is too light to see. Choose a darker one")
        field.data = field.data.lower()

    @property
    def contrast_hint(self) -> str:
        """How the colour of now does, in words."""
        colour = self.brand_colour.data
        if not COLOUR.fullmatch(colour):
            return ""
        words = "White" if text_on(colour) == WHITE else "Black"
        ratio = contrast(colour, text_on(colour))
        return f"{words} text on this colour has a contrast of {ratio:.1f} to 1. 4.5 is needed."

    @property
    def settings(self) -> dict[str, Any]:
        """What was typed, by the names of the model; no PPON is None."""
        typed = {**self.data, "ppon": self.ppon.data or None}
        return {**typed, "approval_rule": ApprovalRule(self.approval_rule.data)}
