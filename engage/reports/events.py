"""What happened to compiled responses. Who downloaded what is part of the trail."""

from typing import ClassVar

from engage.kernel.events import Event


class CompilationAsked(Event, frozen=True, kw_only=True):
    """The subject is the compilation."""

    name: ClassVar[str] = "compilation.asked"


class CompilationFinished(Event, frozen=True, kw_only=True):
    """The subject is the compilation; ``asked_by`` is told how it went."""

    name: ClassVar[str] = "compilation.finished"
    succeeded: bool
    asked_by: str
    rows: int
    snapshot: str = ""  # of the responses, SHA-256
    manifest: str = ""  # of the list of files, SHA-256


class CompilationCancelled(Event, frozen=True, kw_only=True):
    """The subject is the compilation; its files are forgotten."""

    name: ClassVar[str] = "compilation.cancelled"


class ExportDownloaded(Event, frozen=True, kw_only=True):
    """Somebody took the responses away. The subject is the compilation, or the challenge."""

    name: ClassVar[str] = "export.downloaded"
    format: str


class CompiledFilesForgotten(Event, frozen=True, kw_only=True):
    """``subject_id``: the challenge; ``number`` old files were deleted."""

    name: ClassVar[str] = "compiled_files.forgotten"
    number: int
