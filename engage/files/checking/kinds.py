"""The kinds of files we take, and why one is refused."""

from dataclasses import dataclass

from engage.kernel.errors import Refusal

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """A kind of file, by the ending of its name. ``words`` say it to people."""

    ending: str
    media_type: str
    words: str


KINDS = {
    kind.ending: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF"),
        Kind("docx", f"{OFFICE}.wordprocessingml.document", "Word document"),
        Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", "Excel spreadsheet"),
        Kind("pptx", f"{OFFICE}.presentationml.presentation", "PowerPoint slides"),
        Kind("odt", f"{OPEN}.text", "OpenDocument text"),
        Kind("ods", f"{OPEN}.spreadsheet", "OpenDocument spreadsheet"),
        Kind("odp", f"{OPEN}.presentation", "OpenDocument slides"),
        Kind("png", "image/png", "PNG picture"),
        Kind("jpg", "image/jpeg", "JPG picture"),
        Kind("csv", "text/csv", "CSV table"),
        Kind("txt", "text/plain", "Plain text"),
    )
}
SAME = {"jpeg": "jpg"}
ENDINGS = (*KINDS, *SAME)


class WrongFile(Refusal):
    """The file is not one we take; the sentence is for beside the field."""


def not_what_it_says(ending: str) -> WrongFile:
    return WrongFile(
        f"The file is called .{ending}, but holds something else."
        f" Save it as {ending.upper()} again and choose the new one"
    )


def damaged() -> WrongFile:
    return WrongFile("The file is damaged or not complete. Save it again and choose the new one")


def protected() -> WrongFile:
    return WrongFile(
        "The file is protected with a password, so nobody can check it."
        " Save it without a password and choose the new one"
    )


def swollen() -> WrongFile:
    return WrongFile(
        "The file unpacks to far more than its size, so it cannot be checked. Make it smaller"
    )
