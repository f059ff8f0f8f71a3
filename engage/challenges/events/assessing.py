"""What happened to the conflicts assessment of a challenge."""

from typing import ClassVar

from engage.kernel.events import Event


class AssessmentKept(Event, frozen=True, kw_only=True):
    """What it says has changed. The subject is the challenge."""

    name: ClassVar[str] = "assessment.kept"
    number: int
