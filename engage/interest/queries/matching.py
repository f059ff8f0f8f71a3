"""Who is to hear of a challenge, and why: suppliers by their profile, and saved searches.

What the officer sees before publishing and what is sent afterwards are the same statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, or_, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.reference import VALUE_BANDS, cpv_label, region_label, regions_within
from engage.interest.models import Reason, Subscription
from engage.interest.queries.likeness import LEAST_IN_COMMON, groups_of
from engage.interest.queries.subscriptions import around, bands, finding, over, soonest
from engage.interest.queries.synonyms import Group
from engage.kernel.db import words
from engage.kernel.search import hits
from engage.kernel.text import excerpt
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier, SupplierCpv, SupplierRegion

HEARER = ("supplier_id", "subscription_id", "email", "name", "reason", "why")
REASON = words(Reason)
PROFILE = (Reason.SUBJECT, Reason.WORDS, Reason.EVERYTHING)
LONGEST_WHY, LONGEST_LABEL = 300, 90
Said = ColumnElement[Any]


@dataclass(frozen=True)
class Fit:
    """Whether and why a challenge fits a supplier, as expressions over its row."""

    source: Any  # FROM what they can be asked
    best: Said  # its own CPV code that fits, or null
    has_words: Said
    named: Said  # the words of its profile that fit

    @classmethod
    def of(cls, best: Said, groups: Sequence[Group], found: Subquery | None) -> "Fit":
        if found is None:
            return cls(select().select_from(Supplier), best, literal(False), literal(""))
        source = select().select_from(Supplier).outerjoin(found, found.c.id == Supplier.id)
        least = min(LEAST_IN_COMMON, len(groups))
        has_words = func.coalesce(found.c.number, 0) >= least
        return cls(source, best, has_words, _words_of(found.c.mask, groups))

    def choice(self, subject: Any, words: Any, everything: Any) -> Said:
        return case((self.best.is_not(None), subject), (self.has_words, words), else_=everything)


def suppliers_to_tell(
    session: Session,
    challenge: Challenge,
    synonyms: Sequence[Sequence[str]],
    *,
    after: UUID | None = None,
    until: UUID | None = None,
) -> Select[Any]:
    """Suppliers that asked for news and that it fits, in the columns ``HEARER``.

    It fits by a CPV code or by words of the profile, or they named no subject; and it is where
    they work. ``after`` and ``until``: only those with ids between.
    """
    groups = groups_of(challenge, synonyms)
    found = hits(session, "supplier", groups, after=after, until=until) if groups else None
    fit = Fit.of(_best_code(challenge), groups, found)
    wanted = fit.source.add_columns(
        Supplier.id.label("supplier_id"),
        literal(None, Subscription.id.type).label("subscription_id"),
        Supplier.email.label("email"),
        func.substr(Supplier.contact_name, 1, 120).label("name"),
        fit.choice(*(literal(reason, REASON) for reason in PROFILE)).label("reason"),
        _said_of_profile(challenge, fit).label("why"),
    ).where(
        suppliers.wants_alerts(),
        _works_there(challenge),
        or_(fit.best.is_not(None), fit.has_words, ~_cpv().exists()),
    )
    return _between(wanted, Supplier.id, after, until)


def _said_of_profile(challenge: Challenge, fit: Fit) -> Said:
    said = fit.choice(
        _subject(challenge, fit.best),
        literal("Words in your profile fit this challenge: ") + fit.named,
        literal("Your profile asks for every new challenge"),
    )
    return _sentence(said + _where(challenge))


def searches_to_tell(
    challenge: Challenge, *, after: UUID | None = None, until: UUID | None = None
) -> Select[Any]:
    """Saved searches that find it, of each address the soonest told, in the columns ``HEARER``."""
    first = soonest(Subscription.cadence), Subscription.id
    number = func.row_number().over(partition_by=Subscription.email, order_by=first)
    found = _between(
        select(
            Subscription.id, Subscription.email, _asked(challenge).label("why"), number.label("nth")
        ).where(finding(challenge)),
        Subscription.id,
        after,
        until,
    ).subquery("searches")
    return select(
        literal(None, Supplier.id.type).label("supplier_id"),
        found.c.id.label("subscription_id"),
        found.c.email,
        literal("").label("name"),
        literal(Reason.SEARCH, REASON).label("reason"),
        found.c.why,
    ).where(found.c.nth == 1)


def _between(wanted: Select[Any], key: Any, after: UUID | None, until: UUID | None) -> Select[Any]:
    if after is not None:
        wanted = wanted.where(key > after)
    return wanted if until is None else wanted.where(key <= until)


def _cpv() -> Select[Any]:
    return select(SupplierCpv.code).where(SupplierCpv.supplier_id == Supplier.id)


def _best_code(challenge: Challenge) -> Said:
    """The nearest of the supplier's own codes in the same branch as one of the challenge's."""
    named = _cpv().where(suppliers.same_branch(challenge.cpv_codes))
    return named.with_only_columns(func.max(SupplierCpv.code)).scalar_subquery()


def _subject(challenge: Challenge, best: Said) -> Said:
    codes = {suppliers.branch_of(code) for code in over(challenge.cpv_codes)}
    labels = {code: label for code in sorted(codes) if (label := _label(code))}
    first = next(iter(challenge.cpv_codes), "")
    beneath = f"a subject within {_label(suppliers.branch_of(first)) or first}"
    begin = literal("Your profile asks for challenges about ")
    return begin + _one_of(labels, best, beneath)


def _label(branch: str) -> str:
    label = cpv_label(branch.ljust(8, "0"))
    return f"{excerpt(label, LONGEST_LABEL)} (CPV {branch})" if label else ""


def _words_of(mask: Said, groups: Sequence[Group]) -> Said:
    """The words that the set bits stand for, with commas between."""
    listed: Said = literal("")
    for place, group in enumerate(groups):
        listed += case((mask.op("&")(1 << place) != 0, f", {group[0]}"), else_="")
    return func.substr(listed, 3)


def _serves() -> Select[Any]:
    return select(SupplierRegion.code).where(SupplierRegion.supplier_id == Supplier.id)


def _works_there(challenge: Challenge) -> Said:
    """Where the challenge is, or around it; who names no region works everywhere."""
    if not challenge.region:
        return literal(True)
    near = {*around(challenge.region), *regions_within(challenge.region), challenge.region}
    return or_(~_serves().exists(), _serves().where(SupplierRegion.code.in_(sorted(near))).exists())


def _where(challenge: Challenge) -> Said:
    label = region_label(challenge.region) if challenge.region else None
    return case((_serves().exists(), f" in {label}"), else_="") if label else literal("")


def _asked(challenge: Challenge) -> Said:
    """What a saved search asks for, in a sentence: it says only what this challenge has."""
    subjects = {code: _label(suppliers.branch_of(code)) for code in over(challenge.cpv_codes)}
    regions = {code: region_label(code) for code in around(challenge.region)}
    values = {key: VALUE_BANDS[key][0] for key in bands(challenge.value)}
    said: Said = literal("")
    for column, named in (
        (Subscription.cpv, {code: f" about {label}" for code, label in subjects.items() if label}),
        (Subscription.region, {code: f" in {label}" for code, label in regions.items()}),
        (Subscription.council, {challenge.authority.slug: f" of {challenge.authority.name}"}),
        (Subscription.value, {key: f", likely value {label}" for key, label in values.items()}),
    ):
        said += _one_of(named, column, "")
    said += case((Subscription.sme, " suitable for small and medium-sized firms"), else_="")
    said += case(
        (
            Subscription.q != "",
            literal(" with the words “") + func.substr(Subscription.q, 1, 80) + "”",
        ),
        else_="",
    )
    begin = case((said == "", "every new challenge"), else_=literal("challenges") + said)
    return _sentence(literal("You asked to hear of ") + begin)


def _one_of(named: Mapping[str, str], value: Any, other: str) -> Said:
    return case(dict(sorted(named.items())), value=value, else_=other) if named else literal(other)


def _sentence(said: Said) -> Said:
    return func.substr(said, 1, LONGEST_WHY - 1) + "."
