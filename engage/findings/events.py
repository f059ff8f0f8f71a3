"""What happened to findings. Never what anybody wrote, nor who wrote it."""

from typing import ClassVar

from engage.kernel.events import Event


class AnswersRead(Event, frozen=True, kw_only=True):
    """Somebody had answers on a page for the first time. The subject is the question."""

    name: ClassVar[str] = "answers.read"
    number: int


class RemarkShared(Event, frozen=True, kw_only=True):
    """A highlight or a note was shared with the readers of a challenge. Of an answer."""

    name: ClassVar[str] = "remark.shared"


class ThemesAsked(Event, frozen=True, kw_only=True):
    """The subject is the run."""

    name: ClassVar[str] = "themes.asked"


class ThemesFound(Event, frozen=True, kw_only=True):
    """The subject is the run; ``digest`` is of the answers it grouped, ``engine`` how."""

    name: ClassVar[str] = "themes.found"
    succeeded: bool
    answers: int
    themes: int
    digest: str
    engine: str


class ThemeRenamed(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "theme.renamed"


class ThemesMerged(Event, frozen=True, kw_only=True):
    """The subject is the theme that is left; ``gone`` was put into it."""

    name: ClassVar[str] = "themes.merged"
    gone: str


class AnswersMoved(Event, frozen=True, kw_only=True):
    """Answers were put into another theme by hand: the subject. ``is_new``: a theme was split."""

    name: ClassVar[str] = "answers.moved"
    number: int
    is_new: bool


class RequirementsAdded(Event, frozen=True, kw_only=True):
    """The subject is the challenge."""

    name: ClassVar[str] = "requirements.added"
    number: int


class RequirementChanged(Event, frozen=True, kw_only=True):
    """``themes`` and ``answers``: how many it is linked to; ``echoes``: how many come close."""

    name: ClassVar[str] = "requirement.changed"
    themes: int
    answers: int
    echoes: int


class RequirementRemoved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "requirement.removed"


class RequirementsExported(Event, frozen=True, kw_only=True):
    """The table of requirements was taken away. The subject is the challenge."""

    name: ClassVar[str] = "requirements.exported"


class WordsWithheld(Event, frozen=True, kw_only=True):
    """Words of an answer, the subject, stay out of its public copy."""

    name: ClassVar[str] = "words.withheld"
    ground: str


class WordsRestored(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "words.restored"
    ground: str


class CopiesPublished(Event, frozen=True, kw_only=True):
    """The subject is the challenge."""

    name: ClassVar[str] = "copies.published"
    number: int


class CopiesTakenDown(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "copies.taken_down"
    number: int


class AnswersDeleted(Event, frozen=True, kw_only=True):
    """Answers that were for evaluation only are gone. The subject is the challenge."""

    name: ClassVar[str] = "answers.deleted"
    number: int
