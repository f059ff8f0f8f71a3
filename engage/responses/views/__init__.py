"""Pages. Parse, permit, call one verb, answer."""

from engage.responses.views import (
    advice,
    attaching,
    banking,
    entering,
    questionnaire,
    reading,
    receipts,
    sealing,
    sending,
    writing,
)
from engage.responses.views.blueprint import bp
from engage.responses.views.reading import note_reading

__all__ = [
    "advice",
    "attaching",
    "banking",
    "bp",
    "entering",
    "note_reading",
    "questionnaire",
    "reading",
    "receipts",
    "sealing",
    "sending",
    "writing",
]
