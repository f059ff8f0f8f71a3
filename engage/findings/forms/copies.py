"""What to withhold, and what to do with public copies."""

from engage.findings.forms.reading import PlaceForm
from engage.findings.models import Ground
from engage.findings.queries.copies import State
from engage.web.fields import ChoiceField
from engage.web.forms import Form

PUBLISH, TAKE_DOWN, DELETE = "publish", "take down", "delete"


class WithholdForm(PlaceForm):
    ground = ChoiceField(
        "On what ground?",
        noun="a ground",
        choices=[
            (Ground.PERSONAL, "s.40 Personal information", "It says who somebody is."),
            (Ground.CONFIDENCE, "s.41 Given in confidence", "The supplier could sue over it."),
            (
                Ground.COMMERCIAL,
                "s.43 Commercial interests",
                "It would do harm, and the public has less to gain than they have to lose.",
            ),
        ],
    )


class CopiesForm(Form):
    verb = ChoiceField("What do you want to do?")

    def offer(self, state: State, *, over: bool) -> None:
        """Only what can be done now."""
        offered = []
        if state.possible:
            again = "Publish them, and make those that are public anew"
            words = again if state.public else f"Publish {state.possible} public copies"
            offered.append((PUBLISH, words, "Anybody can read them then."))
        if state.public:
            offered.append((TAKE_DOWN, f"Take {state.public} public copies down", ""))
        if state.to_delete and over:
            hint = "This cannot be undone."
            offered.append((DELETE, f"Delete {state.to_delete} answers now", hint))
        self.verb.choices = offered
