"""Pages. Parse, permit, call one verb, answer."""

from engage.responses.views import questionnaire, reading, sending, writing
from engage.responses.views.blueprint import bp

__all__ = ["bp", "questionnaire", "reading", "sending", "writing"]
