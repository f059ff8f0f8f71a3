"""Words to begin feedback with. They come from the result alone, never from a review."""

from collections.abc import Mapping

from engage.outcomes.models import Result

STARTING: Mapping[Result, str] = {
    Result.TAKEN_FORWARD: (
        "Thank you for your response. We want to explore your idea further, and it will help us"
        " to shape what we do next."
    ),
    Result.NOT_TAKEN_FORWARD: (
        "Thank you for your response. We read it with care, and it helped us to see what is"
        " possible. We do not take this idea forward for now. This is about the need as we see it"
        " today. It is no judgement of your organisation."
    ),
    Result.TOOK_PART: (
        "Thank you for taking part. You did not send a response this time. The public page of"
        " the challenge says what we heard from everybody."
    ),
}

ABOUT_IDEAS: Mapping[str, str] = {
    "part": "The idea meets a part of the need, but not the main part.",
    "evidence": "We need more evidence that it works in a place like ours.",
    "cost": "The likely cost is more than we can plan for today.",
    "systems": "It would be hard to connect to the systems we have.",
    "people": "We need to hear more about the people who would use it.",
    "time": "It would take longer than we have.",
}
REASONS: Mapping[Result, Mapping[str, str]] = {
    Result.TAKEN_FORWARD: {
        "close": "The idea comes close to what people told us they need.",
        "tried": "It has been tried before, and you showed us what came of it.",
        "small": "It can start small, and grow if it works.",
        "hardest": "It helps the people who have the need most.",
        **{key: ABOUT_IDEAS[key] for key in ("evidence", "people")},
    },
    Result.NOT_TAKEN_FORWARD: ABOUT_IDEAS,
    Result.TOOK_PART: {
        "questions": "Questions helped everybody, because we published the answers.",
        "later": "We would like to hear from you next time.",
    },
}
"""Plain sentences an officer can add with one tick, by result."""


def with_reasons(text: str, result: Result, chosen: list[str]) -> str:
    """The text with the sentences that are not in it yet, in a paragraph of their own."""
    known = REASONS[result]
    fresh = [known[key] for key in known if key in chosen and known[key] not in text]
    return "\n\n".join(part for part in (text, " ".join(fresh)) if part)
