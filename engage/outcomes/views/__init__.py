"""Pages of outcomes. Parse, permit, call one verb, answer."""

from engage.outcomes.views import afterwards, feedback, overview, public, summary
from engage.outcomes.views.blueprint import bp

__all__ = ["afterwards", "bp", "feedback", "overview", "public", "summary"]
