"""Pages of one-to-ones: of the desk, of suppliers, and of everybody."""

from engage.workshops.views.one_to_ones import desk, needs, public, room, slots

__all__ = ["desk", "needs", "public", "room", "slots"]
