"""Begin a challenge statement; change it or delete it while nobody outside has read it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.authorities.models import Authority
from engage.challenges.events import (
    ChallengeDiscarded,
    ChallengeDrafted,
    ChallengeFilled,
    ChallengeRevised,
)
from engage.challenges.lifecycle import LIFECYCLE, UNPUBLISHED, Stage
from engage.challenges.models import (
    Approval,
    Challenge,
    ChallengeCpv,
    DismissedFinding,
    NoticeClaim,
    OutsideParty,
    ReferenceCounter,
    StatementVersion,
)
from engage.challenges.queries import locked
from engage.challenges.queries.starting import Start
from engage.kernel.clock import LONDON
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.upsert import insert_if_absent
from engage.kernel.versions import require_seen

ONE_PRESS = timedelta(minutes=1)
FIELDS = frozenset(
    {
        "title", "need", "who", "evidence", "today", "cost", "tried", "outcomes", "success",
        "limits", "inclusion", "process", "purposes", "category", "cpv_codes", "region", "value",
        "value_net", "sme_suitable", "vcse_suitable", "lots", "lot_list", "contract_starts",
        "contract_ends", "contract_ends_latest", "renewal", "engagement_ends", "retrospective",
    }
)  # fmt: skip
MOST_CODES = 20
BLANK: Mapping[str, Any] = {
    **dict.fromkeys(FIELDS - {"title"}, ""),
    **dict.fromkeys(("purposes", "cpv_codes", "lot_list"), ()),
    **dict.fromkeys(("value", "value_net", "engagement_ends")),
    **dict.fromkeys(("contract_starts", "contract_ends", "contract_ends_latest")),
    **dict.fromkeys(("sme_suitable", "vcse_suitable", "retrospective"), False),
    "barriers": {},
}
"""A statement of which only the title is left."""


class NotADraft(Refusal):
    """Suppliers have read it: it may not change under their eyes."""


class UnknownField(ValueError):
    """The caller named something a statement does not have."""


def draft(
    session: Session,
    authority: Authority,
    *,
    title: str,
    by: UUID | None,
    at: datetime,
    start: Start | None = None,
) -> Challenge:
    """Begin a challenge of this council, under the next reference of the year in London.

    ``start`` is what it begins with; the questionnaire that comes with it follows in a moment.
    The same title again from the same person, who wrote nothing yet, is a button pressed twice.
    """
    start = start or Start()
    if not title.strip():
        raise Refusal("Enter a title, so that people can find the draft again.")
    if same := _just_begun(session, authority, title, by, at):
        return same
    challenge = _new(session, authority, title, start, by, at)
    session.add(challenge)
    session.flush()
    record(session, _drafted(challenge), by=by, at=at)
    if start.mark:
        record(session, _filled(challenge, start), by=by, at=at)
    return challenge


def _new(
    session: Session,
    authority: Authority,
    title: str,
    start: Start,
    by: UUID | None,
    at: datetime,
) -> Challenge:
    challenge = Challenge(
        authority=authority,
        authority_id=authority.id,
        reference=_next_reference(session, authority, at.astimezone(LONDON).year),
        title=title,
        purposes=[],
        begun_from=start.mark,
        lead_id=by,
        created_at=at,
        updated_at=at,
    )
    for name, value in start.answers.items():
        assign(challenge, name, value)
    return challenge


def _filled(challenge: Challenge, start: Start) -> ChallengeFilled:
    return ChallengeFilled(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        source=start.mark,
        named=start.named,
    )


def _drafted(challenge: Challenge) -> ChallengeDrafted:
    return ChallengeDrafted(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        reference=challenge.reference,
    )


def _just_begun(
    session: Session, authority: Authority, title: str, by: UUID | None, at: datetime
) -> Challenge | None:
    """The council's row is locked, so that the second of two presses finds the first's draft."""
    council = select(Authority.id).where(Authority.id == authority.id)
    session.execute(council.with_for_update(key_share=True))
    wanted = select(Challenge).where(
        Challenge.authority_id == authority.id,
        Challenge.title == title,
        Challenge.lead_id == by,
        Challenge.stage == Stage.DRAFT,
        Challenge.version == 1,
        Challenge.created_at > at - ONE_PRESS,
    )
    return session.scalars(wanted.limit(1)).one_or_none() if by else None


def revise(
    session: Session,
    challenge: Challenge,
    *,
    changes: Mapping[str, Any],
    by: UUID | None,
    at: datetime,
    seen: str | None = None,
) -> tuple[str, ...]:
    """Change fields of a draft; the names of those that really changed, in order.

    ``seen``: the fingerprint of these fields as the page showed them.
    """
    unknown = set(changes) - FIELDS
    if unknown:
        raise UnknownField(f"a statement has no {sorted(unknown)}")
    _require_draft(session, challenge)
    saved = {name: getattr(challenge, name) for name in changes}
    changed = tuple(sorted(name for name in changes if saved[name] != changes[name]))
    if not changed:
        return ()
    require_seen(seen, saved)
    for name in changed:
        assign(challenge, name, changes[name])
    challenge.updated_at = at
    flag_modified(challenge, "updated_at")  # codes are rows of their own: the version must move
    session.flush()
    record(session, _revised(challenge, changed), by=by, at=at)
    return changed


def discard(session: Session, challenge: Challenge, *, by: UUID | None, at: datetime) -> None:
    """Delete a draft: erase what it says and show it nowhere; reference and title stay.

    The row stays too, so that the trail is about something and the reference is never used again.
    """
    locked(session, challenge)
    challenge.stage = LIFECYCLE.after("discard", challenge.stage)
    for name, nothing in BLANK.items():
        assign(challenge, name, nothing)
    for table in (DismissedFinding, StatementVersion, Approval, NoticeClaim, OutsideParty):
        session.execute(delete(table).where(table.challenge_id == challenge.id))
    challenge.updated_at = at
    session.flush()
    fact = ChallengeDiscarded(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        reference=challenge.reference,
    )
    record(session, fact, by=by, at=at)


def _require_draft(session: Session, challenge: Challenge) -> None:
    locked(session, challenge)
    if challenge.stage in UNPUBLISHED - {Stage.DRAFT}:
        raise NotADraft(
            "This statement was sent for approval, so its text stays as it is. Take it back to"
            " change it."
        )
    if challenge.stage is not Stage.DRAFT:
        raise NotADraft(
            "This challenge is published, so suppliers have read it. You can still change it, but"
            " everybody is told: see “Change the published statement”."
        )


def _revised(challenge: Challenge, changed: tuple[str, ...]) -> ChallengeRevised:
    return ChallengeRevised(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        fields=changed,
    )


def assign(challenge: Challenge, name: str, value: Any) -> None:
    """Set a field of a statement; codes that stay keep their rows."""
    if name != "cpv_codes":
        setattr(challenge, name, value)
        return
    kept = {row.code: row for row in challenge.cpv}
    challenge.cpv = [kept.get(code) or ChallengeCpv(code=code) for code in sorted(set(value))]


def _next_reference(session: Session, authority: Authority, year: int) -> str:
    """Counting up locks the counter's row, so two drafts never get one number."""
    row = {"authority_id": authority.id, "year": year, "last": 0}
    insert_if_absent(session, ReferenceCounter, row)
    here = (ReferenceCounter.authority_id == authority.id, ReferenceCounter.year == year)
    count_up = update(ReferenceCounter).where(*here).values(last=ReferenceCounter.last + 1)
    while True:
        number = session.scalars(count_up.returning(ReferenceCounter.last)).one()
        reference = f"{authority.prefix}-{year}-{number:03d}"
        if not session.scalar(select(exists().where(Challenge.reference == reference))):
            return reference
