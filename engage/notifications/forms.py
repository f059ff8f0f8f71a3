"""The shape of what people choose about their e-mails."""

from engage.notifications.models import Cadence, Language
from engage.notifications.rendering.topics import Topic
from engage.web.fields import ChoiceField, ChoicesField, LongTextField, TextField
from engage.web.forms import Form

TOPICS = (
    (Topic.ALERTS, "New challenges", "That fit what you told us, or a search you saved"),
    (Topic.INVITATIONS, "Invitations", "From a council that thinks you may want to take part"),
    (Topic.REMINDERS, "Reminders", "Before a challenge ends, and the day before a workshop"),
    (Topic.NEWS, "Other news", "About challenges you take part in: a new workshop, and the end"),
)
CADENCES = (
    (Cadence.NOW, "At once", "An e-mail for each challenge, when it is published"),
    (Cadence.DAILY, "Once a day", "One e-mail, and none if there is nothing new"),
    (Cadence.WEEKLY, "Once a week", "One e-mail, and none if there is nothing new"),
)
LANGUAGES = (
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
    """What one address gets, how often and in which language."""

    wanted = ChoicesField("Which e-mails do you want?", choices=TOPICS, optional=True)
    cadence = ChoiceField("How often do you want to hear of new challenges?", choices=CADENCES)
    language = ChoiceField("In which language?", choices=LANGUAGES)
