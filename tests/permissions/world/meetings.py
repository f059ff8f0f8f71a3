"""What hangs on the workshops of a challenge: a part of the world that ``world`` makes."""

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.workshops.models import MaterialKind, Sitting
from tests import factories as make
from tests.factories import NOW


def meetings_of(
    session: Session, challenge: Challenge, interest: Interest, lead: Person
) -> dict[str, str]:
    workshop = make.a_workshop(session, challenge, lead_id=lead.id)
    sitting = make.a_sitting(session, challenge, workshop)
    return {
        "sitting_id": str(sitting.id),
        "place_id": str(make.a_place(session, sitting, interest).id),
        "attendance_id": str(make.an_attendance(session, sitting).id),
        "feed_id": str(make.a_feed(session, interest).id),
        "workshop_id": str(sitting.id),  # what the public list calls a session
        "other_sitting_id": str(make.a_sitting(session, challenge).id),
        **_materials(session, sitting),
    }


def _materials(session: Session, sitting: Sitting) -> dict[str, str]:
    """Two files, whose bytes ``build`` puts into the store: a draft, and one that is public."""
    draft, public = (
        make.a_material(
            session, sitting, kind=MaterialKind.FILE, file_id=make.a_file(session).id, **more
        )
        for more in ({}, {"published_at": NOW})
    )
    return {"material_id": str(draft.id), "published_material_id": str(public.id)}
