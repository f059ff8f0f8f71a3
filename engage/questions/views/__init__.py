"""Pages. Parse, permit, call one verb, answer."""

from engage.questions.views import answering, asking, inbox, telling
from engage.questions.views.blueprint import bp

__all__ = ["answering", "asking", "bp", "inbox", "telling"]
