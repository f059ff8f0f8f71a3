"""Rows of disclosures. They hold data and decide nothing."""

from engage.disclosures.models.advantages import AdvantageFinding
from engage.disclosures.models.entries import Disclosure, DisclosureRecipient, Ground, What
from engage.disclosures.models.statements import RoomVisit, Statement

__all__ = [
    "AdvantageFinding",
    "Disclosure",
    "DisclosureRecipient",
    "Ground",
    "RoomVisit",
    "Statement",
    "What",
]
