"""What a new statement can begin with, and the templates that councils keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.accounts.queries import council
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, CouncilTemplate
from engage.challenges.queries.searching import is_listed
from engage.challenges.templates import templates

FROM_OTHERS = (
    *("need", "who", "evidence", "today", "cost", "tried", "outcomes", "success", "limits"),
    *("inclusion", "lots", "lot_list", "purposes", "category", "cpv_codes"),
)
"""What may be taken from a public challenge of any council: its words, never what came of it.

Its lots come without their values, as it comes without its own.
"""
FROM_OURS = (*FROM_OTHERS, "process", "region", "value", "value_net", "renewal")
MOST_TEMPLATES = 50
TEMPLATE, OWN, PAST = "template", "own", "past"


@dataclass(frozen=True)
class Start:
    """What a draft begins with. ``mark`` says where it comes from, ``named`` says it in words."""

    mark: str = ""
    named: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


def start_of(session: Session, actor: Actor, mark: str) -> Start | None:
    """What this choice begins with; None when there is nothing, or nothing this person may have."""
    kind, _, which = mark.partition(":")
    if kind == TEMPLATE and which in templates():
        shipped = templates()[which]
        return Start(mark, f"the template “{shipped.name}”", shipped.answers)
    if kind == OWN:
        return _own(session, actor, which)
    return _past(session, actor, which) if kind == PAST else None


def tips(challenge: Challenge) -> Mapping[str, str]:
    """What the template of a draft says beside the questions, by field."""
    kind, _, key = challenge.begun_from.partition(":")
    found = templates().get(key) if kind == TEMPLATE else None
    return found.tips if found else {}


def own_templates(session: Session, actor: Actor) -> Sequence[CouncilTemplate]:
    """The templates of every council this person drafts for, by name."""
    places = actor.authorities(*DESK_WRITERS)
    return _by_name(session, CouncilTemplate.authority_id.in_(places))


def templates_of(session: Session, authority_id: UUID) -> Sequence[CouncilTemplate]:
    """The templates of a council, by name: never more than MOST_TEMPLATES."""
    return _by_name(session, CouncilTemplate.authority_id == authority_id)


def council_template(
    session: Session, actor: Actor, slug: str, template_id: UUID
) -> CouncilTemplate | None:
    """A template of a council at whose side the actor stands."""
    authority = council(session, actor, slug)
    if authority is None:
        return None
    here = CouncilTemplate.authority_id == authority.id
    return session.scalar(select(CouncilTemplate).where(CouncilTemplate.id == template_id, here))


def count_templates(session: Session, authority_id: UUID) -> int:
    here = CouncilTemplate.authority_id == authority_id
    return session.scalar(select(func.count()).select_from(CouncilTemplate).where(here)) or 0


def copied(challenge: Challenge, names: Sequence[str] = FROM_OURS) -> dict[str, Any]:
    """These answers of a challenge, of those that are not empty; dates are nobody else's."""
    return {name: value for name in names if (value := getattr(challenge, name))}


def _by_name(session: Session, which: Any) -> Sequence[CouncilTemplate]:
    ordered = select(CouncilTemplate).where(which).order_by(CouncilTemplate.name)
    return session.scalars(ordered.limit(4 * MOST_TEMPLATES)).all()


def _own(session: Session, actor: Actor, which: str) -> Start | None:
    found = [each for each in own_templates(session, actor) if str(each.id) == which]
    if not found:
        return None
    return Start(f"{OWN}:{which}", "a template of the council", found[0].answers)


def _past(session: Session, actor: Actor, reference: str) -> Start | None:
    ours = Challenge.authority_id.in_(actor.authorities(*COUNCIL_SIDE))
    wanted = select(Challenge).where(
        Challenge.reference == reference,
        or_(is_listed(), ours),
        Challenge.stage != Stage.DISCARDED,
    )
    past = session.scalars(wanted).one_or_none()
    if past is None:
        return None
    is_ours = actor.holds(past.authority_id, *COUNCIL_SIDE)
    answers = copied(past, FROM_OURS if is_ours else FROM_OTHERS)
    if not is_ours and "lot_list" in answers:
        answers["lot_list"] = [{**each, "value": None} for each in answers["lot_list"]]
    return Start(f"{PAST}:{past.reference}", f"the challenge {past.reference}", answers)
