"""Words that mean the same: those we ship, as a council changed them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.queries import council
from engage.interest.models import SynonymGroup
from engage.kernel.paging import Page
from engage.kernel.search import same_form

Group = tuple[str, ...]
SHIPPED: tuple[Group, ...] = (
    ("damp", "mould", "condensation"),
    ("homes", "houses", "housing", "dwellings", "flats"),
    ("rubbish", "waste", "refuse", "litter"),
    ("bins", "wheelie bins", "waste containers"),
    ("roads", "highways", "streets", "carriageways"),
    ("potholes", "road defects", "carriageway repairs"),
    ("pavements", "footways", "footpaths"),
    ("cycling", "bicycles", "bikes", "cycle hire"),
    ("buses", "bus services", "passenger transport"),
    ("children", "young people", "youth"),
    ("schools", "education", "pupils"),
    ("older", "elderly", "ageing"),
    ("carers", "caring", "unpaid carers"),
    ("disabled", "disability", "accessibility"),
    ("lonely", "loneliness", "isolation", "befriending"),
    ("homeless", "homelessness", "rough sleeping"),
    ("parks", "green spaces", "open spaces"),
    ("trees", "woodland", "arboriculture"),
    ("heating", "boilers", "heat pumps"),
    ("energy", "electricity", "power"),
    ("carbon", "net zero", "decarbonisation"),
    ("flooding", "floods", "drainage"),
    ("software", "applications", "apps", "digital"),
    ("sensors", "monitoring", "telemetry"),
    ("data", "analytics", "information"),
    ("telephone", "phone", "telephony", "call handling"),
    ("mental", "wellbeing", "counselling"),
    ("cleaning", "janitorial", "caretaking"),
    ("repairs", "maintenance", "mending"),
    ("training", "skills", "learning"),
    ("translation", "interpreting", "interpreters"),
)
MOST_WORDS = 12


def read_group(typed: str) -> Group:
    """The words of a group as they are looked for, each once: ``Mould,  damp`` is two."""
    said = (same_form(word) for word in typed.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(word for word in said if word))


def key_of(group: Sequence[str]) -> str:
    """The same for the same words in any order."""
    return ",".join(sorted(group))


def known_synonyms(session: Session, authority_id: UUID) -> list[Group]:
    """The groups that count at a council: its own first, then ours without those it left out."""
    wanted = select(SynonymGroup).where(SynonymGroup.authority_id == authority_id)
    changes = session.scalars(wanted.order_by(SynonymGroup.changed_at, SynonymGroup.id)).all()
    gone = {row.key for row in changes if row.left_out}
    own = [read_group(row.words) for row in changes if not row.left_out]
    return own + [group for group in SHIPPED if key_of(group) not in gone]


def groups(session: Session, authority_id: UUID, page: Page) -> Sequence[SynonymGroup]:
    """What a council changed, newest first."""
    wanted = select(SynonymGroup).where(SynonymGroup.authority_id == authority_id)
    ordered = wanted.order_by(SynonymGroup.changed_at.desc(), SynonymGroup.id)
    return session.scalars(ordered.offset(page.offset).limit(page.limit)).all()


def count_groups(session: Session, authority_id: UUID) -> int:
    wanted = select(func.count()).select_from(SynonymGroup)
    return session.scalar(wanted.where(SynonymGroup.authority_id == authority_id)) or 0


def synonym_group(session: Session, actor: Actor, slug: str, group_id: UUID) -> SynonymGroup | None:
    """A change that this council made."""
    authority = council(session, actor, slug)
    if authority is None:
        return None
    here = SynonymGroup.authority_id == authority.id
    return session.scalar(select(SynonymGroup).where(SynonymGroup.id == group_id, here))
