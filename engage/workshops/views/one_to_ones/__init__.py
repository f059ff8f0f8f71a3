"""Pages of one-to-ones: of the desk, of suppliers, and of everybody."""

from engage.workshops.views.one_to_ones import desk, public, room, slots

__all__ = ["desk", "public", "room", "slots"]
