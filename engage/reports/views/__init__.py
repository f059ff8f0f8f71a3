"""Pages. Parse, permit, call one verb, answer."""

from engage.reports.views import compiling, taking_away
from engage.reports.views.blueprint import bp

__all__ = ["bp", "compiling", "taking_away"]
