"""The engagement itself: the statement, its timetable, its notices; and what the tender needs."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges import queries as challenges
from engage.challenges.models import Challenge, StatementVersion, Why
from engage.challenges.reference import PURPOSES
from engage.handover import wording
from engage.handover.contents.parts import FEW, Part, cell, listed, told
from engage.kernel.comma_separated import Cell
from engage.notices import queries as notices
from engage.notices.models import Notice, Release

LATER = ("Published on", "Recorded at (UTC)", "Reasons for none")


def parts(session: Session, challenge: Challenge) -> list[Part]:
    return [
        _tender(session, challenge),
        _about(challenge),
        _statement(session, challenge),
        _timetable(session, challenge),
        _notices(session, challenge),
        _releases(session, challenge),
    ]


def _tender(session: Session, challenge: Challenge) -> Part:
    plan = challenges.planned(challenges.timetable(session, challenge))
    notice = notices.current(session, challenge)
    said = [
        ("Early engagement, for the tender notice", wording.early_engagement(challenge, notice)),
        ("Tender period", wording.tender_period(plan.get("tender_on"), plan)),
        ("Keep these records until", wording.kept_until(challenge)),
        ("What the shortlist was", wording.SHORTLIST),
    ]
    return Part(
        "for-the-tender",
        "For the tender",
        "Words to begin with. Whoever writes the tender notice decides.",
        ("What", "Suggested words"),
        told(said),
    )


def _about(challenge: Challenge) -> Part:
    said = [
        ("Reference", challenge.reference),
        ("Title", challenge.title),
        ("Council", challenge.authority.name),
        ("Stage", challenge.stage.value),
        ("What it was for, s.16(1)", [PURPOSES[each] for each in challenge.purposes]),
        ("CPV codes", challenge.cpv_codes),
        ("Value, pounds with VAT", challenge.value),
        ("For small and medium-sized firms", challenge.sme_suitable),
        ("For charities and social enterprises", challenge.vcse_suitable),
        ("Lots considered, s.18", challenge.lots),
        ("Barriers for small firms, s.12(4)", challenge.barriers),
        ("Withdrawn because", challenge.withdrawn_because),
    ]
    return Part("about", "The engagement", "What it was about.", ("What", "Said"), told(said))


def _statement(session: Session, challenge: Challenge) -> Part:
    wanted = select(StatementVersion).where(
        StatementVersion.challenge_id == challenge.id, StatementVersion.why != Why.ASKED
    )

    def rows() -> Iterator[Sequence[Cell]]:
        found = session.scalars(wanted.order_by(StatementVersion.number), execution_options=FEW)
        for version in found:
            about = [version.number, cell(version.made_at), version.why.value, version.note]
            for name, value in version.content.items():
                if value not in (None, "", [], {}):
                    yield [*about, name.replace("_", " "), cell(value)]

    return Part(
        "statement",
        "The statement and its versions",
        "Each version as everybody could read it.",
        ("Version", "Made at (UTC)", "Why", "Note", "Field", "Words"),
        rows,
    )


def _timetable(session: Session, challenge: Challenge) -> Part:
    plan = challenges.timetable(session, challenge)
    said = [
        ("Published", challenge.published_at),
        ("Questions until", challenge.questions_end),
        ("Engagement ended", challenge.engagement_ends),
        ("Responses opened with keys", challenge.opened_at),
        ("Outcome published", challenge.concluded_at),
        ("Withdrawn", challenge.withdrawn_at),
        ("Tender planned for", plan and plan.tender_on),
        ("Planned procurement notice (UK3)", plan and plan.planned_notice_on),
        ("Pipeline notice (UK1)", plan and plan.pipeline_number),
        ("Threshold used", plan and plan.threshold),
        ("Contract starts", challenge.contract_starts),
        ("Contract ends", challenge.contract_ends),
    ]
    about = "Times are in UTC."
    return Part("timetable", "Timetable", about, ("What", "When"), told(said))


def _notices(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Notice.number, Notice.kind, Notice.status, Notice.notice_id, Notice.ocid)
        .add_columns(Notice.published_on, Notice.recorded_at, Notice.rationale)
        .where(Notice.challenge_id == challenge.id)
        .order_by(Notice.number)
    )
    return Part(
        "notices",
        "Notices",
        "Preliminary market engagement notices (UK2), or the reasons for having none: s.17.",
        ("Version", "Kind", "Status", "Number", "OCID", *LATER),
        listed(session, wanted),
    )


def _releases(session: Session, challenge: Challenge) -> Part:
    wanted = (
        select(Release.number, Release.ocid, Release.tag, Release.made_at, Release.sha256)
        .where(Release.challenge_id == challenge.id)
        .order_by(Release.number)
    )
    return Part(
        "releases",
        "Open data",
        "Each OCDS release is a file of this pack: releases/NUMBER.json.",
        ("Number", "OCID", "Tag", "Made at (UTC)", "SHA-256"),
        listed(session, wanted),
    )
