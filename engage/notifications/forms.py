"""The shape of what people choose about their e-mails."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from engage.interest.forms import CADENCES
from engage.interest.models import Cadence
from engage.notifications.models import Language
from engage.notifications.rendering.topics import Topic
from engage.web.fields import ChoiceField, ChoicesField, LongTextField, TextField
from engage.web.forms import Form

TOPICS = (
    (Topic.ALERTS, "New challenges", "That fit what you told us, or a search you saved"),
    (Topic.INVITATIONS, "Invitations", "From a council that thinks you may want to take part"),
    (Topic.REMINDERS, "Reminders", "Before a challenge ends, and the day before a workshop"),
    (Topic.NEWS, "Other news", "About challenges you take part in: a new workshop, and the end"),
)
STOP = "stop"
OF_A_SEARCH = (*(each[:2] for each in CADENCES), (STOP, "Never: stop these e-mails"))
BOTH = "both"
LANGUAGES = (
    (BOTH, "English and Welsh", "Where the council wrote in Welsh, both stand in one e-mail"),
    (Language.ENGLISH, "English", ""),
    (Language.WELSH, "Welsh (Cymraeg)", "Where the council wrote in Welsh, and English elsewhere"),
)


class WordingForm(Form):
    """A council's own words in one message; what is empty stays as it came with engage."""

    subject = TextField("Subject", optional=True, max_length=150)
    body = LongTextField(
        "Text",
        hint="Instead of the text that came with engage. The link and the foot stay",
        optional=True,
        max_length=3000,
    )
    added = LongTextField(
        "Paragraph to add",
        hint="It stands below the text, above the link",
        optional=True,
        max_length=1000,
    )


class PreferencesForm(Form):
    """What one address gets, in which language, and how often; see ``shaped``."""

    wanted = ChoicesField("Which e-mails do you want?", choices=TOPICS, optional=True)
    language = ChoiceField("In which language?", choices=LANGUAGES)
    searched: Mapping[str, UUID] = {}

    @classmethod
    def shaped(cls, searches: Iterable[UUID], *, has_profile: bool) -> "type[PreferencesForm]":
        """With a field for each saved search; and one for what fits a profile, if there is one."""
        searched = {f"search_{each.hex}": each for each in searches}
        more: dict[str, Any] = {
            name: ChoiceField(
                f"Saved search {number}",
                choices=OF_A_SEARCH,
                as_select=True,
                nothing=None,
                optional=True,
                marked=False,
            )
            for number, name in enumerate(searched, start=1)
        }
        if has_profile:
            label = "How often do you want to hear of challenges that fit your profile?"
            more["cadence"] = ChoiceField(label, choices=CADENCES, optional=True, marked=False)
        return type("ShapedPreferencesForm", (cls,), {**more, "searched": searched})

    def spoken(self) -> Language | None:
        """None: both, where the council wrote in both."""
        return None if self.language.data == BOTH else Language(self.language.data)

    def often(self) -> Cadence | None:
        """How often for the profile; None: as before."""
        chosen = self.data.get("cadence")
        return Cadence(chosen) if chosen else None

    def searches(self) -> dict[UUID, Cadence | None]:
        """How often for each saved search that was on the page; None: stop it."""
        chosen = {search: self.data[name] for name, search in self.searched.items()}
        return {
            search: None if often == STOP else Cadence(often)
            for search, often in chosen.items()
            if often
        }
