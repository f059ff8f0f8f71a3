"""Pages. Parse, permit, call one verb, answer."""

from engage.reports.views import compiling, papers, taking_away
from engage.reports.views.blueprint import bp

__all__ = ["bp", "compiling", "papers", "taking_away"]
