"""What workers made, and keep in the store."""

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.handover.models import Pack
from engage.handover.models import State as PackState
from engage.reports.models import Compilation, CompiledFile
from engage.reports.models import State as CompilationState
from tests.factories import NOW
from tests.permissions.world.addresses import Side

COMPILED = "0" * 32  # the key of a file that was made


def made_by_workers(session: Session, side: Side, challenge: Challenge) -> dict[str, str]:
    """What workers made, and is in the store."""
    return {**_compiled(session, side, challenge), **_pack(session, side, challenge)}


def _compiled(session: Session, side: Side, challenge: Challenge) -> dict[str, str]:
    compilation = Compilation(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        asked_by=side.people["officer"].id,
        asked_at=NOW,
        due_at=NOW,
        finished_at=NOW,
        state=CompilationState.DONE,
        files=[CompiledFile(format="csv", key=COMPILED, size=2, sha256="0" * 64)],
    )
    session.add(compilation)
    session.flush()
    return {"compilation_id": str(compilation.id), "format": "csv"}


def _pack(session: Session, side: Side, challenge: Challenge) -> dict[str, str]:
    pack = Pack(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        asked_by=side.people["officer"].id,
        asked_at=NOW,
        due_at=NOW,
        finished_at=NOW,
        state=PackState.DONE,
        key=COMPILED,
        size=2,
    )
    session.add(pack)
    session.flush()
    return {"pack_id": str(pack.id)}
