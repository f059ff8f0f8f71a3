"""Problems before solutions: words that name an answer, a product, or no user at all."""

import re
from collections.abc import Iterator

from engage.challenges.checker.finding import Finding, Rule, Severity
from engage.challenges.checker.words import Hit, Kind

EQUIVALENT = re.compile(r"\bor (?:an? |any |its |their )?equivalents?\b", re.I)
FOLLOWS = 160  # characters after a brand in which "or equivalent" counts
MEETING = re.compile(
    r"\b(?:via|on|over|by|join|through|using)\s{1,3}(?:(?:ms|microsoft)\s{1,3})?(?:teams|zoom)\b",
    re.I,
)
I_MY_ME = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]yself)\b")

SOLUTION = Rule(
    "solution_word",
    Severity.WARN,
    "It names an answer, so suppliers with a different one may stay away. A challenge describes "
    "the problem, not the solution: criterion 1 of the GovTech Catalyst.",
    "Say what people need to be able to do, and let suppliers say how.",
)
BRAND_ALONE = Rule(
    "brand_alone",
    Severity.WARN,
    "It names a product or a maker without “or equivalent”, which favours one supplier. "
    "There is law about this{brands}.",
    "Say what it has to do. If you cannot, add “or equivalent”.",
)
BRAND = Rule(
    "brand",
    Severity.ADVISE,
    "It names a product or a maker. The law wants needs told by what a thing does{brands}.",
    "Name it only where suppliers must know it, and say what it does.",
)
NO_USER = Rule(
    "no_user",
    Severity.WARN,
    "The need does not say whose it is. A clearly defined user need is criterion 2 of the GovTech "
    "Catalyst, and publishing asks for a user group.",
    "Begin with the people: “As a tenant, I need …”, “Carers need …”.",
)


def solutions(field: str, text: str, hits: list[Hit], severity: Severity) -> Iterator[Finding]:
    """Words that name an answer."""
    for hit in hits:
        if hit.entry.kind is Kind.SOLUTION:
            instead = hit.entry.instead
            advice = f"In plain words: {instead}." if instead else ""
            yield SOLUTION.found(
                field, text, hit.start, hit.end, severity=severity, suggestion=advice
            )


def brands(field: str, text: str, hits: list[Hit], severity: Severity) -> Iterator[Finding]:
    """Products and makers; gently where "or equivalent" follows, or where ``severity`` says so.

    What people meet on is no specification.
    """
    met = {place for found in MEETING.finditer(text) for place in range(*found.span())}
    for hit in hits:
        if hit.entry.kind is Kind.BRAND and hit.start not in met:
            gentle = severity is Severity.ADVISE or _has_equivalent(text, hit.end)
            yield (BRAND if gentle else BRAND_ALONE).found(field, text, hit.start, hit.end)


def nobody(field: str, text: str, hits: list[Hit], *, told_elsewhere: bool) -> Iterator[Finding]:
    """A need that names no people. ``told_elsewhere``: another field says who has it."""
    named = any(hit.entry.kind is Kind.PERSON for hit in hits)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start < end and not named and not I_MY_ME.search(text):
        severity = Severity.ADVISE if told_elsewhere else Severity.WARN
        yield NO_USER.found(field, text, start, end, severity=severity)


def _has_equivalent(text: str, place: int) -> bool:
    """Whether "or equivalent" follows in the same sentence."""
    after = text[place : place + FOLLOWS]
    return EQUIVALENT.search(re.split(r"[.!?](?:\s|\Z)|\n", after, maxsplit=1)[0]) is not None
