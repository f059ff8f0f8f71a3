"""The shape of who sits on a board, and in which part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from engage.reviews.forms.referring import identifier
from engage.reviews.queries import Candidate, Member
from engage.reviews.service import Parts
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    TextField,
    WholeNumberField,
)
from engage.web.forms import Versioned


class MembersForm(Versioned):
    members = ChoicesField("Who sits on this board?", required_message="Select at least one member")
    chair = ChoiceField("Who is the chair?", required_message="Select the chair")
    deputy = ChoiceField(
        "Who is the deputy?",
        hint="They have the chair while the chair stands aside from this board.",
        as_select=True,
        nothing="Nobody",
        optional=True,
    )
    secretary = ChoiceField(
        "Who is the secretary?", as_select=True, nothing="Nobody", optional=True
    )
    secretary_email = EmailField(
        "Where do answers to e-mails about this board go?",
        hint="Leave it empty to send them to the council’s own mailbox.",
        noun="the secretary’s address",
        autocomplete="off",
        optional=True,
    )
    outside = ChoicesField("Who comes from outside the council?", optional=True)
    quorum = WholeNumberField(
        "How many members are a quorum?",
        hint="So many have to be there before the board can decide anything.",
        minimum=1,
        maximum=100,
        width=3,
        noun="the quorum",
        optional=True,
    )

    def parts(self) -> Parts:
        """All that is about the seats, and not who has one."""
        return Parts(
            deputy=identifier(self.deputy.data or ""),
            secretary=identifier(self.secretary.data or ""),
            outside=frozenset(map(UUID, self.outside.data)),
            quorum=self.quorum.data,
            secretary_email=self.secretary_email.data,
            terms={UUID(key): field.data for key, field in self._about("ends_")},
            expertise={UUID(key): tags(field.data) for key, field in self._about("expertise_")},
        )

    def seats(self) -> list[tuple[Any, Any]]:
        """Of each seat: how long it is theirs, and what they know about."""
        terms, knowing = self._about("ends_"), self._about("expertise_")
        return [(term, known) for (_, term), (_, known) in zip(terms, knowing, strict=True)]

    def _about(self, prefix: str) -> list[tuple[str, Any]]:
        named = self._fields.items()
        return [(key.removeprefix(prefix), one) for key, one in named if key.startswith(prefix)]

    @staticmethod
    def shaped(seated: Sequence[Member]) -> "type[MembersForm]":
        """With two more fields for everybody who has a seat."""
        fields: dict[str, Any] = {}
        for one in seated:
            fields[f"ends_{one.id.hex}"] = DateField(
                f"Last day of the term of {one.name}",
                noun=f"the last day of {one.name}",
                optional=True,
            )
            fields[f"expertise_{one.id.hex}"] = TextField(
                f"What {one.name} knows about",
                hint="A few words, with commas between them. For example: damp, data protection.",
                noun=f"what {one.name} knows about",
                max_length=400,
                optional=True,
            )
        return type("ShapedMembersForm", (MembersForm,), fields)

    def offer(self, candidates: Sequence[Candidate], seated: Sequence[Member]) -> None:
        known = {one.id: (one.name, one.email) for one in candidates}
        gone = {one.id: (one.name, "No longer a board member") for one in seated}
        self.members.choices = [(str(key), *words) for key, words in (gone | known).items()]
        self.chair.choices = [(str(one.id), one.name) for one in candidates if one.may_chair]
        self.outside.choices = [(key, name) for key, name, _ in self.members.choices]
        self.deputy.choices = self.secretary.choices = self.outside.choices


def tags(text: str) -> list[str]:
    """Words between commas: each once, in their order."""
    return list(dict.fromkeys(word for part in text.split(",") if (word := part.strip())))
