"""The shape of what officers send about whom to invite."""

from collections.abc import Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from engage.files.checking import WrongFile
from engage.interest.forms.people import Line, people_in, people_of
from engage.interest.forms.sheets import LARGEST, rows_of
from engage.interest.models import Source
from engage.interest.service import MOST_AT_ONCE
from engage.web.fields import (
    ChoicesField,
    HiddenField,
    LongTextField,
    TextField,
    UploadField,
    YesField,
)
from engage.web.forms import Form

TOO_MANY = f"Add {MOST_AT_ONCE:,} people or fewer at a time"
NOBODY = "There is nobody in it. Put each person on a line of their own"


class PeopleForm(Form):
    """People to invite: pasted, or in a file."""

    people = LongTextField(
        "Paste names and e-mail addresses",
        noun="the names and e-mail addresses",
        hint="One person on each line. For example: Ida Novak <ida@example.org>, or"
        " Idea House, Ida Novak, ida@example.org",
        max_length=300_000,
        rows=8,
        optional=True,
        marked=False,
    )
    file = UploadField(
        "Or upload a file",
        hint="CSV or XLSX, at most 1 MB, with a column of e-mail addresses. From a spreadsheet"
        " we take the first sheet, without formulas",
        extensions=("csv", "txt", "xlsx"),
        max_bytes=LARGEST,
        optional=True,
        marked=False,
    )
    lines: Sequence[Line] = ()

    @property
    def source(self) -> Source:
        return Source.PASTED if self.file.data is None else Source.FILE

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and (self.file.data is None) != bool(self.people.data):
            both = "Paste names or choose a file, not both"
            nothing = "Paste names and e-mail addresses, or choose a file"
            self.people.errors = [both if self.people.data else nothing]
            return False
        return good and self._read()

    def _read(self) -> bool:
        field = self.people if self.file.data is None else self.file
        try:
            self.lines = list(islice(self._people(), MOST_AT_ONCE + 1))
        except WrongFile as problem:
            field.errors = [str(problem)]
            return False
        if not self.lines or len(self.lines) > MOST_AT_ONCE:
            field.errors = [TOO_MANY if self.lines else NOBODY]
            return False
        return True

    def _people(self) -> Any:
        if self.file.data is None:
            return people_in(self.people.data)
        return people_of(rows_of(self.file.file_name, self.file.data.stream))


class LineForm(Form):
    """One line of the list, to correct."""

    typed = TextField(
        "Name and e-mail address",
        hint="For example: Ida Novak <ida@example.org>",
        noun="the name and e-mail address",
        max_length=500,
    )

    def line(self) -> Line:
        return next(people_in(self.typed.data), Line(self.typed.data))


class CountForm(Form):
    """How many people the page said would get it."""

    number = HiddenField(max_length=10)

    def count(self) -> int:
        """What the page said; no number of people when it does not say."""
        return int(self.number.data) if str(self.number.data).isdecimal() else -1


class ChosenForm(Form):
    """Who was ticked in the directory, or everybody who was found."""

    suppliers = ChoicesField("Suppliers", optional=True)
    everybody = YesField("Everybody who was found")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and not self.suppliers.data and not self.everybody.data:
            self.suppliers.errors = ["Select suppliers, or everybody who was found"]
            return False
        return good

    def ids(self) -> list[UUID]:
        """Of those that were ticked."""
        return [UUID(each) for each in self.suppliers.data]
