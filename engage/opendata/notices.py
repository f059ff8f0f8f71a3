"""What the public gets of the notices of a challenge: rows in, plain values out. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from engage.challenges.lifecycle import NoticeAnswer
from engage.challenges.portals import portal_at
from engage.kernel.clock import to_wall
from engage.notices.models import Kind, Status
from engage.opendata.shapes import Values


def of(challenge: Row[Any], versions: Sequence[Row[Any]]) -> Values:
    """The published notices, oldest first, or why there is none (s.17(1)(b)).

    The first version is made a moment after the challenge is published; until then it is what
    publishing was told.
    """
    if not versions:
        return _planned(challenge)
    last = versions[-1]
    return {
        "notices": [
            _notice(challenge, each.notice_id, each.ocid, each.kind, _day(each))
            for each in versions
            if each.status is Status.RECORDED
        ],
        "noNoticeBecause": last.rationale if last.status is Status.NONE else None,
    }


def _planned(challenge: Row[Any]) -> Values:
    plan = challenge.notice_plan
    kind = Kind.RETROSPECTIVE if challenge.retrospective else Kind.PROSPECTIVE
    known = plan.get("answer") == NoticeAnswer.PUBLISHED and challenge.published_at
    number, ocid = plan.get("notice_id", ""), plan.get("ocid", "")
    day = to_wall(challenge.published_at)[0] if known else None
    return {
        "notices": [_notice(challenge, number, ocid, kind, day)] if day else [],
        "noNoticeBecause": plan.get("reason") if plan.get("answer") == NoticeAnswer.NONE else None,
    }


def _notice(challenge: Row[Any], number: str, ocid: str, kind: Kind, day: date) -> Values:
    portal = portal_at(challenge.council_region or challenge.region)
    return {
        "number": number,
        "ocid": ocid or None,
        "kind": kind.value,
        "publishedOn": day.isoformat(),
        "url": portal.notice_at(number) or None,
    }


def _day(version: Row[Any]) -> date:
    """The London day that was said, or on which we heard."""
    return version.published_on or to_wall(version.recorded_at)[0]
