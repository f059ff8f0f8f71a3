"""Pages. Parse, permit, call one verb, answer."""

from engage.interest.views import (
    acting,
    desk,
    exchange,
    joining,
    links,
    merging,
    people,
    profile,
    registering,
    subscribing,
    synonyms,
)
from engage.interest.views.blueprint import bp

__all__ = [
    "acting",
    "bp",
    "desk",
    "exchange",
    "joining",
    "links",
    "merging",
    "people",
    "profile",
    "registering",
    "subscribing",
    "synonyms",
]
