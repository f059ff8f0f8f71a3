"""The shape of what people send about notices."""

from typing import Any

from engage.challenges.forms import NoticeForm
from engage.challenges.lifecycle import NoticeAnswer
from engage.notices.parsing import LARGEST
from engage.web.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    UploadField,
    ValidationError,
    YesField,
)
from engage.web.forms import Form


class ImportForm(Form):
    authority = ChoiceField("Council", optional=True, marked=False)
    file = UploadField(
        "File of the notice",
        hint="The JSON file that Find a Tender or Contracts Finder offers, at most 5 MB",
        extensions=("json", "txt"),
        max_bytes=LARGEST,
        optional=True,
        marked=False,
    )
    pasted = LongTextField(
        "Or paste the JSON of the notice",
        noun="the JSON of the notice",
        max_length=LARGEST,
        rows=8,
        optional=True,
        marked=False,
    )
    again = YesField("Start another challenge from this notice")

    def validate_pasted(self, field: LongTextField) -> None:
        if self.file.data is not None:
            raise ValidationError("Choose a file or paste the text, not both")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.file.data is None and not self.pasted.data:
            self.file.errors = ["Choose the file of a notice, or paste its JSON below"]
            return False
        return good

    def sent(self) -> bytes | str:
        """The notice as it came; a file can be read once more afterwards."""
        if self.file.data is None:
            return str(self.pasted.data)
        content = bytes(self.file.data.stream.read())
        self.file.data.stream.seek(0)
        return content

    def refuse_notice(self, sentence: str) -> None:
        """Say beside the file, or the text, why it cannot be read."""
        field = self.pasted if self.file.data is None else self.file
        field.errors = [sentence]

    def keep_what_was_sent(self) -> None:
        """A browser forgets the file it sent, so the page carries its text for a second try."""
        content = self.sent()
        text = content if isinstance(content, str) else content.decode(errors="replace")
        self.pasted.raw_data = [text.removeprefix("\ufeff")]


WHY_ANYWAY = (
    "If there is none for another reason: then everybody can read it. Or why the page "
    "is to be listed before its notice is published: then only your council reads it."
)


class AnswerForm(NoticeForm):
    """What is asked of the notice once the challenge is published.

    ``is_over``: the engagement has ended, so it matters when the notice was published.
    """

    ANYWAY = "anyway"
    is_over = False
    published_on = DateField(
        "When was it published?",
        noun="the day on which the notice was published",
        hint="Leave it empty if it was today.",
        optional=True,
    )

    def offer(self, *, is_listed: bool, is_over: bool) -> None:
        """The same answers as before, without those that say nothing new."""
        self.is_over = is_over
        if is_over:
            self.published_on.description = "It decides whether the notice looks back."
        kept = [each for each in self.notice.choices if each[0] != NoticeAnswer.TO_COME]
        early = (self.ANYWAY, "It is not published yet: list the page all the same")
        self.notice.choices = kept if is_listed else [*kept, early]
        if not is_listed:
            self.notice_reason.label.text = "What is the reason?"
            self.notice_reason.description = WHY_ANYWAY

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        asked = self.is_over and self.notice.data == NoticeAnswer.PUBLISHED
        if asked and not any(self.published_on.parts.values()):
            self.published_on.errors = ["Enter the day on which the notice was published"]
            return False
        return good

    @property
    def lists_all_the_same(self) -> bool:
        return bool(self.notice.data == self.ANYWAY)

    def needs_reason(self) -> bool:
        return super().needs_reason() or self.lists_all_the_same
