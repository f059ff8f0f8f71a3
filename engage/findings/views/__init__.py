"""Pages. Parse, permit, call one verb, answer."""

from engage.findings.views import copies, marking, reading, requirements, themes
from engage.findings.views.blueprint import bp

__all__ = ["bp", "copies", "marking", "reading", "requirements", "themes"]
