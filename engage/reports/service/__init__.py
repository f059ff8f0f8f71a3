"""The verbs of compiling: ask for it, and do what is due."""

from engage.reports.service.asking import NothingToCompile, Sealed, ask, note_download
from engage.reports.service.compiling import compile_due

__all__ = ["NothingToCompile", "Sealed", "ask", "compile_due", "note_download"]
