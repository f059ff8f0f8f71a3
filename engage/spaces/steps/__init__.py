"""What an officer does next with a challenge: one rule, on one page.

Facts in, one step out. The desk's home and the page of one challenge show the same step.
"""

from dataclasses import dataclass

from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.kernel.clock import spoken
from engage.notices.models import UNDER_WAY
from engage.notices.models import Step as HandedIn
from engage.spaces.steps.facts import Changes, Facts

__all__ = ["Changes", "Facts", "Step", "next_step"]


@dataclass(frozen=True)
class Step:
    """``where`` is the part of the address after the reference; empty: nothing to press."""

    title: str
    why: str
    where: str = ""
    urgent: bool = True
    late: bool = False  # everybody was promised it before


MATERIALS = Step(
    "Publish the slides and notes of a workshop",
    "Those who could not come wait for them. The page of the challenge says by when.",
    "workshops",
)
LATE = Step(
    "Publish the slides and notes that are late",
    "The page of the challenge promised them to everybody. Say so if there are none.",
    "workshops",
    late=True,
)
FOLLOW = Step(
    "Bring the notice up to date",
    "The official site does not say what this page says. Publish the notice there as it is now, "
    "then give its number.",
    "notice",
)

FOUND_WRONG = Step(
    "See why Find a Tender refused the notice",
    "It did not publish what was sent. Change what it says is wrong, then send again.",
    "notice/find-a-tender",
)
UNKNOWN = Step(
    "Look whether Find a Tender has the notice",
    "It was sent, and no answer came. Sign in there and look.",
    "notice/find-a-tender",
)
ON_ITS_WAY = Step(
    "The notice is on its way",
    "It was sent to Find a Tender. We record its number when it is published there.",
    "notice/find-a-tender",
    False,
)
HANDED_IN: dict[HandedIn | None, Step] = {
    HandedIn.REFUSED: FOUND_WRONG,
    HandedIn.UNSURE: UNKNOWN,
    **dict.fromkeys(UNDER_WAY, ON_ITS_WAY),
}


TAKE_BACK = Step(
    "Say where the notice is that you withdrew this",
    "The notice there still invites suppliers. Edit or withdraw it, then give the number of that.",
    "notice",
)
ASKED = Step(
    "The changes are with the approvers",
    "One of them publishes or returns them.",
    "amend/check",
    False,
)


def next_step(facts: Facts) -> Step:
    """The one thing to do next; not urgent while time has to pass, or another council acts."""
    step = _step(facts)
    if facts.leads or not step.urgent:
        return step
    what = step.title[0].lower() + step.title[1:]
    return Step(
        "The lead council is at work", f"Its next step: {what}. You can read along.", "", False
    )


RELEASE = Step(
    "Release the shortlist",
    "The chair of the board has proposed it. It takes a second person.",
    "board/release",
)
PROPOSE = Step(
    "The chair proposes the shortlist", "Every idea is decided about.", "board", urgent=False
)
HAND_OVER = Step(
    "Hand over to the tender",
    "The outcome is published, and everybody who took part has been told.",
    "hand-over",
    urgent=False,
)


def _step(facts: Facts) -> Step:
    if facts.stage is Stage.DRAFT:
        return _while_drafting(facts)
    if facts.stage in UNPUBLISHED:
        return _before_publishing(facts)
    if facts.stage is Stage.CONCLUDED:
        return HAND_OVER
    if facts.stage is Stage.WITHDRAWN:
        if facts.notices_waiting and facts.listed:
            return TAKE_BACK
        return Step("This challenge was withdrawn", "Its page says why.", "", False)
    if facts.materials_late:
        return LATE
    step = _in_public(facts)
    return MATERIALS if facts.materials_owed and not step.urgent else step


def _in_public(facts: Facts) -> Step:
    if facts.questions_waiting:
        return _answer(facts)
    if not facts.listed:
        return _number(facts)
    return _after_the_end(facts) if facts.ended else _while_open(facts)


def _number(facts: Facts) -> Step:
    why = "Until then no list shows the challenge, and no supplier hears of it."
    if facts.ended:
        why = "The engagement is over, so its notice looks back. Until then no list shows it."
    ask = Step("Give the number of the notice", why, "notice/answer")
    return HANDED_IN.get(facts.handed_in, ask)


def _follow(facts: Facts) -> Step | None:
    """What a newer version of the notice asks of the officer; nothing while it is on its way."""
    if not facts.notices_waiting or facts.handed_in in UNDER_WAY:
        return None
    return HANDED_IN.get(facts.handed_in, FOLLOW)


def _answer(facts: Facts) -> Step:
    number = facts.questions_waiting
    title = "Answer 1 question" if number == 1 else f"Answer {number} questions"
    return Step(title, "Suppliers wait for it. Everybody gets the same answer.", "questions")


def _while_drafting(facts: Facts) -> Step:
    if facts.returned:
        return Step(
            "Change what the approver returned",
            "Their reasons stand above the statement.",
            "statement",
        )
    if facts.gaps:
        number = "1 thing is" if facts.gaps == 1 else f"{facts.gaps} things are"
        return Step("Finish the statement", f"{number} still missing.", "statement")
    if not facts.prompts and not facts.retrospective:
        return Step(
            "Say what suppliers should answer",
            "A short questionnaire makes responses easy to write and to compare.",
            "questionnaire",
        )
    if facts.needs_approval:
        return Step(
            "Send it for approval",
            "Your council wants somebody else to read it before suppliers do.",
            "approval/ask",
        )
    if facts.retrospective:
        return Step("Publish the record", "Nobody is told, and nobody can respond.", "publish")
    return Step("Publish the challenge", "See first who is told, then publish.", "publish")


def _before_publishing(facts: Facts) -> Step:
    """Written, and not public yet: with an approver, or waiting for its time."""
    if facts.stage is Stage.WITH_APPROVER:
        return Step("It is with the approver", "They approve or return it.", "approval", False)
    if facts.gaps:
        return Step(
            "Take it back and change it", "Something is missing, or it ends too soon.", "approval"
        )
    if facts.publish_at:
        when = spoken(facts.publish_at)
        return Step("It is published by the clock", f"We do it at {when}.", "publish", False)
    return Step("Publish the challenge", "It is ready. Publish it now, or say when.", "publish")


def _with_changes(facts: Facts) -> Step:
    """Nothing public has changed yet: easily forgotten."""
    if facts.changes == Changes.RETURNED:
        return Step(
            "Change what the approver returned",
            "Their reasons stand above the changes of the statement.",
            "amend/check",
        )
    return Step(
        "Publish the changes of the statement",
        "Nobody outside the council sees them yet.",
        "amend/check",
    )


def _while_open(facts: Facts) -> Step:
    if facts.changes in (Changes.BEGUN, Changes.RETURNED):
        return _with_changes(facts)
    if follow := _follow(facts):
        return follow
    if not facts.prompts:
        return Step(
            "Say what suppliers should answer",
            "The challenge is open and nobody can respond yet.",
            "questionnaire",
        )
    if not facts.workshops:
        return Step(
            "Set up a workshop",
            "Suppliers understand a need best when they hear it from the people who have it.",
            "workshops/new",
        )
    if facts.changes == Changes.ASKED:
        return ASKED
    return Step(
        "Suppliers are taking part",
        "There is nothing you must do until the engagement ends.",
        "",
        False,
    )


def _after_the_end(facts: Facts) -> Step:
    if facts.retrospective and facts.stage is Stage.CLOSED:
        return _on_record(facts)
    if facts.to_open:
        return Step(
            "Open the responses",
            "They are encrypted. Two of the people who were named use their keys together.",
            "opening",
        )
    if facts.nobody_responded:
        return _outcome(facts)
    if not facts.compiled:
        return Step("Compile the responses", "They can be read from now on.", "compile")
    if facts.stage is Stage.WITH_BOARD:
        return _with_the_board(facts)
    if not facts.ideas:
        return Step("Put responses to the board", "Or go straight to the outcome.", "board")
    return _outcome(facts)


def _on_record(facts: Facts) -> Step:
    """Nobody responds to a record; what it says can still be put right."""
    if facts.changes in (Changes.BEGUN, Changes.RETURNED):
        return _with_changes(facts)
    if follow := _follow(facts):
        return follow
    return ASKED if facts.changes == Changes.ASKED else _outcome(facts)


def _with_the_board(facts: Facts) -> Step:
    if facts.rulings_waiting:
        return Step(
            "Decide about a declared interest",
            "A board member waits to know whether they may review.",
            "board",
        )
    if facts.undecided:
        return Step(
            "The board is reviewing",
            f"{facts.undecided} of {facts.ideas} ideas are not decided yet.",
            "board",
            False,
        )
    if facts.ideas and not facts.released:
        return RELEASE if facts.proposed else PROPOSE
    return _outcome(facts)


def _outcome(facts: Facts) -> Step:
    if facts.feedback_waiting:
        return Step(
            "Approve the feedback",
            "Everybody who took part hears back; nothing goes out before you approve it.",
            "outcome",
        )
    return Step("Publish the outcome", "Say what you heard and what changed.", "outcome")
