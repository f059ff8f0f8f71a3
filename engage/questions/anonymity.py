"""Words of a question that may show who asked, so that an officer can take them out."""

import re
from collections.abc import Iterable, Iterator

WORD = re.compile(r"[^\W_](?:[\w'’&-]*[^\W_])?")
ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w.-]{0,253}\w|https?://\S{1,500}|www\.\S{1,500}|\+?\d[\d ()-]{8,20}\d", re.I
)
LONGEST = 5000  # more than the form lets through: a refused text is looked at as well
SHORTEST = 3
RUN = 5  # so many words in a row are no accident
# In half of all names of organisations, so they show nothing.
_COMMON = """
and the for ltd limited plc llp cic inc company group holdings services service solutions systems
consulting consultants consultancy partners partnership trust council university house houses home
homes digital data technology technologies software network international national british england
scotland wales community social enterprise centre research people public care health energy
building construction management support
"""
_MAIL_HOSTS = """
gmail googlemail outlook hotmail yahoo icloud live protonmail proton btinternet mail example www
"""
COMMON = frozenset(_COMMON.split())
MAIL_HOSTS = frozenset(_MAIL_HOSTS.split())


def revealing_words(
    text: str, *, organisation: str, name: str, email: str, people: Iterable[str] = ()
) -> list[str]:
    """What in ``text`` names the asker, or lets somebody reach them, in the order it stands.

    Words of the organisation and of the person, their e-mail address and its domain, and any
    address, link or telephone number at all. ``people``: names and addresses of colleagues. It may
    find too much: a person decides.
    """
    text = text[:LONGEST]
    known = {word.casefold() for word in _names(organisation, name, email)}
    for each in people:
        as_name, as_email = ("", each) if "@" in each else (each, "")
        known |= {word.casefold() for word in _names("", as_name, as_email)}
    places = [(found.start(), found.group()) for found in ADDRESS.finditer(text)]
    places += [
        (found.start(), found.group())
        for found in WORD.finditer(text)
        if found.group().casefold().removesuffix("'s").removesuffix("’s") in known
    ]
    whole = re.escape(organisation.strip())
    if whole:
        places += [(found.start(), found.group()) for found in re.finditer(whole, text, re.I)]
    unique: dict[str, str] = {}
    for _, words in sorted(places):
        unique.setdefault(words.casefold(), words)
    return list(unique.values())


def marked(text: str, revealing: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, and of each whether it may show who asked."""
    words = sorted({each for each in revealing if each}, key=len, reverse=True)
    if not words:
        return [(text, False)]
    pieces = re.split("(" + "|".join(map(re.escape, words)) + ")", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def repeats(kept: str, told: str) -> str:
    """The first words of ``kept`` that ``told`` says as well: a run of ``RUN``, or all of them."""
    words = WORD.findall(kept[:LONGEST])
    run = min(RUN, len(words))
    said = f" {' '.join(WORD.findall(told)).casefold()} "
    for place in range(len(words) - run + 1 if run else 0):
        some = " ".join(words[place : place + run])
        if f" {some.casefold()} " in said:
            return some
    return ""


def _names(organisation: str, name: str, email: str) -> Iterator[str]:
    for word in WORD.findall(organisation):
        if len(word) >= SHORTEST and word.casefold() not in COMMON:
            yield word
    yield from (word for word in WORD.findall(name) if len(word) >= SHORTEST)
    account, _, domain = email.partition("@")
    if len(account) >= SHORTEST:
        yield account
    host = domain.partition(".")[0]
    if len(host) >= SHORTEST and host.casefold() not in MAIL_HOSTS:
        yield host
