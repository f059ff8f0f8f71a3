"""What an officer adds after a workshop: a file, a link or notes, and why something goes."""

from typing import Any

from engage.files.forms import LONGEST_TITLE, FileForm
from engage.kernel.markdown import LONGEST
from engage.web.fields import ChoiceField, LongTextField, TextField, ValidationError
from engage.web.forms import Form, Versioned
from engage.workshops.models import Captions, MaterialKind
from engage.workshops.service.materials import Content, is_secure

NOT_A_RECORDING = "no"
WHOLE, ONE = "all", "one"


class MaterialForm(Versioned):
    """What every material has. ``about``: of which sessions, asked where there are several."""

    title = TextField(
        "Title",
        hint="Say what people will find, for example: Slides about the 12 sites",
        max_length=LONGEST_TITLE,
    )
    sessions = ChoiceField(
        "Which sessions is it about?",
        noun="which sessions it is about",
        choices=[(ONE, "This session"), (WHOLE, "All sessions of this workshop")],
        default=ONE,
    )
    because = LongTextField(
        "Why do you replace it?",
        noun="the reason",
        hint="Everybody reads this where the old one was.",
        max_length=1000,
        rows=3,
    )

    def ask(self, *, sessions: bool, why: bool) -> None:
        """Leave out what need not be asked."""
        if not sessions:
            del self.sessions
        if not why:
            del self.because

    @property
    def reason(self) -> str:
        return str(self._value("because"))

    @property
    def content(self) -> Content:
        """What the services take; no link, captions or notes where the form has none."""
        captions = self._value("captions")
        return {
            "title": self.title.data,
            "address": self._value("address"),
            "captions": Captions(captions) if captions in set(Captions) else None,
            "text": self._value("text"),
            "whole": self._value("sessions") == WHOLE,
        }

    def _value(self, name: str) -> Any:
        field: Any = self._fields.get(name)
        return field.data if field is not None else ""

    def as_fields(self, saved: Any) -> Any:
        return shown(saved)


class MaterialFileForm(MaterialForm, FileForm):
    """Slides or a paper. While it is a draft its title can change, its file cannot."""


class LinkForm(MaterialForm):
    address = TextField(
        "Link",
        hint="It must start with https:// and open without an account.",
        max_length=500,
    )
    captions = ChoiceField(
        "If it is a recording, what does it have?",
        noun="what a recording has",
        hint="People who cannot hear need captions or a transcript (WCAG 2.2, section 1.2).",
        choices=[
            (NOT_A_RECORDING, "It is not a recording"),
            (Captions.BOTH, "Captions and a transcript"),
            (Captions.CAPTIONS, "Captions"),
            (Captions.TRANSCRIPT, "A transcript"),
            (Captions.NEITHER, "Neither yet", "The page says so, and how to ask for them."),
        ],
    )

    def validate_address(self, field: TextField) -> None:
        if not is_secure(field.data):
            raise ValidationError("The link must be a web address that starts with https://")


class NotesForm(MaterialForm):
    text = LongTextField(
        "Notes",
        noun="the notes",
        hint="Lists and links work: * for a point, [words](https://…) for a link."
        " Leave out who said what.",
        max_length=LONGEST,
        rows=12,
    )


class NoneForm(Form):
    """Nothing was shown, and why that is so."""

    because = LongTextField(
        "Why are there none?",
        noun="the reason",
        hint="For example: It was a talk without slides. Everybody can read this.",
        max_length=1000,
        rows=3,
    )


class DeclineForm(Form):
    because = LongTextField(
        "Why not?",
        noun="the reason",
        hint="Only your council reads this.",
        max_length=1000,
        rows=3,
    )


class PublishForm(Versioned):
    """Nothing to fill in: it carries what the page has listed."""


FORMS = {
    MaterialKind.FILE: MaterialFileForm,
    MaterialKind.LINK: LinkForm,
    MaterialKind.NOTES: NotesForm,
}


def shown(saved: Any) -> dict[str, Any]:
    """A content as the fields show it."""
    captions = saved["captions"].value if saved["captions"] else NOT_A_RECORDING
    return {**saved, "captions": captions, "sessions": WHOLE if saved["whole"] else ONE}
