"""Rows of challenges and of what is kept about their statements."""

from engage.challenges.models.assessments import ConflictsAssessment
from engage.challenges.models.challenge import (
    Challenge,
    ChallengeCpv,
    ChallengeDocument,
    CouncilTemplate,
    CouncilWord,
    DismissedFinding,
    Partner,
    ReferenceCounter,
    Sealing,
    Sharing,
    Timetable,
)
from engage.challenges.models.claims import NoticeClaim
from engage.challenges.models.parties import OutsideParty, Relation
from engage.challenges.models.versions import Amendment, Approval, Decision, StatementVersion, Why

__all__ = [
    "Amendment",
    "Approval",
    "Challenge",
    "ChallengeCpv",
    "ChallengeDocument",
    "ConflictsAssessment",
    "CouncilTemplate",
    "CouncilWord",
    "Decision",
    "DismissedFinding",
    "NoticeClaim",
    "OutsideParty",
    "Partner",
    "ReferenceCounter",
    "Relation",
    "Sealing",
    "Sharing",
    "StatementVersion",
    "Timetable",
    "Why",
]
