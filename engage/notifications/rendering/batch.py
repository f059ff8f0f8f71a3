"""One batch of messages: what they share is loaded and rendered once, the rest filled in."""

import re
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from jinja2 import Environment
from markupsafe import escape
from sqlalchemy import Row
from sqlalchemy.orm import Session

from engage.interest.service import LINK
from engage.kernel.db import Sessions
from engage.kernel.mail import Mail, compose
from engage.kernel.text import clean_line
from engage.kernel.tokens import Signer
from engage.notifications.models import Language, Wording
from engage.notifications.queries.wordings import languages, wordings
from engage.notifications.queries.words import Words
from engage.notifications.rendering.catalogue import (
    CATALOGUE,
    PREFERENCES,
    UNSUBSCRIBE,
)
from engage.notifications.rendering.environment import HTML, TEXT, folded
from engage.notifications.rendering.topics import ONE_CLICK
from engage.notifications.rendering.wording import EDITABLE, OwnWords, own_words

# Stands for a word of one's own until it is known. Nobody outside this process can write one.
_MARK = secrets.token_hex(8)
_MARKED = re.compile(rf"\ue000{_MARK}:([a-z_]+)\ue001")


def _marked(name: str) -> str:
    return f"\ue000{_MARK}:{name}\ue001"


class Gone(Exception):
    """What a message is about is not there any more, so it is not owed."""


@dataclass(frozen=True)
class Shared:
    """What the messages about one subject have in common, cut at the places to fill in."""

    words: Words
    subject: list[str]
    text: list[str]
    html: list[str]
    why: str


Variants = Mapping[Language | None, Shared]  # None: both languages, in one mail


class Batch:
    """Turns message rows into mails. Lives for one batch, so nothing in it grows old."""

    def __init__(
        self,
        sessions: Sessions,
        sender: str,
        base_url: str,
        signer: Signer,
        to: Collection[str] = (),
    ) -> None:
        self.sender = sender
        self._sessions = sessions
        self._base_url = base_url
        self._host = urlsplit(base_url).hostname or "localhost"
        self._signer = signer
        self._to = to
        self._known: dict[tuple[str, UUID], Variants | None] = {}
        self._languages: Mapping[str, Language] | None = None

    def compose(self, message: Row[*tuple[Any, ...]]) -> bytes:
        """The mail. Raises Gone, or ValueError when it cannot be addressed."""
        shared = self._shared(message.template, message.subject_id, message.recipient)
        own = {"link": self._link(message, shared.words), "home": self._base_url}
        if CATALOGUE[message.template].topic in ONE_CLICK:
            own["unsubscribe"] = self._signed("unsubscribe", UNSUBSCRIBE, message.id)
        if CATALOGUE[message.template].topic:
            own["preferences"] = self._signed("preferences", PREFERENCES, message.id)
        own["why"] = clean_line(message.why) or shared.why
        mail = Mail(
            sender_name=_sender_name(shared.words["council"]),
            sender_address=self.sender,
            to=message.recipient,
            reply_to=shared.words["reply_to"] or None,
            subject=clean_line(_filled(shared.subject, own, str)),
            text=_filled(shared.text, {**own, "why": _folded(own["why"])}, str),
            html=_filled(shared.html, own, escape),
            message_id=f"{message.id}@{self._host}",
            attempt=message.attempts,
            calendar=message.calendar.encode() if message.calendar else None,
            calendar_method=_method_of(message.calendar),
            list_unsubscribe=own.get("unsubscribe"),
        )
        return compose(mail)

    def _shared(self, template: str, subject_id: UUID, recipient: str) -> Shared:
        key = template, subject_id
        if key not in self._known:
            with self._sessions.read() as session:
                self._known[key] = _variants(session, template, subject_id)
        found = self._known[key]
        if found is None:
            raise Gone("What it was about is not there any more")
        in_welsh = Language.WELSH in found
        return found[self._language(recipient) if in_welsh else Language.ENGLISH]

    def _language(self, recipient: str) -> Language | None:
        """Looked up once a batch, and only where a council wrote in Welsh."""
        if self._languages is None:
            with self._sessions.read() as session:
                self._languages = languages(session, self._to)
        return self._languages.get(recipient)

    def _link(self, message: Row[*tuple[Any, ...]], words: Words) -> str:
        kind = CATALOGUE[message.template]
        if kind.purpose and kind.own:
            return self._signed(kind.link.strip("/"), kind.purpose, message.id)
        if kind.purpose:
            return (
                self._base_url
                + kind.link
                + self._signer.sign(kind.purpose, str(message.subject_id))
            )
        if message.interest_id:
            token = self._signer.sign(LINK, str(message.interest_id))
            return f"{self._base_url}/my/links/{token}"
        named = {name: words.get(name, "") for name in ("reference", "session")}
        return self._base_url + kind.link.format(**named)

    def _signed(self, place: str, purpose: str, message_id: UUID) -> str:
        """By the message and not the address, because anybody can read what a link says."""
        return f"{self._base_url}/{place}/{self._signer.sign(purpose, str(message_id))}"


def preview(
    session: Session, template: str, subject_id: UUID, *, wording: Wording | None = None
) -> tuple[str, str]:
    """Subject and text as everybody gets them; what differs, their own links, is only named.

    With ``wording`` as it would be with these words, else with those that the council keeps, in
    both languages if it wrote in both.
    """
    found = CATALOGUE[template].load(session, subject_id)
    if found is None:
        raise Gone("What it is about is not there")
    kept = {wording.language: wording} if wording else _kept(session, template, found)
    english, welsh = (kept.get(each) for each in (Language.ENGLISH, Language.WELSH))
    if wording is None and welsh is not None:
        beside = own_words(template, welsh, found)
        shared = _rendered(template, found, own_words(template, english, found), beside)
    else:
        shared = _rendered(template, found, own_words(template, wording or english, found))
    own = {
        "link": "(their own link)",
        "preferences": "(their own link)",
        "unsubscribe": "(their own link)",
        "why": _folded(shared.why),
    }
    return clean_line(_filled(shared.subject, own, str)), _filled(shared.text, own, str)


def _variants(session: Session, template: str, subject_id: UUID) -> Variants | None:
    """English; Welsh and both where the council wrote some. None: there is nothing to write of."""
    words = CATALOGUE[template].load(session, subject_id)
    if words is None:
        return None
    kept = _kept(session, template, words)
    own = {each: own_words(template, kept.get(each), words) for each in Language}
    variants: dict[Language | None, Shared] = {
        each: _rendered(template, words, own[each]) for each in (Language.ENGLISH, *kept)
    }
    if Language.WELSH in kept:
        variants[None] = _rendered(template, words, own[Language.ENGLISH], own[Language.WELSH])
    return variants


def _kept(session: Session, template: str, words: Words) -> Mapping[Language, Wording]:
    council = words.get("council_id")
    return wordings(session, council, template) if council and template in EDITABLE else {}


def _rendered(template: str, words: Words, own: OwnWords, welsh: OwnWords | None = None) -> Shared:
    """``welsh``: what stands beside the English."""
    context = {
        **words,
        "own": own,
        "welsh": welsh,
        "audience": CATALOGUE[template].audience,
        "topic": CATALOGUE[template].topic,
        "link": _marked("link"),
        "home": _marked("home"),
        "unsubscribe": _marked("unsubscribe"),
        "preferences": _marked("preferences"),
        "why": _marked("why"),
    }

    def part(environment: Environment, kind: str, layout: str = "") -> str:
        found = environment.get_template(f"messages/{template}.{kind}")
        return found.render(context, layout=layout)

    subject = own.subject or part(TEXT, "subject.txt")
    if welsh and welsh.subject:
        subject = f"{welsh.subject} / {subject}"
    return Shared(
        words=words,
        subject=_MARKED.split(subject),
        text=_MARKED.split(folded(part(TEXT, "txt", "messages/layout.txt"))),
        html=_MARKED.split(part(HTML, "txt", "messages/layout.html")),
        why=TEXT.get_template("messages/why.txt").render(context),
    )


def _filled(parts: list[str], own: Mapping[str, str], safe: Callable[[str], str]) -> str:
    """Every second part is the name of a word to fill in."""
    return "".join(
        part if index % 2 == 0 else safe(own.get(part, "")) for index, part in enumerate(parts)
    )


@lru_cache(maxsize=256)  # many are told for the same reason
def _folded(why: str) -> str:
    return folded(why).strip()


def _sender_name(council: str) -> str:
    return clean_line(council if council == "engage" else f"{council} via engage")


def _method_of(entry: str | None) -> str:
    """What the entry itself says: the part it travels in must say the same (RFC 6047, 2.4)."""
    return "CANCEL" if entry and "\nMETHOD:CANCEL" in entry else "REQUEST"
