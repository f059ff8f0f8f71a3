"""Pages. Parse, permit, call one verb, answer."""

from engage.interest.views import desk, links, profile, registering
from engage.interest.views.blueprint import bp

__all__ = ["bp", "desk", "links", "profile", "registering"]
