"""Fills a fact's sentence with its values, as people say them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engage.kernel.clock import spoken
from engage.records.sentences.table import SENTENCES

UNKNOWN = "not recorded"
NAMES = {
    "capacity": "the number of places",
    "category": "the kind of contract",
    "contract_ends": "when the contract may end",
    "contract_ends_latest": "when the contract may end with every extension",
    "contract_starts": "when the contract may start",
    "cost": "what it costs today",
    "cpv_codes": "CPV codes",
    "ends_at": "when it ends",
    "engagement_ends": "the end",
    "evidence": "what shows the need",
    "in_person": "places in person",
    "inclusion": "people who will not use a screen",
    "joining_link": "the joining link",
    "limits": "limits",
    "lot_list": "lots",
    "lots": "why there are lots, or none",
    "need": "the need",
    "online": "places online",
    "outcomes": "what should be different",
    "per_supplier": "how many places one supplier may have",
    "process": "how to take part",
    "purposes": "why the council talks to suppliers",
    "region": "region",
    "renewal": "how the contract may be extended",
    "retrospective": "whether it is a record of what is over",
    "sme_suitable": "whether it suits small firms",
    "starts_at": "when it starts",
    "success": "how success will be known",
    "title": "title",
    "today": "what happens today",
    "tried": "what has been tried",
    "value": "the likely value",
    "value_net": "the likely value without VAT",
    "vcse_suitable": "whether it suits charities",
    "who": "who has the need",
}
"""What people call a field that was changed, where its own name does not say it."""


def say(name: str, payload: Mapping[str, Any]) -> str:
    """The fact as a sentence. One from a later version of engage says at least its name."""
    known = SENTENCES.get(name)
    if known is None:
        return f"Recorded: {name}"
    text = known.text if not known.when or payload.get(known.when) else known.otherwise
    return text.format_map(_Words(payload))


class _Words(dict[str, Any]):
    """Values as people say them; one that is not there is said to be missing."""

    def __getitem__(self, key: str) -> str:
        return _spoken(super().get(key))


def _spoken(value: Any) -> str:
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, list):
        return ", ".join(NAMES.get(str(each)) or _spoken(each) for each in value) or "nothing"
    text = str(value).replace("_", " ")
    moment = _moment(str(value))
    return spoken(moment) if moment else text


def _moment(text: str) -> datetime | None:
    """A moment as facts record it: the date, the time and the zone."""
    if len(text) < len("2026-03-02T09:00:00Z") or text[10:11] != "T":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
