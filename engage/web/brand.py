"""A council's colour, made safe: text on it is always readable (WCAG 2.2, 1.4.3)."""

import re

from markupsafe import Markup

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
BLACK, WHITE = "#000000", "#ffffff"
RULE = Markup(":root{{--govuk-brand-colour:{0};--e-on-brand:{1}}}")


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, from 0 to 1, as WCAG defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """White or black, whichever is easier to read on the colour."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, colour))


def brand_style(colour: str | None) -> Markup:
    """The rule that gives a page its council's colour; nothing when the colour is not one."""
    if not colour or not COLOUR.fullmatch(colour):
        return Markup("")
    return RULE.format(colour.lower(), text_on(colour))
