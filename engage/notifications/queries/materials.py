"""What messages say of slides, notes and recordings, and of files that are unsafe."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, ChallengeDocument
from engage.files.models import File
from engage.notifications.queries.words import (
    WORKSHOP,
    Words,
    about_challenge,
    about_sitting,
    one_of,
)
from engage.workshops.deadlines import last_day
from engage.workshops.models import Material, MaterialsClock, Sitting, Workshop
from engage.workshops.queries.materials import of_batch


def of_unsafe_document(session: Session, subject_id: UUID) -> Words | None:
    """Of one that is gone, of the challenge or a workshop: whoever has a copy must know which."""
    wanted = about_challenge(ChallengeDocument.title.label("document"))
    wanted = wanted.join(ChallengeDocument, ChallengeDocument.challenge_id == Challenge.id)
    known = one_of(session, wanted.where(ChallengeDocument.id == subject_id))
    return known or of_material(session, subject_id)


def of_material(session: Session, subject_id: UUID) -> Words | None:
    """A file of a workshop that was refused or is gone; ``document`` is its title."""
    columns = Material.title.label("document"), Workshop.title.label("workshop"), File.why_refused
    wanted = about_challenge(*columns).join(Material, Material.challenge_id == Challenge.id)
    wanted = wanted.join(Workshop, Workshop.id == Material.workshop_id)
    wanted = wanted.join(File, File.id == Material.file_id)
    return one_of(session, wanted.where(Material.id == subject_id))


def of_materials(session: Session, subject_id: UUID) -> Words | None:
    """What was published together; None when all of it was withdrawn before this went out."""
    found = of_batch(session, subject_id)
    if not found:
        return None
    wanted = about_challenge(Workshop.title.label("workshop"))
    wanted = wanted.join(Workshop, Workshop.challenge_id == Challenge.id)
    words = one_of(session, wanted.where(Workshop.id == found[0].workshop_id))
    return words and {**words, "materials": found}


def of_promise(session: Session, subject_id: UUID) -> Words | None:
    """A session whose materials are owed, and by when; None once they are here."""
    wanted = about_sitting(*WORKSHOP, Sitting.id.label("session"), MaterialsClock.due_at)
    wanted = wanted.join(MaterialsClock, MaterialsClock.sitting_id == Sitting.id)
    owed = MaterialsClock.settled_at.is_(None)
    words = one_of(session, wanted.where(Sitting.id == subject_id, owed))
    return words and {**words, "due_on": last_day(words["due_at"])}
