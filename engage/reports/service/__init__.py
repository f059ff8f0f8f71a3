"""The verbs of compiling. ``compiling`` is the workers': it is not for the web process to carry."""

from engage.reports.service.asking import NothingToCompile, Sealed, ask, cancel, note_download

__all__ = ["NothingToCompile", "Sealed", "ask", "cancel", "note_download"]
