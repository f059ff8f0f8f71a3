"""What the public gets of each thing, by name: columns in, plain values out. Pure.

A name that stands here is promised to programs: add, but never rename or take away.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row

from engage.challenges.lifecycle import Stage
from engage.notices.mapping import net_of
from engage.workshops.models import Material

Values = dict[str, Any]
STAGES = {
    Stage.OPEN: "open",
    Stage.CLOSED: "closed",
    Stage.WITH_BOARD: "closed",
    Stage.CONCLUDED: "outcome",
    Stage.WITHDRAWN: "withdrawn",
}
POUNDS = {"currency": "GBP"}
STATEMENT = (
    *("need", "who", "evidence", "today", "cost", "tried", "outcomes", "success", "limits"),
    *("inclusion", "lots", "process"),
)


def moment(at: datetime | None) -> str | None:
    """RFC 3339, in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def challenge(row: Row[Any], codes: Collection[str], *, base: str, at: datetime) -> Values:
    """A statement as its page shows it; ``at`` decides whether it is over."""
    over = row.stage is Stage.OPEN and row.engagement_ends is not None and at >= row.engagement_ends
    withdrawn = row.stage is Stage.WITHDRAWN
    return {
        "reference": row.reference,
        "title": row.title,
        "url": f"{base}/challenges/{row.reference}",
        "stage": "closed" if over else STAGES[row.stage],
        "council": council_of(row, base),
        "publishedAt": moment(row.published_at),
        "updatedAt": moment(row.updated_at),
        "engagementEnds": moment(row.engagement_ends),
        "withdrawnBecause": row.withdrawn_because if withdrawn else None,
        "statement": {name: getattr(row, name) for name in STATEMENT},
        "purposes": row.purposes,
        "category": row.category,
        "cpv": sorted(codes),
        "region": row.region,
        "value": _value(row.value, row.value_net),
        "contractStarts": _day(row.contract_starts),
        "contractEnds": _day(row.contract_ends),
        "contractEndsLatest": _day(row.contract_ends_latest),
        "renewal": row.renewal,
        "smeSuitable": row.sme_suitable,
        "vcseSuitable": row.vcse_suitable,
        "lots": [_lot(number, each) for number, each in enumerate(row.lot_list, start=1)],
        "retrospective": row.retrospective,
    }


def _value(gross: int | None, net: int | None) -> Values | None:
    """Without VAT as the council gives it, or else worked out, as in the notice."""
    if gross is None:
        return None
    return {"amountGross": gross, "amount": net_of(gross) if net is None else net, **POUNDS}


def _lot(number: int, lot: Values) -> Values:
    gross = lot["value"]
    return {
        "number": number,
        "title": lot["title"],
        "description": lot["description"],
        "value": None if gross is None else {"amountGross": gross, **POUNDS},
        "cpv": lot["cpv_codes"],
    }


def council_of(row: Row[Any], base: str) -> Values:
    """Whose it is, short."""
    return {"slug": row.slug, "name": row.name, "url": f"{base}/councils/{row.slug}"}


def authority(row: Row[Any], *, base: str) -> Values:
    """A council and how the register of public bodies names it (reg.13)."""
    return {
        **council_of(row, base),
        "ppon": row.ppon,
        "website": row.website or None,
        "region": row.region or None,
        "challenges": f"{base}/api/v1/challenges?council={row.slug}",
        "outcomes": row.outcomes,
        "meanDaysToFeedback": None if row.days is None else round(float(row.days), 1),
    }


def workshop(row: Row[Any], materials: Sequence[Material], *, base: str) -> Values:
    """A session of a workshop, without the link to join it and without who comes."""
    there = (each for each in materials if each.withdrawn_at is None)
    return {
        "id": str(row.id),
        "workshop": str(row.workshop_id),
        "title": row.title,
        "about": row.about,
        "startsAt": moment(row.starts_at),
        "endsAt": moment(row.ends_at),
        "venue": row.venue or None,
        "stepFree": row.step_free or None,
        "travel": row.travel or None,
        "online": bool(row.online),
        "capacity": row.capacity,
        "placesInPerson": row.places_in_person,
        "placesOnline": row.places_online,
        "cancelled": row.cancelled_at is not None,
        "challenge": row.reference,
        "council": council_of(row, base),
        "url": f"{base}/challenges/{row.reference}#workshops",
        "materials": [_material(each, row.reference, base) for each in there],
    }


def _material(material: Material, reference: str, base: str) -> Values:
    """Slides, notes or a recording; notes have their text, everything else an address."""
    own = f"{base}/challenges/{reference}/materials/{material.id}"
    return {
        "title": material.title,
        "kind": "recording" if material.is_recording else material.kind.value,
        "url": own if material.file_id else material.address or None,
        "text": material.text or None,
        "captions": material.captions.value if material.captions else None,
        "publishedAt": moment(material.published_at),
    }


def question(row: Row[Any], on: date, *, base: str) -> Values:
    """A question in the words the council published: no asker, no time finer than the day."""
    return {
        "challenge": row.reference,
        "number": row.number,
        "question": row.public_text,
        "answer": row.answer,
        "answeredOn": on.isoformat(),
        "council": council_of(row, base),
        "url": f"{base}/challenges/{row.reference}#questions",
    }


def outcome(row: Row[Any], *, base: str) -> Values:
    """What a council heard and what it changed, once published."""
    return {
        "challenge": row.reference,
        "title": row.title,
        "heard": row.heard,
        "changed": row.changed,
        "unchanged": row.unchanged,
        "nextSteps": row.next_steps,
        "publishedAt": moment(row.published_at),
        "daysToFeedback": row.days,
        "council": council_of(row, base),
        "url": f"{base}/challenges/{row.reference}/outcome",
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def at(values: Values, path: str) -> Any:
    """What stands at ``statement.need``; None where something on the way is not there.

    On the way through a list, what stands there in each of its things.
    """
    found: Any = values
    for name in path.split("."):
        if isinstance(found, list):
            found = [each[name] for each in found]
        else:
            found = found[name] if isinstance(found, dict) else None
    return found


_COUNCIL = ("council.slug", "council.name")
CHALLENGE_COLUMNS = (
    *("reference", "title", "url", "stage", *_COUNCIL, "publishedAt", "updatedAt"),
    *("engagementEnds", "withdrawnBecause", "purposes", "category", "cpv", "region"),
    *("value.amountGross", "value.amount", "value.currency", "contractStarts", "contractEnds"),
    *("contractEndsLatest", "renewal", "smeSuitable", "vcseSuitable", "retrospective"),
    *(f"statement.{name}" for name in STATEMENT),
    *("ocid", "notices.number", "notices.ocid", "notices.kind", "notices.publishedOn"),
    "noNoticeBecause",
)
AUTHORITY_COLUMNS = ("slug", "name", "url", "ppon", "website", "region")
WORKSHOP_COLUMNS = (
    *("id", "title", "about", "startsAt", "endsAt", "venue", "online", "capacity", "cancelled"),
    *("challenge", *_COUNCIL, "url", "workshop", "placesInPerson", "placesOnline"),
    *("stepFree", "travel"),
)
QUESTION_COLUMNS = ("challenge", "number", "question", "answer", "answeredOn", *_COUNCIL, "url")
OUTCOME_COLUMNS = (
    *("challenge", "title", "heard", "changed", "unchanged", "nextSteps", "publishedAt"),
    *(*_COUNCIL, "url"),
)
