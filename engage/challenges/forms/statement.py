"""The pages of a statement. A draft may have gaps; publishing asks again."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request

from engage.challenges.forms.codes import CodesField, WithCodes
from engage.challenges.forms.stages import EndForm
from engage.challenges.models import Challenge
from engage.challenges.reference import CATEGORIES, PURPOSES, region_choices
from engage.challenges.service.drafting import MOST_CODES
from engage.kernel.versions import fingerprint_of
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    LongTextField,
    TextField,
    ValidationError,
    WholeNumberField,
    YesField,
)
from engage.web.forms import Versioned


class SectionForm(Versioned):
    """A page of the statement."""

    NAMES: ClassVar[tuple[str, ...]] = ()
    MUST: ClassVar[frozenset[str]] = frozenset()
    BESIDE: ClassVar[tuple[str, ...]] = ()  # answered on pages that this one leads to

    @classmethod
    def of(cls, challenge: Challenge) -> "SectionForm":
        saved = cls.saved(challenge)
        return cls(request.form, data={**cls.shown(saved), "version": fingerprint_of(saved)})

    @classmethod
    def saved(cls, challenge: Challenge) -> dict[str, Any]:
        """The part of the statement that this page is about."""
        return {name: getattr(challenge, name) for name in cls.NAMES}

    @classmethod
    def shown(cls, saved: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields show before anybody types."""
        return dict(saved)

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.shown(saved)

    def holds_a_draft(self) -> bool:
        """Whether what was posted can be kept: an empty answer can, a wrong one cannot."""
        if request.method != "POST":
            return False
        self.validate()
        for field in (*self.visible, *self.hidden):
            if field.is_empty() and not field.process_errors and not self.must(field.name):
                field.errors = ()
        return not self.all_errors

    def must(self, name: str) -> bool:
        """Whether this field may not be left empty even in a draft."""
        return name in self.MUST

    def changes(self) -> dict[str, Any]:
        return {name: self[name].data for name in self.NAMES}


class NeedForm(SectionForm):
    NAMES = ("title", "need")
    MUST = frozenset({"title"})
    title = TextField("Title", hint="Name the problem, not the solution.")
    need = LongTextField(
        "What is the need?",
        hint="Use the words of the people who have it, for example “I need my home to be warm and "
        "dry”. Say nothing yet about products or how it is to be done.",
        max_length=20_000,
        rows=8,
    )


class TodayForm(SectionForm):
    NAMES = ("who", "evidence", "today", "cost", "tried")
    who = LongTextField(
        "Who has this need?",
        hint="Say who, and how many they are. A rough number is better than none.",
        max_words=300,
    )
    evidence = LongTextField(
        "What shows that the need is real?",
        noun="the evidence",
        hint="What people told you, what you counted, what you saw. Say where it comes from.",
        max_words=600,
    )
    today = LongTextField(
        "What happens today?",
        hint="What is done now, and how well it works.",
        max_words=600,
        optional=True,
    )
    cost = LongTextField(
        "What does the problem cost today?",
        noun="the cost",
        hint="In money, in time and in trouble, for you and for the people who have the need.",
        max_words=300,
    )
    tried = LongTextField(
        "What has been tried?",
        hint="What you learned from it saves suppliers from telling you again.",
        max_words=600,
        optional=True,
    )


class OutcomesForm(SectionForm):
    NAMES = ("outcomes", "success", "inclusion", "limits")
    outcomes = LongTextField(
        "What do you want to be different?",
        hint="Say what would be better, and for whom.",
        max_words=600,
    )
    success = LongTextField(
        "How will you know that it worked?",
        noun="how success will be known",
        hint="Say what you will measure, where it stands today and where it should be.",
        max_words=300,
    )
    inclusion = LongTextField(
        "What about people who will not or cannot use a screen?",
        noun="the answer about people without a screen",
        hint="Say who they are, how many, and how the need is to be met for them too.",
        max_words=300,
        optional=True,
    )
    limits = LongTextField(
        "What are the limits?",
        hint="What any answer has to live with: law, buildings, systems, dates, money.",
        max_words=600,
        optional=True,
    )


class SubjectForm(WithCodes, SectionForm):
    NAMES = (
        "purposes", "category", "cpv_codes", "region", "value", "value_net", "sme_suitable",
        "vcse_suitable", "lots", "contract_starts", "contract_ends", "renewal",
        "contract_ends_latest",
    )  # fmt: skip
    BESIDE = ("lot_list",)
    purposes = ChoicesField(
        "Why do you talk to the market?", noun="at least one purpose", choices=PURPOSES.items()
    )
    category = ChoiceField(
        "What kind of contract is likely?",
        noun="the kind of contract",
        choices=CATEGORIES.items(),
    )
    cpv_codes = CodesField(
        "CPV codes",
        hint=f"One code on each line, for example 72000000. At most {MOST_CODES}.",
        max_length=4000,
    )
    region = ChoiceField(
        "Where is the need?", noun="the region", choices=region_choices(), as_select=True
    )
    value = WholeNumberField(
        "Likely value",
        hint="The whole contract with VAT, in pounds. Leave it empty if you do not know.",
        prefix="£",
        optional=True,
    )
    value_net = WholeNumberField(
        "Likely value without VAT",
        hint="Only if VAT is not 20%. Leave it empty to have it worked out.",
        prefix="£",
        optional=True,
    )
    sme_suitable = YesField("Small and medium-sized firms could do this")
    vcse_suitable = YesField("Voluntary, community and social enterprises could do this")
    lots = LongTextField(
        "Could it be bought in lots?",
        noun="the answer about lots",
        hint="Smaller parts let smaller suppliers take part. If not, say why not.",
        max_words=300,
        rows=3,
        optional=True,
    )
    contract_starts = DateField(
        "When may the contract start?", noun="the start of the contract", optional=True
    )
    contract_ends = DateField(
        "When may the contract end?", noun="the end of the contract", optional=True
    )

    renewal = LongTextField(
        "How could the contract be extended or renewed?",
        noun="how the contract could be extended or renewed",
        hint="For how long, how often, and what it depends on. Leave it empty if it could not.",
        max_length=20_000,
        rows=3,
        optional=True,
    )
    contract_ends_latest = DateField(
        "When would it end with every extension?",
        noun="the end with every extension",
        optional=True,
    )

    def validate_value_net(self, field: WholeNumberField) -> None:
        if field.data is None:
            return
        if self.value.data is None:
            raise ValidationError("Enter the likely value with VAT too")
        if field.data > self.value.data:
            raise ValidationError("The value without VAT must not be more than the value with VAT")

    def validate_contract_ends(self, field: DateField) -> None:
        starts = self.contract_starts.data
        if starts and field.data and field.data < starts:
            raise ValidationError("The end of the contract must be after its start")

    def validate_contract_ends_latest(self, field: DateField) -> None:
        before = self.contract_ends.data or self.contract_starts.data
        if before and field.data and field.data < before:
            raise ValidationError("The end with every extension must not be before the end")

    @classmethod
    def shown(cls, saved: Mapping[str, Any]) -> dict[str, Any]:
        return {**saved, "cpv_codes": "\n".join(saved["cpv_codes"])}

    def changes(self) -> dict[str, Any]:
        given = super().changes()
        return {
            **given,
            "cpv_codes": sorted(self.codes()),
            "purposes": sorted(given["purposes"]),
        }


class DatesForm(SectionForm, EndForm):
    NAMES = ("engagement_ends", "retrospective", "process")
    retrospective = YesField(
        "It is over already: this is a record of it",
        hint="Nobody is invited and nobody can respond. The notice looks back.",
    )
    take_part = LongTextField(
        "How do suppliers take part?",
        hint="Say where and when they can meet you, what you ask them to send, and by when.",
        max_length=20_000,
        rows=6,
    )

    def __init__(self, *given: Any, **settings: Any) -> None:
        """A record is asked for in the past tense, once it is one."""
        super().__init__(*given, **settings)
        if self.retrospective.data:
            self.ends.label.text = "Date the engagement ended"
            self.ends_time.label.text = "Time it ended"
            self.take_part.label.text = "How did suppliers take part?"

    @classmethod
    def shown(cls, saved: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **cls.walls(saved["engagement_ends"]),
            "retrospective": saved["retrospective"],
            "take_part": saved["process"],
        }

    def must(self, name: str) -> bool:
        """Half an instant is no gap: it would be lost."""
        half = self.ends.is_empty() != self.ends_time.is_empty()
        return half and name in ("ends", "ends_time")

    def changes(self) -> dict[str, Any]:
        return {
            "engagement_ends": self.instant(),
            "retrospective": self.retrospective.data,
            "process": self.take_part.data,
        }
