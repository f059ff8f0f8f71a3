"""Publish first on the central digital platform: the page is listed when the notice allows it.

Regulation 5 of the Procurement Regulations 2024: the notice goes there before anywhere else. A
published page can be read at its address; lists, searches, feeds and alerts show it once listed.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events import ChallengeListed, NoticePlanned
from engage.challenges.lifecycle import PUBLIC, NoticeAnswer, Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked, timetable
from engage.challenges.service.claiming import claim_notice
from engage.challenges.timetable import Standing, standing, threshold_of
from engage.kernel.errors import Refusal
from engage.kernel.events import record

NUMBER = re.compile(r"[0-9]{6}-[0-9]{4}|[A-Z]{3}[0-9]{6}")  # Find a Tender; Scotland's own site
OCID = re.compile(r"ocds-h6vhtk-[0-9a-f]{6}")
LONGEST_REASON = 2000
BELOW_THRESHOLD = (
    "The contract is expected to be below the threshold, so sections 16 and 17 of the Procurement "
    "Act 2023 ask for no preliminary market engagement notice."
)
CORRECT = "Correct the value, or choose what else applies to the notice."


class BadNotice(Refusal):
    """What was said of the notice cannot be."""


def plan_notice(
    session: Session, challenge: Challenge, *, plan: Mapping[str, str], by: UUID, at: datetime
) -> None:
    """Keep what the council says of its notice, before it publishes: see ``checked_plan``."""
    locked(session, challenge)
    kept = checked_plan(plan)
    require_below(session, challenge, reason=kept.get("reason", ""), at=at)
    if challenge.is_public:
        raise BadNotice("This challenge is published. Give the number on the page of its notice.")
    if kept == challenge.notice_plan:
        return
    claim_notice(session, challenge, (kept.get("notice_id", ""), kept.get("ocid", "")))
    keep_plan(session, challenge, kept)
    fact = NoticePlanned(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        answer=kept["answer"],
    )
    record(session, fact, by=by, at=at)


def keep_plan(session: Session, challenge: Challenge, plan: Mapping[str, str]) -> None:
    """The last that the council said of its notice, before publishing or after it."""
    if plan != challenge.notice_plan:
        challenge.notice_plan = dict(plan)
        session.flush()


def require_below(
    session: Session, challenge: Challenge, *, reason: str, at: datetime, instead: str = CORRECT
) -> None:
    """Raises BadNotice where the reason is the threshold, and the likely value reaches it.

    The value of the whole counts, or that of all lots where they are worth more.
    ``instead``: what the officer can do about it.
    """
    if reason != BELOW_THRESHOLD:
        return
    kept = timetable(session, challenge)
    row = threshold_of(
        challenge.category,
        light_touch=bool(kept and kept.light_touch),
        tender_on=kept.tender_on if kept else None,
        at=at,
    )
    worth = _worth(challenge)
    if row is not None and standing(worth, row) is Standing.ABOVE:
        what = "its likely value is" if worth == challenge.value else "its lots together are worth"
        raise BadNotice(
            f"The contract is not below the threshold: {what} £{worth:,} with VAT, and the "
            f"threshold is £{row.pounds:,}. {instead}"
        )


def _worth(challenge: Challenge) -> int | None:
    lots = [each["value"] for each in challenge.lot_list if each["value"] is not None]
    known = [value for value in (challenge.value, sum(lots) if lots else None) if value is not None]
    return max(known, default=None)


def checked_plan(plan: Mapping[str, str]) -> dict[str, str]:
    """``answer``, and ``notice_id`` and ``ocid``, or ``reason``; raises BadNotice."""
    answer = NoticeAnswer(plan["answer"])
    kept = {"answer": answer.value}
    if answer is NoticeAnswer.PUBLISHED:
        kept |= checked_number(plan.get("notice_id", ""), plan.get("ocid", ""))
    if answer is NoticeAnswer.NONE:
        kept["reason"] = plan.get("reason", "").strip()[:LONGEST_REASON]
        if not kept["reason"]:
            raise BadNotice("Say why there is no notice. The reasons are published.")
    return kept


def checked_number(notice_id: str, ocid: str) -> dict[str, str]:
    """The number of a notice, and the identifier of its process where that is known."""
    number, process = notice_id.strip().upper(), ocid.strip().lower()
    if not NUMBER.fullmatch(number):
        raise BadNotice("The number of the notice must be like 083655-2026.")
    if process and not OCID.fullmatch(process):
        raise BadNotice("The identifier of the process must be like ocds-h6vhtk-06f1ad.")
    return {"notice_id": number, "ocid": process}


def may_be_listed(challenge: Challenge) -> bool:
    """Whether what was said of the notice lets everybody find the page at once."""
    answer = challenge.notice_plan.get("answer")
    return answer in (NoticeAnswer.PUBLISHED, NoticeAnswer.NONE)


def list_publicly(session: Session, challenge: Challenge, *, by: UUID | None, at: datetime) -> None:
    """Show a published challenge in lists, searches and feeds, and let suppliers hear; once."""
    locked(session, challenge)
    if challenge.listed_at is not None:
        return
    if challenge.stage not in PUBLIC - {Stage.WITHDRAWN}:
        raise BadNotice("Only a challenge that is published can be listed.")
    challenge.listed_at = challenge.updated_at = at
    session.flush()
    fact = ChallengeListed(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
    )
    record(session, fact, by=by, at=at)
