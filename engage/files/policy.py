"""What may leave. Files know no council: the capability that shows one decides to whom."""

from engage.files.models import File, State


def may_leave(file: File) -> bool:
    """Nobody gets what is not known to be clean, whoever they are."""
    return file.state is State.CLEAN
