"""Change a statement that suppliers have read: in the open, with a reason, for all at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.challenges.events import AmendmentBegun, ChallengeAmended
from engage.challenges.models import Amendment, Challenge, ChallengeCpv, StatementVersion, Why
from engage.challenges.queries import history, locked
from engage.challenges.queries.approvals import is_approver
from engage.challenges.service.approving import NotYourApproval
from engage.challenges.service.drafting import FIELDS, UnknownField, assign
from engage.challenges.service.four_eyes import needs_approval
from engage.challenges.service.listing import require_below
from engage.challenges.service.publishing import BadEnd, Incomplete, gaps, move_end
from engage.challenges.service.versions import keep_published, plain, restored, snapshot
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.versions import fingerprint_of, require_seen

MATERIAL = frozenset(
    {
        "need", "who", "outcomes", "success", "limits", "inclusion", "process", "category", "value",
        "value_net", "cpv_codes", "region", "engagement_ends", "contract_starts", "contract_ends",
        "contract_ends_latest", "renewal", "lot_list",
    }
)  # fmt: skip
"""What suppliers build a response on: a change of these is material unless somebody says not."""
WORTH = frozenset({"value", "lot_list", "category"})
"""What decides whether the contract is below the threshold."""
GIVE_NOTICE = (
    "You said that there is no notice because the contract is below it. Above it, the law asks "
    "for a notice{notice}. Open the page Notice of this challenge, give the number of the notice "
    "or another reason for having none, and then publish these changes. Or correct the value."
)


class NotAmendable(Refusal):
    """Nothing can be amended now, or there is nothing to amend."""


class EditedMeanwhile(Refusal):
    """What the page showed is not what would be published."""


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """What everybody reads beside an amendment: why, and that or why not there is more time."""

    because: str
    material: bool
    ends: datetime | None = None  # the later end for everybody
    enough: str = ""  # why the time is still enough


def propose(
    session: Session,
    challenge: Challenge,
    *,
    changes: Mapping[str, Any],
    seen: str | None = None,
    by: UUID,
    at: datetime,
) -> Amendment | None:
    """Put changes into the working copy of an open challenge. Nothing public changes."""
    unknown = set(changes) - FIELDS
    if unknown:
        raise UnknownField(f"a statement has no {sorted(unknown)}")
    require_amendable(session, challenge, at)
    amendment = history.amendment(session, challenge.id)
    copy = as_amended(challenge, amendment)
    shown = {name: getattr(copy, name) for name in changes}
    if all(shown[name] == changes[name] for name in changes):
        return amendment
    require_seen(seen, shown)
    _require_later(challenge, changes)
    kept = {**(amendment.content if amendment else {}), **_plain(changes)}
    content = {name: value for name, value in kept.items() if value != _now(challenge, name)}
    if amendment is None:
        amendment = _begin(session, challenge, by, at)
    amendment.content, amendment.saved_by, amendment.saved_at = content, by, at
    amendment.asked_by = amendment.asked_at = None  # what was to be read is another text now
    session.flush()
    return amendment


def amend(
    session: Session,
    challenge: Challenge,
    *,
    reasons: Reasons,
    seen: str,
    by: UUID,
    at: datetime,
) -> StatementVersion:
    """Publish the working copy: the text, the reason, and a later end, at the same moment.

    ``seen``: the mark of the changes that the page showed. Whoever takes part is told once.
    """
    require_amendable(session, challenge, at)
    amendment = history.amendment(session, challenge.id)
    content = waiting(challenge, amendment)
    if amendment is None or not content:
        raise NotAmendable("Nothing is changed yet. Change a part of the statement first.")
    require_same(content, seen)
    _require_four_eyes(session, challenge, amendment, by)
    require_complete(session, challenge, amendment, at)
    values = restored(content)
    ends = reasons.ends or values.get("engagement_ends")
    _require_reasons(reasons, ends, asks_time=not challenge.retrospective)
    keep_published(session, challenge)
    session.delete(amendment)
    version = _publish(session, challenge, values, ends, reasons, by, at)
    fields = {*content, "engagement_ends"} if ends else {*content}
    record(session, _amended(challenge, version, fields, amendment), by=by, at=at)
    return version


def waiting(challenge: Challenge, amendment: Amendment | None) -> dict[str, Any]:
    """What the working copy would change, as JSON holds it."""
    content = amendment.content if amendment else {}
    return {
        name: value
        for name, value in sorted(content.items())
        if name in FIELDS and value != _now(challenge, name)
    }


def as_amended(challenge: Challenge, amendment: Amendment | None) -> Challenge:
    """The challenge as it would be: an object of its own that no transaction knows."""
    columns = Challenge.__table__.columns.keys()
    copy = Challenge(**{name: getattr(challenge, name) for name in columns})
    copy.authority = challenge.authority
    copy.cpv = [ChallengeCpv(code=code) for code in challenge.cpv_codes]
    for name, value in restored(waiting(challenge, amendment)).items():
        assign(copy, name, value)
    return copy


def looks_material(content: Mapping[str, Any]) -> bool:
    """Whether we propose to call these changes material."""
    return bool(MATERIAL & set(content))


def why_not_amend(
    session: Session, challenge: Challenge, amendment: Amendment | None, by: UUID | None
) -> str:
    """Why this person may not publish the changes, and who may; empty when they may.

    Where the council wants four eyes before publishing, it wants them before changes too.
    """
    if amendment is None:
        return ""
    if not (needs_approval(challenge) or needs_approval(as_amended(challenge, amendment))):
        return ""
    if by in (amendment.begun_by, amendment.saved_by):
        return (
            "Your council wants somebody else to read changes before they are published. You made"
            " these, so ask an approver of your council to read and publish them."
        )
    if not by or not is_approver(session, challenge.authority_id, by):
        return (
            "Your council wants an approver to read changes before they are published. Ask one to"
            " read and publish them."
        )
    return ""


def _publish(
    session: Session,
    challenge: Challenge,
    values: Mapping[str, Any],
    ends: datetime | None,
    reasons: Reasons,
    by: UUID,
    at: datetime,
) -> StatementVersion:
    for name, value in values.items():
        if name != "engagement_ends" or challenge.retrospective:
            assign(challenge, name, value)
    challenge.updated_at = at
    flag_modified(challenge, "updated_at")  # codes are rows of their own: the version must move
    session.flush()
    if ends is not None and not challenge.retrospective:
        move_end(session, challenge, ends=ends, by=by, at=at, tell=False)
    version = snapshot(
        session,
        challenge,
        why=Why.AMENDED,
        note=reasons.because,
        material=reasons.material,
        by=by,
        at=at,
    )
    version.enough = "" if ends else reasons.enough
    session.flush()
    return version


def _amended(
    challenge: Challenge, version: StatementVersion, fields: Iterable[str], amendment: Amendment
) -> ChallengeAmended:
    return ChallengeAmended(
        subject_id=version.id,
        **belonging(challenge),
        version=version.number,
        fields=tuple(sorted(fields)),
        material=version.material,
        asked_by=amendment.asked_by,
    )


def require_same(content: Mapping[str, Any], seen: str) -> None:
    if seen != fingerprint_of(content):
        raise EditedMeanwhile(
            "Somebody edited the changes since you opened this page. Read them again, then publish."
        )


def require_amendable(session: Session, challenge: Challenge, at: datetime) -> None:
    locked(session, challenge)
    if not challenge.may_change(at):
        raise NotAmendable(
            "Only a challenge that is open to suppliers, or a record, can be changed."
        )


def _require_four_eyes(
    session: Session, challenge: Challenge, amendment: Amendment, by: UUID
) -> None:
    if why := why_not_amend(session, challenge, amendment, by):
        raise NotYourApproval(why)


def _require_later(challenge: Challenge, changes: Mapping[str, Any]) -> None:
    before = None if challenge.retrospective else challenge.engagement_ends
    ends = changes.get("engagement_ends", before)
    if before is not None and (ends is None or ends < before):
        raise BadEnd(f"The end can only become later than the present one: {spoken(before)}.")


def require_complete(
    session: Session, challenge: Challenge, amendment: Amendment, at: datetime
) -> None:
    """Refuse gaps that the amendment would make; what was published with others keeps those.

    A value that reaches the threshold makes one too: the reason for having no notice (s.17).
    """
    known = {gap.field for gap in gaps(challenge, at)}
    after = as_amended(challenge, amendment)
    missing = [gap for gap in gaps(after, at) if gap.field not in known]
    if missing:
        raise Incomplete(missing)
    if WORTH & set(waiting(challenge, amendment)):
        reason = challenge.notice_plan.get("reason", "")
        require_below(
            session, after, reason=reason, at=at, instead=challenge.portal.told(GIVE_NOTICE)
        )


def _require_reasons(reasons: Reasons, ends: datetime | None, *, asks_time: bool) -> None:
    if not reasons.because.strip():
        raise Refusal("Say what changed, and why. Everybody reads it.")
    if asks_time and reasons.material and ends is None and not reasons.enough.strip():
        raise Refusal("Give everybody a later end, or say why the time is still enough.")


def _begin(session: Session, challenge: Challenge, by: UUID, at: datetime) -> Amendment:
    amendment = Amendment(challenge_id=challenge.id, content={}, begun_by=by, begun_at=at)
    session.add(amendment)
    fact = AmendmentBegun(subject_id=challenge.id, **belonging(challenge))
    record(session, fact, by=by, at=at)
    return amendment


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(set(value)) if name == "cpv_codes" else plain(value)
        for name, value in values.items()
    }


def _now(challenge: Challenge, name: str) -> Any:
    return plain(getattr(challenge, name))
