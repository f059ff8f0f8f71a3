"""Pages. Parse, permit, call one verb, answer."""

from engage.responses.views import questionnaire, reading, sending, writing
from engage.responses.views.blueprint import bp
from engage.responses.views.reading import note_reading

__all__ = ["bp", "note_reading", "questionnaire", "reading", "sending", "writing"]
