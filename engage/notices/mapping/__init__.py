"""A challenge as open data: facts in, an OCDS 1.1 release with the UK extension out. Pure.

Validation stands apart (``mapping.validation``): only workers import it.
"""

from engage.notices.mapping.facts import Buyer, Facts, Lot, OneToOnes, Other, Published, Sitting
from engage.notices.mapping.release import body_of, release_of
from engage.notices.mapping.words import description_of, last_day, net_of, net_value, process_of

__all__ = [
    "Buyer",
    "Facts",
    "Lot",
    "OneToOnes",
    "Other",
    "Published",
    "Sitting",
    "body_of",
    "description_of",
    "last_day",
    "net_of",
    "net_value",
    "process_of",
    "release_of",
]
