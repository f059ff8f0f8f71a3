"""The blueprint of outcomes, and the words for results."""

from flask import Blueprint

from engage.challenges.models import Challenge
from engage.outcomes.models import Result

bp = Blueprint("outcomes", __name__)
LABELS = {
    Result.TAKEN_FORWARD: ("Taken forward", "green"),
    Result.NOT_TAKEN_FORWARD: ("Not taken forward", "grey"),
    Result.TOOK_PART: ("Took part", "light-blue"),
}
"""Words and colour of a tag."""


def address(challenge: Challenge, tail: str = "") -> str:
    """A page of the outcome of this challenge."""
    return f"/desk/challenges/{challenge.reference}/outcome{tail}"
