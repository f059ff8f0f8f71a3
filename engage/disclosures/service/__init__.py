"""The verbs of disclosures: note, publish, say why not. None commits."""

from engage.disclosures.service.noting import NotYet, add, settle
from engage.disclosures.service.publishing import (
    NotOpen,
    SamePerson,
    agree,
    ask_to_keep,
    decide_against,
    publish,
)

__all__ = [
    "NotOpen",
    "NotYet",
    "SamePerson",
    "add",
    "agree",
    "ask_to_keep",
    "decide_against",
    "publish",
    "settle",
]
