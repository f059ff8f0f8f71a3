"""Pages. Parse, permit, call one verb, answer."""

from engage.spaces.views import advice, desk, my, operator, public, publishing, suppliers
from engage.spaces.views.blueprint import bp

__all__ = ["advice", "bp", "desk", "my", "operator", "public", "publishing", "suppliers"]
