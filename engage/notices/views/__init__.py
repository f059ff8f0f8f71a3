"""The pages of notices. Importing this puts every route on the blueprint."""

from engage.notices.views import find_a_tender, importing, noticing
from engage.notices.views.blueprint import bp

__all__ = ["bp", "find_a_tender", "importing", "noticing"]
