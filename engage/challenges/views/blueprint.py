"""The blueprint of challenges, and how its templates put values into words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Blueprint

from engage.challenges import reference
from engage.challenges.lifecycle import LABELS as LABELS_OF_STAGES
from engage.challenges.lifecycle import Stage
from engage.kernel.clock import spoken, spoken_date
from engage.kernel.markdown import beginning, rendered

bp = Blueprint("challenges", __name__)
bp.add_app_template_filter(rendered)
bp.add_app_template_filter(beginning)
FREE_TEXTS = frozenset({
    "need", "who", "evidence", "today", "cost", "tried", "outcomes", "success", "limits",
    "inclusion", "lots", "renewal", "process",
})  # fmt: skip
"""Answers in people's own words, with lists and links."""
LABELS = {
    "title": "Title",
    "need": "The need",
    "who": "Who has this need",
    "evidence": "What shows the need",
    "today": "What happens today",
    "cost": "What it costs today",
    "tried": "What has been tried",
    "outcomes": "What should be different",
    "success": "How success will be known",
    "limits": "Limits",
    "inclusion": "People who will not use a screen",
    "process": "How to take part",
    "purposes": "Purposes",
    "category": "Kind of contract",
    "cpv_codes": "CPV codes",
    "region": "Region",
    "value": "Likely value",
    "value_net": "Likely value without VAT",
    "sme_suitable": "Suitable for small and medium-sized firms",
    "vcse_suitable": "Suitable for voluntary, community and social enterprises",
    "lots": "Why there are lots, or none",
    "lot_list": "Lots",
    "contract_starts": "The contract may start",
    "contract_ends": "The contract may end",
    "renewal": "How it may be extended or renewed",
    "contract_ends_latest": "It may end, with every extension",
    "engagement_ends": "The engagement ends",
    "retrospective": "It is over already: this is a record of it",
}
INPUTS = {
    "process": "take_part",
    "engagement_ends": "ends-day",
    "contract_starts": "contract_starts-day",
    "contract_ends": "contract_ends-day",
    "contract_ends_latest": "contract_ends_latest-day",
}
"""Where the input of a field has another id than the field's name."""


@bp.app_template_filter("cpv_label")
def cpv_label(code: str) -> str:
    """'72000000: IT services', or the code alone when the list does not know it."""
    label = reference.cpv_label(code)
    return f"{code}: {label}" if label else code


@bp.app_template_filter("label_of")
def label_of(field: str) -> str:
    """What a field of the statement is called."""
    return LABELS[field]


@bp.app_template_filter("input_of")
def input_of(field: str) -> str:
    """The id of the input in which a field of the statement is typed."""
    return INPUTS.get(field, field)


@bp.app_template_filter("region_label")
def region_label(code: str) -> str:
    return reference.region_label(code) or code


@bp.app_template_filter("purpose")
def purpose(letter: str) -> str:
    """What a letter of s.16(1) means."""
    return reference.PURPOSES.get(letter, letter)


@bp.app_template_filter("category")
def category(code: str) -> str:
    return reference.CATEGORIES.get(code, code)


@bp.app_template_filter("pounds")
def pounds(value: int | None) -> str:
    return "" if value is None else f"£{value:,}"


@bp.app_template_filter("stage_label")
def stage_label(stage: str) -> str:
    return LABELS_OF_STAGES[Stage(stage)]


def in_words(name: str, value: Any) -> str:
    """The value of a statement's field as people read it; lists have a line for each."""
    if isinstance(value, datetime):
        return spoken(value)
    if isinstance(value, date):
        return spoken_date(value)
    if name == "lot_list":
        return "\n\n".join(_lot(place, each) for place, each in enumerate(value or (), start=1))
    if isinstance(value, list):
        said = cpv_label if name == "cpv_codes" else purpose
        return "\n".join(map(said, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name in ("value", "value_net"):
        return pounds(value)
    text = str(value or "")
    wordings: dict[str, Callable[[str], str]] = {"region": region_label, "category": category}
    return wordings[name](text) if name in wordings else text


def _lot(number: int, lot: dict[str, Any]) -> str:
    """A lot on lines of its own: its number and title, what is in it, its value, its codes."""
    rows = (
        f"Lot {number}: {lot['title']}",
        lot["description"],
        pounds(lot["value"]),
        *map(cpv_label, lot["cpv_codes"]),
    )
    return "\n".join(filter(None, rows))
