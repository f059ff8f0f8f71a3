"""What views answer with: pages, refusals beside the form, and safe ways back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import g, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from engage.kernel.errors import Refusal
from engage.kernel.paging import PER_PAGE, Page
from engage.web.access import Answer
from engage.web.forms import Form


class NoSuchPage(NotFound):
    """The list is there, but not the page of it that the address asks for."""


@dataclass(frozen=True)
class Paging:
    """Where in a list a page stands, for the line above it and the links below it."""

    number: int
    size: int
    total: int
    more: bool = False  # than the total: nobody counted on
    further: bool = False  # there is a page after those that hold the total

    @property
    def pages(self) -> int:
        """How many pages hold ``total`` rows; one, at least."""
        return max(1, -(-self.total // self.size)) + self.further


def page(template: str, *, form: Form | None = None, status: int = 200, **context: Any) -> Answer:
    """Render a page; 422 when a form came back with errors, 409 when somebody else was faster."""
    if form is not None and form.all_errors and status == 200:
        status = 422 if form.versions is None else 409
    authority = context.pop("authority", None) or _authority_of(context)
    return render_template(template, form=form, authority=authority, **context), status


def public_page(template: str, **context: Any) -> Answer:
    """A page that is the same for everybody who is not signed in, and may be kept by caches."""
    g.public = True
    return page(template, **context)


def _authority_of(context: Mapping[str, Any]) -> Any:
    for name in ("challenge", "workshop", "interest"):
        thing = context.get(name)
        challenge = getattr(thing, "challenge", thing)
        authority = getattr(challenge, "authority", None)
        if authority is not None:
            return authority
    return None


@contextmanager
def showing_refusals(form: Form, session: Session) -> Iterator[None]:
    """Undo the block and show why, when a rule refuses; both versions, if two people edited."""
    try:
        with session.begin_nested():
            yield
    except Refusal as refusal:
        form.refuse(refusal)


def page_asked(size: int = PER_PAGE) -> Page:
    """``?page=`` of the address, the first when it is absent; 404 when it is not a page."""
    return Page(_number("page", 1), size)


def paging(asked: Page, total: int, *, more: bool = False, further: bool = False) -> Paging:
    """What a template needs beside the rows; 404 for a page after the last."""
    found = Paging(asked.number, asked.size, total, more, further)
    if asked.number > found.pages:
        raise NoSuchPage
    return found


def read_until() -> int:
    """``?after=`` of the address: the number of what was read last, 0 at the beginning."""
    return _number("after", 0)


def _number(name: str, least: int) -> int:
    text = request.args.get(name, str(least))
    if not text.isdecimal() or len(text) > 6 or not least <= int(text) <= 100_000:
        raise NoSuchPage
    return int(text)


def safe_next(default: str) -> str:
    """``?next=`` when it is an address of this site, otherwise ``default``."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    plain = all(character >= " " and character != "\\" for character in wanted)
    return wanted if local and plain and not parts.scheme and not parts.netloc else default
