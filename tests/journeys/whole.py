"""All steps of one engagement, in their order."""

from tests.journeys.equality import find_themes, keep_equal, verify_a_receipt
from tests.journeys.steps import (
    Step,
    ask_and_answer,
    compile_responses,
    hear_back,
    look_back,
    meet,
    read_across,
    respond,
    review,
    the_public_reads,
    write_and_publish,
)

JOURNEY: tuple[Step, ...] = (
    write_and_publish,
    the_public_reads,
    meet,
    ask_and_answer,
    keep_equal,
    respond,
    verify_a_receipt,
    compile_responses,
    read_across,
    find_themes,
    review,
    hear_back,
    look_back,
)
