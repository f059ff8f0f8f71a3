"""Where the folders that ship beside the code are: in a checkout, or inside the wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def shipped(folder: str) -> Path:
    """``templates`` or ``migrations``: beside ``engage/`` in a checkout, inside a wheel."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder
