"""Starts a challenge from a notice that is already published. Never commits."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges import service as challenges
from engage.challenges.lots import MOST_LOTS
from engage.challenges.models import Challenge
from engage.challenges.service.drafting import MOST_CODES
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.notices import parsing, queries
from engage.notices.events import NoticeImported
from engage.notices.find_a_tender.matching import GENERIC
from engage.notices.models import SourceNotice
from engage.notices.parsing import Notice

LONGEST_TEXT = 20_000  # what the statement's pages take
LARGEST_VALUE = 2_147_483_647
UNTITLED = "Notice without a title"


class AlreadyImported(Refusal):
    """This council has a challenge from this notice; ``reference`` is the first one's."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(f"Your council has already started {reference} from this notice.")


def start_from(
    session: Session,
    authority: Authority,
    notice: Notice,
    *,
    by: UUID | None,
    at: datetime,
    again: bool = False,
) -> Challenge:
    """A draft with everything the notice gives, and a list of what it does not give.

    Raises AlreadyImported unless ``again``. The council's row is locked: two clicks, one draft.
    """
    session.refresh(authority, with_for_update={"key_share": True})
    reference = queries.earlier(session, authority.id, notice)
    if reference and not again:
        raise AlreadyImported(reference)
    fields = parsing.draft_fields(notice)
    title = str(fields["title"] or UNTITLED)
    challenge = challenges.draft(session, authority, title=title, by=by, at=at)
    changes = _changes(fields)
    challenges.revise(session, challenge, changes=changes, by=by, at=at)
    source = _source(notice, challenge, at)
    if fields["value_pounds"] and changes["value"] is None:
        source.findings["warnings"].append("The value is too large to be true, so it was left out.")
    source.findings["warnings"] += _cut(fields)
    session.add(source)
    session.flush()
    record(session, _imported(source), by=by, at=at)
    return challenge


def _about_the_buyer(buyer: str, council: str) -> list[str]:
    """A warning, when the notice names a buyer that cannot be this council."""
    named, ours = _telling(buyer), _telling(council)
    if not named or named <= ours or ours <= named:
        return []
    return [f"The notice names another buyer: {buyer[:300]}. Check that it is yours."]


def _telling(name: str) -> set[str]:
    """The words of a name that tell one council from another."""
    return {word for word in re.findall(r"\w+", name.casefold()) if word not in GENERIC}


def _imported(source: SourceNotice) -> NoticeImported:
    return NoticeImported(
        subject_id=source.id,
        authority_id=source.authority_id,
        challenge_id=source.challenge_id,
        ocid=source.ocid,
        notice_id=source.notice_id,
    )


def _changes(fields: dict[str, Any]) -> dict[str, Any]:
    """The notice's fields under the names a challenge has for them."""
    pounds, net = fields["value_pounds"], fields["net_pounds"]
    fits = bool(pounds) and pounds <= LARGEST_VALUE
    same = ("engagement_ends", "region", "category", "sme_suitable", "vcse_suitable")
    dates = ("contract_starts", "contract_ends", "contract_ends_latest")
    return {
        **{name: fields[name] for name in (*same, *dates)},
        "need": fields["need"][:LONGEST_TEXT],
        "process": fields["how_to_take_part"][:LONGEST_TEXT],
        "renewal": fields["renewal"][:LONGEST_TEXT],
        "cpv_codes": sorted(fields["cpv_codes"]),
        "value": pounds if fits else None,
        "value_net": net if fits else None,
        "lot_list": [_sound(each) for each in fields["lots"][:MOST_LOTS]],
    }


def _cut(fields: dict[str, Any]) -> Iterator[str]:
    """What the pages of the statement do not take, so that only its beginning is there."""
    texts = {
        "The need": fields["need"],
        "How to take part": fields["how_to_take_part"],
        "How the contract may be extended": fields["renewal"],
    }
    lots = enumerate(fields["lots"][:MOST_LOTS], start=1)
    texts |= {f"The description of lot {number}": each["description"] for number, each in lots}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            yield (
                f"{name} is longer than {LONGEST_TEXT:,} characters, so only its beginning was "
                "taken over."
            )


def _sound(lot: dict[str, Any]) -> dict[str, Any]:
    """A lot that its page can show and save."""
    value, codes = lot["value"], lot["cpv_codes"]
    return {
        **lot,
        "description": lot["description"][:LONGEST_TEXT],
        "value": value if value and value <= LARGEST_VALUE else None,
        "cpv_codes": codes[:MOST_CODES],
    }


def _source(notice: Notice, challenge: Challenge, at: datetime) -> SourceNotice:
    return SourceNotice(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        ocid=(notice.ocid or "")[:80],
        notice_id=(notice.notice_id or "")[:80],
        notice_type=(notice.notice_type or "")[:8],
        url=(notice.url or "")[:500],
        buyer_name=(notice.buyer_name or "")[:300],
        findings={
            "missing": [asdict(each) for each in parsing.missing(notice)],
            "warnings": [
                *parsing.warnings(notice, at),
                *_about_the_buyer(notice.buyer_name or "", challenge.authority.name),
            ],
        },
        imported_at=at,
    )
