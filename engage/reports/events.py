"""What happened to compiled responses. Who downloaded what is part of the trail."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CompilationAsked(Event):
    """The subject is the compilation."""

    name: ClassVar[str] = "compilation.asked"


@dataclass(frozen=True, kw_only=True)
class CompilationFinished(Event):
    """The subject is the compilation; ``asked_by`` is told how it went."""

    name: ClassVar[str] = "compilation.finished"
    succeeded: bool
    asked_by: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ExportDownloaded(Event):
    """Somebody took the responses away. The subject is the compilation, or the challenge."""

    name: ClassVar[str] = "export.downloaded"
    format: str


@dataclass(frozen=True, kw_only=True)
class CompiledFilesForgotten(Event):
    """``subject_id``: the challenge; ``number`` old files were deleted."""

    name: ClassVar[str] = "compiled_files.forgotten"
    number: int
