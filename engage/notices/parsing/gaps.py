"""What a notice leaves open: what must be added before publishing, and what to look at twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engage.challenges.checker import taking_part
from engage.challenges.lots import MOST_LOTS
from engage.kernel.clock import LONDON, spoken
from engage.notices.parsing.notice import Notice


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to fill in. ``rule`` is the regulation that asks for it, or "challenge statement".

    ``field`` is the name of the challenge's field, or of the authority's for reg.13.
    """

    field: str
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.sentence} ({self.rule})"


OURS = "challenge statement"
ALWAYS_OURS = (
    Missing("need", OURS, "Say what the need is in the words of the people who have it. A notice "
            "describes a contract, so rewrite what we copied."),
    Missing("who", OURS, "Say who has the need, and how many they are."),
    Missing("evidence", OURS, "Say what shows that the need is real."),
    Missing("cost", OURS, "Say what the problem costs today."),
    Missing("outcomes", OURS, "Say what should be better afterwards."),
    Missing("success", OURS, "Say how you will know that it worked."),
    Missing("purposes", OURS, "Choose why you are engaging: the purposes in section 16(1)."),
)  # fmt: skip
RULES = (
    ("buyer_name", "authority", "reg.13(a)", "The notice does not name the authority."),
    ("buyer_address", "authority", "reg.13(c)", "The authority's postal address is not given."),
    ("buyer_email", "authority", "reg.13(c)", "The authority's e-mail address is not given."),
    ("buyer_ppon", "authority", "reg.13(d)", "The authority's PPON, its unique identifier, is not "
     "given: it looks like ABCD-1234-EFGH."),
    ("title", "title", "reg.17(2)(b)", "Give the engagement a title."),
    ("description", "need", "reg.17(2)(d)", "Describe what the contract would be about."),
    ("category", "category", "reg.17(2)(d)", "Say whether it is for goods, services or works."),
    ("cpv_codes", "cpv_codes", "reg.17(2)(d)", "Choose at least one CPV code."),
    ("engagement_ends", "engagement_ends", "reg.17(2)(e)", "Say when the engagement ends."),
    ("process", "process", "reg.17(2)(f)", "Say how suppliers can take part: where and when, and "
     "until when they can answer."),
)  # fmt: skip


def missing(notice: Notice) -> list[Missing]:
    """What the draft made from this notice needs before it can be published.

    Regulations 13 and 17(2) of the Procurement Regulations 2024 (SI 2024/692), then our own
    fields, which no notice has. Reg.17(2)(c) is not among them: Find a Tender gives the number.
    """
    lawful = [
        Missing(field, rule, sentence)
        for name, field, rule, sentence in RULES
        if not getattr(notice, name)
    ]
    weak = [] if notice.process is None else _weak_process(notice.process)
    place = [] if notice.regions else [Missing("region", OURS, "Say where the need is.")]
    value = [] if notice.value_gross or notice.value_net else [NO_VALUE]
    dates = [] if notice.contract_starts and notice.contract_ends else [_no_dates(notice)]
    return [*lawful, *weak, *place, *value, *dates, *ALWAYS_OURS]


def _no_dates(notice: Notice) -> Missing:
    left = {"start": notice.contract_starts, "end": notice.contract_ends}
    names = [name for name, value in left.items() if value is None]
    return Missing(
        "contract_starts" if "start" in names else "contract_ends",
        OURS,
        f"Say when the contract may {' and '.join(names)}, or leave it out if you do not know yet.",
    )


NO_VALUE = Missing("value", OURS, "Give a rough value, or leave it out if you do not know yet.")


def warnings(notice: Notice, at: datetime | None = None) -> list[str]:
    """Sentences about what to check; ``at`` is now, for an end that has passed."""
    return [
        *notice.notes,
        *_about_the_end(notice, at),
        *_about_the_texts(notice),
        *_about_the_contract(notice),
        *_about_codes(notice),
    ]


def _weak_process(process: str) -> list[Missing]:
    if taking_part.is_only_an_address(process):
        why = "The text on how to take part is only a web address. Say what suppliers find there, "
        return [Missing("process", "reg.17(2)(f)", f"{why}and what they should do by when.")]
    if taking_part.is_too_short(process):
        why = "The text on how to take part is very short. Say where and when events are, "
        return [Missing("process", "reg.17(2)(f)", f"{why}and until when suppliers can answer.")]
    return []


def _about_the_end(notice: Notice, at: datetime | None) -> Iterator[str]:
    ends = notice.engagement_ends
    if ends is None:
        return
    if at is not None and ends <= at:
        yield (
            f"The engagement in this notice ended at {spoken(ends)}. Choose a new end, or say that "
            "it is over already."
        )
    if notice.time_in_text is not None:
        local = ends.astimezone(LONDON)
        hour = local.replace(
            hour=notice.time_in_text.hour, minute=notice.time_in_text.minute, second=0
        )
        yield (
            f"The text says {spoken(hour)}, but the notice's data says {spoken(ends)}. "
            "Check which is right."
        )
    elif notice.end_is_assumed:
        yield "The notice gives no closing hour, so we used the end of the day. Check it."


def _about_the_texts(notice: Notice) -> Iterator[str]:
    process = notice.process
    if notice.process_is_from_description:
        yield "We took how to take part from the description. Check that nothing is missing."
    if process is None:
        return
    if taking_part.is_only_an_address(process):
        yield "The text on how to take part is only a web address. Say what suppliers find there."
    elif not taking_part.has_day_or_hour(process):
        yield "The text on how to take part names no day or hour."


def _about_the_contract(notice: Notice) -> Iterator[str]:
    starts, ends, latest = notice.contract_starts, notice.contract_ends, notice.contract_ends_latest
    if starts and ends and ends < starts:
        yield "The contract would end before it starts, so its end was left out."
    if latest and (ends or starts or latest) > latest:
        yield "The latest end of the contract comes before its end, so it was left out."
    if notice.has_renewal and not notice.renewal and not latest:
        yield "The notice says that the contract can be extended, and not how. Add it."
    if len(notice.lots) > MOST_LOTS:
        yield f"The notice has {len(notice.lots)} lots. Only the first {MOST_LOTS} were taken over."


def _about_codes(notice: Notice) -> Iterator[str]:
    if notice.unknown_cpv_codes:
        codes = ", ".join(notice.unknown_cpv_codes[:10])
        yield f"These codes are not in the list of CPV codes and were left out: {codes}."
    if notice.currency != "GBP":
        yield f"The value is in {notice.currency}, so it was left out. Give it in pounds."
    elif notice.value_net and not notice.value_gross:
        yield "The value was given without VAT. We added 20%: change it if another rate applies."
    if notice.notice_type not in {None, "UK2"}:
        yield (
            f"This is a {notice.notice_type} notice, not a preliminary market engagement notice "
            "(UK2). Check that engagement is still open to you."
        )
