"""The statement "steps taken" (s.16(3)): made from the ledger, never written by hand."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.portals import portal_at
from engage.challenges.queries import locked
from engage.disclosures.events import StatementGenerated
from engage.disclosures.models import Statement
from engage.disclosures.queries.statements import evidence, statement
from engage.kernel.events import about, record

EVERYBODY = "everybody"


def generate(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> Statement:
    """A new version; the last one where the ledger says the same."""
    challenge = locked(session, challenge)
    entries = evidence(session, challenge.id)
    last = statement(session, challenge.id)
    if last is not None and last.body["entries"] == entries:
        return last
    body = _body(challenge, entries, at)
    made = Statement(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        number=last.number + 1 if last else 1,
        body=body,
        digest=digest_of(body),
        made_by=by,
        made_at=at,
    )
    session.add(made)
    session.flush()
    fact = StatementGenerated(number=made.number, digest=made.digest, **about(made))
    record(session, fact, by=by, at=at)
    return made


def _body(challenge: Challenge, entries: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    portal = portal_at(challenge.authority.region or challenge.region)
    return {
        "challenge": challenge.reference,
        "title": challenge.title,
        "council": challenge.authority.name,
        "law": portal.cites.get("fair", ("", ""))[0],
        "made_at": at.isoformat(),
        "steps": steps(entries),
        "entries": entries,
    }


def digest_of(body: dict[str, Any]) -> str:
    """SHA-256 of the JSON that everybody who has a copy can make again: see ``as_json``."""
    return hashlib.sha256(as_json(body).encode()).hexdigest()


def as_json(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def steps(entries: Sequence[dict[str, Any]]) -> list[str]:
    """What was done so that nobody has an unfair advantage, in sentences."""
    return list(_steps(entries))


def _steps(entries: Sequence[dict[str, Any]]) -> Iterator[str]:
    at_once = sum(each["to"] == EVERYBODY for each in entries)
    some = [each for each in entries if each["to"] != EVERYBODY]
    public = [each for each in some if each["for_everybody_since"]]
    kept = sum(each["stays_unpublished"] is not None for each in some)
    still = len(some) - len(public) - kept
    if at_once:
        yield f"Published for everybody at the same moment: {at_once}."
    if public:
        longest = max(map(_days, public))
        yield (
            f"Told to some suppliers first, and published for everybody afterwards: {len(public)}."
            f" The longest took {longest} {'day' if longest == 1 else 'days'}."
        )
    if kept:
        yield f"Not published, for a reason that two officers agreed on: {kept}."
    if still:
        yield f"Known to some suppliers and not published yet: {still}."
    elif entries:
        yield "Nothing is known to some suppliers that could be published and is not."
    if not entries:
        yield "No supplier was told anything."


def _days(entry: dict[str, Any]) -> int:
    ends = datetime.fromisoformat(entry["for_everybody_since"])
    took = ends - datetime.fromisoformat(entry["given_at"])
    return max(0, -(-took // timedelta(days=1)))
