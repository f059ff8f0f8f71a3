from dataclasses import replace
from typing import Any

import pytest

from engage.challenges.lifecycle import Stage
from engage.notices.models import Step as HandedIn
from engage.spaces.steps import Changes, Facts, next_step


def facts(**about: Any) -> Facts:
    values: dict[str, Any] = {
        "reference": "MBC-2026-001",
        "title": "Damp homes",
        "stage": Stage.OPEN,
        "ends": None,
    }
    return Facts(**(values | about))


READY = {"prompts": 5, "workshops": 1}
OVER = READY | {"ended": True, "responses": 9, "compiled": True}
RECORD = {"stage": Stage.CLOSED, "ended": True, "retrospective": True}
BOARD = OVER | {"stage": Stage.WITH_BOARD, "ideas": 8, "proposed": 1, "released": 1}


@pytest.mark.parametrize(
    ("about", "title", "where"),
    [
        ({"stage": Stage.DRAFT, "gaps": 2}, "Finish the statement", "statement"),
        ({"stage": Stage.DRAFT}, "Say what suppliers should answer", "questionnaire"),
        ({"stage": Stage.DRAFT, "prompts": 1}, "Publish the challenge", "publish"),
        ({}, "Say what suppliers should answer", "questionnaire"),
        ({"prompts": 5}, "Set up a workshop", "workshops/new"),
        (READY | {"questions_waiting": 1}, "Answer 1 question", "questions"),
        (READY | {"questions_waiting": 3}, "Answer 3 questions", "questions"),
        (READY, "Suppliers are taking part", ""),
        (
            {"stage": Stage.DRAFT, "prompts": 1, "returned": True},
            "Change what the approver returned",
            "statement",
        ),
        (READY | {"notices_waiting": 1}, "Bring the notice up to date", "notice"),
        (
            READY | {"notices_waiting": 1, "listed": False},
            "Give the number of the notice",
            "notice/answer",
        ),
        (
            READY | {"notices_waiting": 1, "handed_in": HandedIn.REFUSED},
            "See why Find a Tender refused the notice",
            "notice/find-a-tender",
        ),
        (
            {"notices_waiting": 1, "handed_in": HandedIn.SENT, "listed": False},
            "The notice is on its way",
            "notice/find-a-tender",
        ),
        (
            READY | {"notices_waiting": 1, "handed_in": HandedIn.SENT},
            "Suppliers are taking part",
            "",
        ),
        (OVER | {"notices_waiting": 1}, "Put responses to the board", "board"),
        (
            {"stage": Stage.WITHDRAWN, "notices_waiting": 1},
            "Say where the notice is that you withdrew this",
            "notice",
        ),
        (
            {"stage": Stage.WITHDRAWN, "notices_waiting": 1, "listed": False},
            "This challenge was withdrawn",
            "",
        ),
        ({"changes": Changes.BEGUN}, "Publish the changes of the statement", "amend/check"),
        ({"changes": Changes.RETURNED}, "Change what the approver returned", "amend/check"),
        ({"changes": Changes.ASKED}, "Say what suppliers should answer", "questionnaire"),
        (
            READY | {"changes": Changes.ASKED},
            "The changes are with the approvers",
            "amend/check",
        ),
        (OVER | {"compiled": False}, "Compile the responses", "compile"),
        (READY | {"ended": True}, "Publish the outcome", "outcome"),
        (READY | {"ended": True, "feedback_waiting": 3}, "Approve the feedback", "outcome"),
        (RECORD, "Publish the outcome", "outcome"),
        (
            RECORD | {"changes": Changes.BEGUN},
            "Publish the changes of the statement",
            "amend/check",
        ),
        (RECORD | {"changes": Changes.ASKED}, "The changes are with the approvers", "amend/check"),
        (RECORD | {"notices_waiting": 1}, "Bring the notice up to date", "notice"),
        (OVER | {"stage": Stage.CLOSED}, "Put responses to the board", "board"),
        (BOARD | {"rulings_waiting": 1}, "Decide about a declared interest", "board"),
        (BOARD | {"undecided": 4}, "The board is reviewing", "board"),
        (BOARD | {"proposed": 0, "released": 0}, "The chair proposes the shortlist", "board"),
        (BOARD | {"released": 0}, "Release the shortlist", "board/release"),
        (BOARD | {"feedback_waiting": 9}, "Approve the feedback", "outcome"),
        (BOARD, "Publish the outcome", "outcome"),
        (
            {"stage": Stage.CONCLUDED, "questions_waiting": 2},
            "Hand over to the tender",
            "hand-over",
        ),
        ({"stage": Stage.WITHDRAWN, "questions_waiting": 2}, "This challenge was withdrawn", ""),
    ],
)
def test_there_is_one_next_step(about: dict[str, Any], title: str, where: str) -> None:
    step = next_step(facts(**about))

    assert (step.title, step.where) == (title, where)


def test_waiting_for_others_is_not_urgent() -> None:
    calm = [facts(**READY), facts(**(BOARD | {"undecided": 4})), facts(stage=Stage.CONCLUDED)]

    assert [next_step(one).urgent for one in calm] == [False, False, False]


def test_a_joint_council_is_told_who_does_it() -> None:
    waiting = facts(stage=Stage.OPEN, questions_waiting=1)
    step = next_step(replace(waiting, leads=False))
    assert next_step(waiting).title == "Answer 1 question"
    assert (step.title, step.where, step.urgent) == ("The lead council is at work", "", False)
    assert step.why == "Its next step: answer 1 question. You can read along."
