"""The pages of notices. Importing this puts every route on the blueprint."""

from engage.notices.views import importing, noticing
from engage.notices.views.blueprint import bp

__all__ = ["bp", "importing", "noticing"]
