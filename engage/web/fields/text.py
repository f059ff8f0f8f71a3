"""Text: one line, many lines, an e-mail address, a password."""

import re
import unicodedata
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email

from engage.kernel.text import UNPRINTABLE
from engage.web.fields.base import EngageField, cleaned

SEVERAL_ADDRESSES = re.compile(r"[,;\s]")
EMAIL_EXAMPLE = "Enter an e-mail address in the right form, like name@example.com"


class TextField(EngageField):
    """One line of text, at most `max_length` characters."""

    widget_kind: ClassVar[str] = "text"
    data: str

    def __init__(
        self,
        label: str = "",
        *,
        max_length: int = 200,
        autocomplete: str | None = None,
        width: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(label, **settings)
        self.max_length = max_length
        self.autocomplete = autocomplete
        self.width = width

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = cleaned(valuelist[0]) if valuelist else ""

    def check(self) -> None:
        self.check_printable()
        if "\n" in self.data:
            self.refuse(f"{self.says} must be on one line")
        self.data = re.sub(r"\s+", " ", self.data)
        self.check_length()

    def check_printable(self) -> None:
        if UNPRINTABLE.search(self.data):
            self.refuse(
                f"{self.says} had characters that cannot be printed."
                " We have taken them out: check it and send it again"
            )

    def check_length(self) -> None:
        if len(self.data) > self.max_length:
            self.refuse(f"{self.says} must be {self.max_length:,} characters or fewer")


class LongTextField(TextField):
    """Paragraphs: line ends become LF; limited in characters and, if asked, in words."""

    widget_kind = "textarea"

    def __init__(
        self,
        label: str = "",
        *,
        max_length: int = 10_000,
        max_words: int | None = None,
        rows: int = 5,
        **settings: Any,
    ) -> None:
        super().__init__(label, max_length=max_length, **settings)
        self.max_words = max_words
        self.rows = rows

    @property
    def shown(self) -> str:
        return super().shown.replace("\r\n", "\n")

    def check(self) -> None:
        self.check_printable()
        if self.max_words is not None and len(self.data.split()) > self.max_words:
            self.refuse(f"{self.says} must be {self.max_words:,} words or fewer")
        self.check_length()


class EmailField(TextField):
    """One e-mail address in its normal form; never a list, never a header."""

    widget_kind = "email"

    def __init__(self, label: str = "", *, max_length: int = 254, **settings: Any) -> None:
        settings.setdefault("autocomplete", "email")
        super().__init__(label, max_length=max_length, **settings)

    def check(self) -> None:
        self.check_printable()
        self.check_length()
        if SEVERAL_ADDRESSES.search(self.data) or self.data.count("@") > 1:
            self.refuse("Enter one e-mail address only, without spaces or commas")
        try:
            checked = validate_email(
                self.data, check_deliverability=False, test_environment=True, allow_smtputf8=False
            )
        except EmailNotValidError:
            self.refuse(EMAIL_EXAMPLE)
        else:
            self.data = checked.ascii_email or checked.normalized


class PasswordField(TextField):
    """A password: taken as typed, never shown again."""

    widget_kind = "password"

    def __init__(
        self,
        label: str = "",
        *,
        min_length: int = 0,
        max_length: int = 1000,
        autocomplete: str = "current-password",
        **settings: Any,
    ) -> None:
        super().__init__(label, max_length=max_length, autocomplete=autocomplete, **settings)
        self.min_length = min_length

    @property
    def shown(self) -> str:
        return ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = unicodedata.normalize("NFC", str(valuelist[0])) if valuelist else ""

    def check(self) -> None:
        self.check_length()
        if UNPRINTABLE.search(self.data):
            self.refuse(f"{self.says} must not have characters that cannot be printed")
        if len(self.data) < self.min_length:
            self.refuse(f"{self.says} must be {self.min_length} characters or more")
