"""Pages of outcomes. Parse, permit, call one verb, answer."""

from engage.outcomes.views import feedback, overview, public, summary
from engage.outcomes.views.blueprint import bp

__all__ = ["bp", "feedback", "overview", "public", "summary"]
