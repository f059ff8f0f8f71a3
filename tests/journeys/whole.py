"""All steps of one engagement, in their order."""

from tests.journeys.ending import hand_over
from tests.journeys.equality import find_themes, keep_equal, verify_a_receipt
from tests.journeys.keys import name_openers, open_together
from tests.journeys.steps import (
    Step,
    ask_and_answer,
    compile_responses,
    hear_back,
    look_back,
    meet,
    publish,
    read_across,
    respond,
    review,
    the_public_reads,
    three_weeks_later,
    write,
)

JOURNEY: tuple[Step, ...] = (
    write,
    publish,
    the_public_reads,
    meet,
    ask_and_answer,
    keep_equal,
    respond,
    verify_a_receipt,
    three_weeks_later,
    compile_responses,
    read_across,
    find_themes,
    review,
    hear_back,
    hand_over,
    look_back,
)


def with_keys() -> list[Step]:
    """The same, where two officers open what suppliers send."""
    steps = list(JOURNEY)
    steps.insert(steps.index(publish), name_openers)
    steps.insert(steps.index(three_weeks_later) + 1, open_together)
    return steps
