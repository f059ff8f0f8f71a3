"""The shape of what people hand in: a file, what to call it, and why it goes again."""

from typing import Any

from engage.files.checking import ENDINGS, KINDS, WrongFile
from engage.web.fields import LongTextField, TextField, UploadField
from engage.web.fields.uploads import MEGABYTE
from engage.web.forms import Form, Versioned

LONGEST_TITLE = 200
ALLOWED = ", ".join(name.upper() for name in KINDS)


class FileForm(Form):
    title = TextField(
        "Title",
        hint="Say what people will find in it, for example: Plan of the 12 sites",
        max_length=LONGEST_TITLE,
    )
    file = UploadField("File", noun="a file", extensions=ENDINGS)

    def at_most(self, megabytes: int) -> None:
        """How large the file may be; the page says so before anybody chooses one."""
        self.file.max_bytes = megabytes * MEGABYTE
        self.file.description = f"{ALLOWED}. At most {megabytes} MB"

    def refuse_file(self, problem: WrongFile) -> None:
        """Say beside the file what is wrong with it."""
        self.file.errors = [str(problem)]


class TitleForm(Versioned):
    title = TextField("Title", max_length=LONGEST_TITLE)


class RemovalForm(Form):
    """Nobody asks why while nobody else has seen it."""

    because = LongTextField(
        "Why do you remove it?",
        noun="the reason",
        hint="Suppliers and the public read this where the document was.",
        max_length=1000,
    )

    def ask_why(self, asked: bool) -> None:
        if not asked:
            del self.because

    @property
    def reason(self) -> str:
        field: Any = self._fields.get("because")
        return str(field.data) if field is not None else ""
