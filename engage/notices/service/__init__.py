"""The verbs of notices. What talks to Find a Tender stands apart: only workers import it."""

from engage.notices.service.importing import AlreadyImported, start_from

__all__ = ["AlreadyImported", "start_from"]
