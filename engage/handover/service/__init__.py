"""The verbs of hand-over."""

from engage.handover.service.asking import NotYet, ask, gaps, note_taken

__all__ = ["NotYet", "ask", "gaps", "note_taken"]
