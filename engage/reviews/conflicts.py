"""Who may have an interest in whose response, and why it looks so. Pure: it decides nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from engage.interest.queries.duplicates import FREE_MAIL

FORMS = re.compile(r"\b(the|ltd|limited|plc|llp|cic|cio|co|company|uk|inc|group)\b|[\W_]+")
COMPANY_NUMBER = re.compile(r"\b(?:[A-Z]{2}\d{6}|\d{8})\b")
SHORTEST = 4  # of a name that says anything when it is found in a text


class Ground(StrEnum):
    """What is alike, as people read it."""

    ADDRESS = "the same e-mail address"
    DOMAIN = "an e-mail address at the same organisation"
    NAMESAKE = "the same name"
    COMPANY = "a company number that they named"
    ORGANISATION = "an organisation that they named"
    PERSON = "a person that they named"


@dataclass(frozen=True)
class Known:
    """A member, or somebody who might become one; ``said``: all that they declared."""

    id: UUID | None
    name: str
    email: str
    said: str = ""

    @cached_property
    def words(self) -> str:
        return f" {plain(self.said)} "

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(COMPANY_NUMBER.findall(self.said.upper()))


@dataclass(frozen=True)
class Sender:
    """Who sent a response, with everybody who acts for them; verified or not."""

    id: UUID
    organisations: frozenset[str]
    people: frozenset[str]
    addresses: frozenset[str]
    numbers: frozenset[str]

    @cached_property
    def domains(self) -> frozenset[str]:
        return frozenset(map(domain_of, self.addresses)) - {""}

    @cached_property
    def plain_people(self) -> frozenset[str]:
        return frozenset(name for one in self.people if " " in (name := plain(one)))

    @cached_property
    def plain_organisations(self) -> frozenset[str]:
        return frozenset(name for one in self.organisations if len(name := plain(one)) >= SHORTEST)


@dataclass(frozen=True, slots=True)
class Suspicion:
    person_id: UUID | None
    sender_id: UUID
    grounds: tuple[Ground, ...]


def plain(text: str) -> str:
    """Words only, in lower case, without what kind of company it is."""
    return " ".join(FORMS.sub(" ", text.casefold()).split())


def domain_of(address: str) -> str:
    """Nothing for an address that anybody can have."""
    domain = address.rpartition("@")[2].casefold().removeprefix("www.")
    return "" if domain in FREE_MAIL else domain


def detect(members: Iterable[Known], senders: Iterable[Sender]) -> Iterator[Suspicion]:
    """Every pair with something alike: a suggestion, for a person to decide about."""
    known = list(members)
    for sender in senders:
        for member in known:
            if grounds := tuple(_alike(member, sender)):
                yield Suspicion(member.id, sender.id, grounds)


def _alike(member: Known, sender: Sender) -> Iterator[Ground]:
    if member.email and member.email.casefold() in sender.addresses:
        yield Ground.ADDRESS
    elif member.email and domain_of(member.email) in sender.domains:
        yield Ground.DOMAIN
    if plain(member.name) in sender.plain_people:
        yield Ground.NAMESAKE
    if member.numbers & sender.numbers:
        yield Ground.COMPANY
    if any(f" {name} " in member.words for name in sender.plain_organisations):
        yield Ground.ORGANISATION
    if any(f" {name} " in member.words for name in sender.plain_people):
        yield Ground.PERSON
