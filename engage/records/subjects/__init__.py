"""What is held about one person, for whoever asks for a copy of it (UK GDPR art. 15)."""

from engage.records.subjects.asked import Asked, asked_about
from engage.records.subjects.finding import NOT_SEARCHED, parts_of, searched
from engage.records.subjects.writing import as_archive

__all__ = ["NOT_SEARCHED", "Asked", "as_archive", "asked_about", "parts_of", "searched"]
