"""That everybody knew the same: questions and answers, the ledger, the s.16 statement."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.disclosures.queries import statements as disclosures
from engage.handover.contents.parts import Part, cell, listed
from engage.kernel.comma_separated import Cell
from engage.questions.models import Question, State

LATER = ("For everybody since", "SHA-256 of the file", "Why it stays unpublished")


def parts(session: Session, challenge: Challenge) -> list[Part]:
    return [
        _questions(session, challenge),
        _ledger(session, challenge),
        _statement(session, challenge),
        _findings(session, challenge),
    ]


def _questions(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Question.number, Question.state, Question.public_text, Question.answer)
        .add_columns(Question.asked_at, Question.answered_at)
        .where(
            Question.challenge_id == challenge.id,
            Question.state.in_([State.ANSWERED, State.DECLINED]),
            Question.answered_with_id.is_(None),
        )
        .order_by(Question.number, Question.id)
    )
    return Part(
        "questions",
        "Questions and answers",
        "As they were published, without who asked.",
        ("Number", "State", "Question", "Answer", "Asked at (UTC)", "Answered at (UTC)"),
        listed(session, wanted),
    )


def _ledger(session: Session, challenge: Challenge) -> Part:
    def rows() -> Iterator[Sequence[Cell]]:
        for each in disclosures.evidence(session, challenge.id):
            yield [
                each["what"],
                each["title"],
                each["channel"],
                cell(each["to"]),
                each["given_at"],
                each["for_everybody_since"],
                each["file_sha256"],
                _why_not(each["stays_unpublished"]),
            ]

    return Part(
        "ledger",
        "What suppliers were told, and since when everybody has it",
        "The annex to the statement of steps taken. s.16(3): nobody may have an unfair advantage.",
        ("What", "Title", "How", "Told", "Told at", *LATER),
        rows,
    )


def _why_not(said: Any) -> str:
    return f"{said['ground']}: {said['reason']}" if said else ""


def _statement(session: Session, challenge: Challenge) -> Part:
    def rows() -> Iterator[Sequence[Cell]]:
        for number, made_at, digest, name in disclosures.versions(session, challenge.id):
            yield [number, cell(made_at), name, digest]

    return Part(
        "steps-taken",
        "The statement of steps taken, s.16(3)",
        "Each version that was made. The newest is a file of this pack: steps-taken.json.",
        ("Version", "Made at (UTC)", "By", "SHA-256"),
        rows,
    )


def _findings(session: Session, challenge: Challenge) -> Part:
    def rows() -> Iterator[Sequence[Cell]]:
        for each in disclosures.findings(session, challenge.id):
            said = (each.supplier, each.advantage, each.steps, each.avoidable, each.reasons)
            yield [cell(value) for value in (*said, each.signed_at)]

    return Part(
        "unfair-advantage",
        "Findings about an unfair advantage, s.16(4)-(5)",
        "Written by one officer and signed by another.",
        ("Supplier", "Advantage", "Steps taken", "Avoidable", "Reasons", "Signed at (UTC)"),
        rows,
    )
