"""Which council is asked to share a challenge, and how a council wants to share one."""

from engage.challenges.models import Sharing
from engage.web.fields import ChoiceField
from engage.web.forms import Form


class AskForm(Form):
    council = ChoiceField("Which council do you ask?", noun="the council", as_select=True)


class ShareForm(Form):
    sharing = ChoiceField(
        "What do you want to do?",
        noun="what you want to do",
        choices=[
            (Sharing.FOLLOWER.value, "Follow it: it stands in our list of shared challenges"),
            (Sharing.SPONSOR.value, "Co-sponsor it: our name stands on its page, if they agree"),
        ],
    )
    council = ChoiceField("For which council?", noun="the council", optional=True, marked=False)
