"""What came of it: responses, themes, the board, conflicts of interest, the outcome."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.findings.models import SentAnswer, Theme, ThemeAnswer
from engage.findings.queries import requirements as findings
from engage.handover.contents.parts import Part, cell, listed, told
from engage.interest.models import Interest
from engage.kernel.comma_separated import Cell
from engage.kernel.paging import Page
from engage.outcomes.models import Feedback, Summary
from engage.responses import policy as responses
from engage.responses.models import Response, Submission
from engage.reviews import queries as reviews
from engage.reviews.models import ConflictFinding, Criterion, Referral

AT_ONCE = 200
DECIDED = ("Decided by", "Decided at (UTC)")


def parts(session: Session, challenge: Challenge, *, at: datetime) -> list[Part]:
    opened = responses.is_unsealed(challenge, at)
    of_responses = (_responses, _themes, _requirements, _ideas, _feedback) if opened else ()
    return [
        *(each(session, challenge) for each in of_responses),
        _criteria(session, challenge),
        _conflicts(session, challenge),
        _conflicts_of_ideas(session, challenge),
        _outcome(session, challenge),
    ]


def _responses(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Submission.receipt, Interest.organisation, Submission.submitted_at)
        .add_columns(Submission.channel, Submission.number, Submission.sha256)
        .join(Response, Response.id == Submission.response_id)
        .join(Interest, Interest.id == Response.interest_id)
        .where(Submission.challenge_id == challenge.id, Submission.replaced_at.is_(None))
        .order_by(Submission.submitted_at, Submission.id)
    )
    return Part(
        "responses",
        "Responses",
        "Which came, and when. What they say stays with the engagement, in confidence.",
        ("Receipt", "Supplier", "Sent at (UTC)", "How", "Version", "SHA-256"),
        listed(session, wanted),
    )


def _themes(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Theme.name, Theme.terms)
        .add_columns(func.count(SentAnswer.id), func.count(SentAnswer.interest_id.distinct()))
        .outerjoin(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .outerjoin(SentAnswer, SentAnswer.id == ThemeAnswer.answer_id)
        .where(Theme.challenge_id == challenge.id)
        .group_by(Theme.id, Theme.name)
        .order_by(Theme.name, Theme.id)
    )
    return Part(
        "themes",
        "Themes of the responses",
        "Found by arithmetic, and named by officers.",
        ("Theme", "Words that it turns on", "Answers", "Suppliers"),
        listed(session, wanted),
    )


def _requirements(session: Session, challenge: Challenge) -> Part:
    def rows() -> Iterator[Sequence[Cell]]:
        for each in findings.requirements(session, challenge):
            kind, text = each.requirement.kind, each.requirement.text
            yield [cell(kind), text, each.suppliers, cell(each.is_single)]

    return Part(
        "provenance",
        "Requirements, and whose words prompted them",
        "A requirement that one supplier alone prompted needs a second look.",
        ("Kind", "Requirement", "Suppliers who said so", "One supplier alone"),
        rows,
    )


def _criteria(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Criterion.name, Criterion.weight, Criterion.help)
        .where(Criterion.challenge_id == challenge.id)
        .order_by(Criterion.position, Criterion.id)
    )
    about = "What the board looked at. The weights add to 100."
    columns = ("Criterion", "Weight", "Meaning")
    return Part("criteria", "Criteria of the board", about, columns, listed(session, wanted))


def _ideas(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Referral.number, Interest.organisation, Referral.verdict, Referral.reasons)
        .add_columns(Person.name, Referral.decided_at)
        .join(Response, Response.id == Referral.response_id)
        .join(Interest, Interest.id == Response.interest_id)
        .outerjoin(Person, Person.id == Referral.decided_by)
        .where(Referral.challenge_id == challenge.id)
        .order_by(Referral.number)
    )
    return Part(
        "decisions",
        "Ideas before the board, and its decisions",
        "A shortlist of ideas is never a selection of suppliers.",
        ("Idea", "Supplier", "Decision", "Reasons", "By", "Decided at (UTC)"),
        listed(session, wanted),
    )


def _conflicts(session: Session, challenge: Challenge) -> Part:
    def rows() -> Iterator[Sequence[Cell]]:
        page = Page(size=AT_ONCE)
        while found := reviews.declared(session, challenge.id, page=page):
            for each in found:
                about = [each.person, each.kind.value, each.detail, cell(each.declared_at)]
                for made in each.decided:
                    yield [*about, made.ruling.value, made.mitigation, made.ruler]
                if not each.decided:
                    yield [*about, each.ruling.value, "", ""]
            page = Page(page.number + 1, AT_ONCE)

    return Part(
        "conflicts",
        "Conflicts assessment, ss.81-83",
        "What members of the board declared, and what was decided. It is to be kept under review.",
        ("Who", "Kind", "Detail", "Declared at (UTC)", "Decision", "Safeguard", "Decided by"),
        rows,
    )


def _conflicts_of_ideas(session: Session, challenge: Challenge) -> Part:
    decider = aliased(Person)
    wanted = (
        select(Person.name, Referral.number, ConflictFinding.grounds, ConflictFinding.kind)
        .add_columns(ConflictFinding.detail, ConflictFinding.state, ConflictFinding.reason)
        .add_columns(decider.name, ConflictFinding.decided_at)
        .join(Person, Person.id == ConflictFinding.person_id)
        .join(Referral, Referral.response_id == ConflictFinding.response_id)
        .outerjoin(decider, decider.id == ConflictFinding.decided_by)
        .where(ConflictFinding.challenge_id == challenge.id)
        .order_by(Person.name, Referral.number)
    )
    return Part(
        "conflicts-of-ideas",
        "Members and single ideas, ss.81-83",
        "What was found or declared about one idea. Who was not cleared never saw it.",
        ("Who", "Idea", "Found", "Kind", "Detail", "State", "Reason", *DECIDED),
        listed(session, wanted),
    )


def _feedback(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Interest.organisation, Feedback.result, Feedback.text, Feedback.approved_at)
        .join(Interest, Interest.id == Feedback.interest_id)
        .where(Feedback.challenge_id == challenge.id)
        .order_by(Interest.organisation, Interest.id)
    )
    return Part(
        "feedback",
        "What each participant was told in the end",
        "Approved by an officer, and sent once.",
        ("Supplier", "Result", "Words", "Approved at (UTC)"),
        listed(session, wanted),
    )


def _outcome(session: Session, challenge: Challenge) -> Part:
    said = session.get(Summary, challenge.id)
    pairs = (
        []
        if said is None
        else [
            ("What we heard", said.heard),
            ("What we changed", said.changed),
            ("What we did not change, and why", said.unchanged),
            ("Next steps", said.next_steps),
            ("Published", said.published_at),
        ]
    )
    return Part("outcome", "The outcome", "As everybody reads it.", ("What", "Words"), told(pairs))
