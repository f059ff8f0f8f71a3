"""What programs read, and the page that tells people about it."""

from engage.opendata.views import description, feed, files, lists, packages, singles
from engage.opendata.views.blueprint import bp

__all__ = ["bp", "description", "feed", "files", "lists", "packages", "singles"]
