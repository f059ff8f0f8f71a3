"""The verbs of digital boards: the only writers; none commits, all record what happened.

Each locks the challenge first, so that a review and a decision never pass each other unseen.
"""

from engage.reviews.service.comparing import decide_on, decided_on, declare_on
from engage.reviews.service.deciding import NotYours, ReviewsMissing, decide
from engage.reviews.service.declaring import (
    Conflicted,
    DeclaredAgain,
    declare,
    note_export,
    rule_on,
    ruled,
)
from engage.reviews.service.parts import Parts
from engage.reviews.service.referring import NotReady, refer
from engage.reviews.service.reviewing import Decided, save_review, submit_review
from engage.reviews.service.seating import arrange, seat, seats, unseat
from engage.reviews.service.shortlisting import NotDecided, SamePerson, propose, release
from engage.reviews.service.weighing import DEFAULTS, Weighting, set_criteria, weightings

__all__ = [
    "DEFAULTS",
    "Conflicted",
    "Decided",
    "DeclaredAgain",
    "NotDecided",
    "NotReady",
    "NotYours",
    "Parts",
    "ReviewsMissing",
    "SamePerson",
    "Weighting",
    "arrange",
    "decide",
    "decide_on",
    "decided_on",
    "declare",
    "declare_on",
    "note_export",
    "propose",
    "refer",
    "release",
    "rule_on",
    "ruled",
    "save_review",
    "seat",
    "seats",
    "set_criteria",
    "submit_review",
    "unseat",
    "weightings",
]
