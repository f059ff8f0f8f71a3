"""The shape of what officers send about outcomes."""

from engage.web.fields import ChoicesField, HiddenField, LongTextField
from engage.web.forms import Form

LONGEST = 9  # digits of a version that a database can count to


class Versioned(Form):
    """A page that remembers which version its reader sees."""

    version = HiddenField(max_length=20)

    def seen(self) -> int:
        """The version on the page; 0 (never a version) when the page does not say."""
        text = self.version.data or ""
        fits = text.isascii() and text.isdecimal() and len(text) <= LONGEST
        return int(text) if fits else 0

    def carry(self, version: int) -> None:
        """Let the page remember this version from now on."""
        self.version.data = str(version)
        self.version.raw_data = None


class SummaryForm(Versioned):
    heard = LongTextField(
        "What we heard",
        hint="What suppliers told you, taken together. Name no supplier and nobody's idea.",
        required_message="Write what you heard",
        rows=8,
    )
    changed = LongTextField(
        "What we changed", hint="In the need, the plan or the budget.", optional=True
    )
    unchanged = LongTextField("What we did not change, and why", optional=True)
    next_steps = LongTextField(
        "What happens next", hint="And when, as far as you know.", optional=True
    )


class FeedbackForm(Versioned):
    text = LongTextField(
        "What you tell them",
        noun="the feedback",
        hint="They read it as it is. Say what was useful and what was missing.",
        required_message="Write the feedback",
        max_length=5_000,
        rows=10,
    )
    reasons = ChoicesField("Sentences to add", optional=True)
