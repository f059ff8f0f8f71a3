"""Files as they arrive: is there one, is its ending allowed, is it small enough."""

from typing import Any

from flask import has_request_context, request
from werkzeug.datastructures import FileStorage

from engage.kernel.text import UNPRINTABLE
from engage.web.fields.base import EngageField, cleaned

MEGABYTE = 1024 * 1024


class UploadField(EngageField):
    """One file from `request.files`. What it holds is checked by whoever reads it."""

    widget_kind = "file"
    verb = "Choose"

    def __init__(
        self,
        label: str = "",
        *,
        extensions: tuple[str, ...] = (),
        max_bytes: int = 10 * MEGABYTE,
        **settings: Any,
    ) -> None:
        super().__init__(label, **settings)
        self.extensions = tuple(ending.lower().lstrip(".") for ending in extensions)
        self.max_bytes = max_bytes

    def process_data(self, _value: Any) -> None:
        self.data = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = next((each for each in valuelist if isinstance(each, FileStorage)), None)
        if sent is None and has_request_context():
            sent = request.files.get(self.name)
        self.data = sent if sent is not None and sent.filename else None

    @property
    def shown(self) -> str:
        return ""

    @property
    def file_name(self) -> str:
        """The file's name without folders, direction marks or control characters."""
        name = self.data.filename if self.data is not None else ""
        name = UNPRINTABLE.sub("", cleaned(name).replace("\\", "/").rsplit("/", 1)[-1])
        return name.replace("\n", " ")[-200:].strip() or "file"

    @property
    def accept(self) -> str:
        return ",".join(f".{ending}" for ending in self.extensions)

    def size(self) -> int:
        self.data.stream.seek(0, 2)
        length = int(self.data.stream.tell())
        self.data.stream.seek(0)
        return length

    def check(self) -> None:
        ending = self.file_name.rsplit(".", 1)[-1].lower()
        if self.extensions and ending not in self.extensions:
            allowed = ", ".join(name.upper() for name in self.extensions)
            self.refuse(f"The file must be one of these kinds: {allowed}")
        size = self.size()
        if size == 0:
            self.refuse("The file is empty. Choose another one")
        if size > self.max_bytes:
            self.refuse(f"The file must be smaller than {self.max_bytes / MEGABYTE:g} MB")
