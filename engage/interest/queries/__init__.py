"""Reads of registrations and of saved searches, each shaped for the page or task that asks."""

from engage.interest.queries.colleagues import Colleague, colleague_of
from engage.interest.queries.registrations import (
    acting_for,
    count_confirmed,
    counts,
    linked,
    never_confirmed,
    of_email,
    own,
    own_supplier,
    registered,
    room,
    speaks_for_supplier,
    supplier_for,
)
from engage.interest.queries.subscriptions import (
    MOST_SEARCHES,
    filters_of,
    in_words,
    running,
    subscription,
    subscription_of,
    wanting,
)

__all__ = [
    "MOST_SEARCHES",
    "Colleague",
    "acting_for",
    "colleague_of",
    "count_confirmed",
    "counts",
    "filters_of",
    "in_words",
    "linked",
    "never_confirmed",
    "of_email",
    "own",
    "own_supplier",
    "registered",
    "room",
    "running",
    "speaks_for_supplier",
    "subscription",
    "subscription_of",
    "supplier_for",
    "wanting",
]
