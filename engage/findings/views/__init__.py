"""Pages. Parse, permit, call one verb, answer."""

from engage.findings.views import marking, reading, themes
from engage.findings.views.blueprint import bp

__all__ = ["bp", "marking", "reading", "themes"]
