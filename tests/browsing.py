"""A browser without script: it reads pages, fills in their forms and remembers its cookies.

``Browser(client)`` drives a Flask test client, ``Browser("http://127.0.0.1:8000")`` a real
server; tests read the same either way::

    officer = Browser(client)
    officer.submit("/desk/challenges/new", {"title": "Damp homes"})   # 303, or say status=422
    page = officer.follow()                                           # where that led
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from io import BytesIO
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

Data = Mapping[str, Any]
"""Field to what is typed: text, a list (several boxes), None (leave it out), or a file
as ``("name.pdf", b"...")``."""


@dataclass
class Seen:
    """An answer, with the names Flask's test client uses."""

    path: str
    status_code: int
    headers: Headers
    data: bytes

    def close(self) -> None:
        """A streamed answer holds a file open until it is closed; this one holds nothing."""

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def is_page(self) -> bool:
        return "html" in (self.headers.get("Content-Type") or "") and bool(self.data)

    @cached_property
    def forms(self) -> list["PageForm"]:
        """The forms of a page, as it filled them in; read when somebody asks for them."""
        if not self.is_page:
            return []
        reader = FormReader()
        reader.feed(self.text)
        return reader.forms

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def words(self) -> str:
        """What a person reads: no tags, single spaces."""
        body = re.sub(r"(?s)<(script|style|title)\b.*?</\1>", " ", self.text)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

    def links(self) -> list[str]:
        return [unescape(href) for href in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', self.text)]


@dataclass
class PageForm:
    """A form of a page: where it posts, and what it would send if nobody typed anything."""

    action: str
    method: str
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str | None, value: str) -> None:
        if not name:
            return
        if name in self.values:
            known = self.values[name]
            self.values[name] = [*(known if isinstance(known, list) else [known]), value]
        else:
            self.values[name] = value


class FormReader(HTMLParser):
    """Collects the forms of a page, filled in as the page fills them in."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._name: str | None = None
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag == "form":
            method = (about.get("method") or "get").lower()
            self._open = PageForm(about.get("action") or "", method)
            self.forms.append(self._open)
        elif self._open is not None:
            self._control(self._open, tag, about)

    def _control(self, form: PageForm, tag: str, about: dict[str, str | None]) -> None:
        name, value = about.get("name"), about.get("value") or ""
        if tag == "textarea":
            self._name, self._text = name, []
        elif tag == "select":
            self._name = name
        elif tag == "option" and "selected" in about:
            form.add(self._name, value)
        elif tag == "input":
            kind = about.get("type") or "text"
            boxed = kind in ("checkbox", "radio")
            if kind not in ("file", "submit") and (not boxed or "checked" in about):
                form.add(name, value if not boxed or "value" in about else "on")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._open is not None and self._text is not None:
            self._open.add(self._name, "".join(self._text).removeprefix("\n"))
            self._text = None
        elif tag == "form":
            self._open = None


class Browser:
    """One visitor, with cookies of their own. ``seen`` is the last answer."""

    def __init__(self, client: FlaskClient | str) -> None:
        self._ask = Server(client) if isinstance(client, str) else client
        self.seen: Seen | None = None

    def get(self, path: str, *, status: int = 200, headers: Data | None = None) -> Seen:
        """Open an address; follows nothing."""
        answer = self._ask.get(path, headers=dict(headers or {}))
        return self._look(path, answer, status)

    def submit(
        self, path: str, data: Data | None = None, *, to: str | None = None, status: int = 303
    ) -> Seen:
        """Open the page, fill in its form that posts to ``to`` (or to itself), press the button.

        Whatever the page had filled in is sent as a browser would; ``data`` overrides it.
        """
        page = self.get(path)
        form = self._form(page, to or path, data or {})
        target = urljoin(path, form.action or path)
        return self._send(target, form.values | dict(data or {}), status)

    def post(self, path: str, data: Data | None = None, *, status: int = 303) -> Seen:
        """Post without a page that offers it, with the token of the last page that had one."""
        forms = self.seen.forms if self.seen else []
        tokens = [form.values["csrf_token"] for form in forms if "csrf_token" in form.values]
        if not tokens:
            tokens = [self._token_of("/sign-in")]
        return self._send(path, {"csrf_token": tokens[0], **(data or {})}, status)

    def follow(self, *, status: int = 200) -> Seen:
        """Go where the last answer points."""
        assert self.seen is not None and self.seen.location, "the last answer leads nowhere"
        parts = urlsplit(urljoin(self.seen.path, self.seen.location))
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""), status=status)

    def _token_of(self, path: str) -> str:
        return next((str(form.values["csrf_token"]) for form in self.get(path).forms), "")

    def _form(self, page: Seen, wanted: str, data: Data) -> PageForm:
        fitting = [
            form
            for form in page.forms
            if form.method == "post" and urljoin(page.path, form.action or page.path) == wanted
        ]
        assert fitting, f"{page.path} has no form that posts to {wanted}"
        return max(fitting, key=lambda form: _agreement(form, data))

    def _send(self, path: str, data: Data, status: int) -> Seen:
        answer = self._ask.post(path, data=dict(_parts(data)))
        return self._look(path, answer, status)

    def _look(self, path: str, answer: Any, status: int) -> Seen:
        seen = Seen(path, answer.status_code, answer.headers, answer.data)
        answer.close()
        self.seen = seen
        assert seen.status_code == status, (
            f"{path}: {seen.status_code}, not {status}. {_told(seen)}"
        )
        headings = re.findall(r"<h1\b", seen.text) if seen.is_page else ["one"]
        assert len(headings) == 1, f"{path}: {len(headings)} headings of the first level"
        return seen


def _told(seen: Seen) -> str:
    """Where an answer leads, or how its page begins."""
    return seen.location or " ".join(seen.words.split()[:150])


def _agreement(form: PageForm, data: Data) -> int:
    """Of several forms with one address, the one whose own values are those asked for."""
    return sum(form.values.get(name) == value for name, value in data.items())


def _parts(data: Data) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, tuple):
            yield name, (BytesIO(value[1]), value[0])
        elif value is not None:
            yield name, value


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class Server:
    """A server behind a socket, asked the way Flask's test client is."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), NoRedirect)

    def get(self, path: str, headers: Data | None = None) -> Any:
        return self._open(Request(self.base + path, headers=dict(headers or {})))

    def post(self, path: str, data: dict[str, Any]) -> Any:
        environ = EnvironBuilder(path, method="POST", data=data).get_environ()
        body = environ["wsgi.input"].read()
        kind = environ.get("CONTENT_TYPE") or "application/x-www-form-urlencoded"
        return self._open(Request(self.base + path, body, {"Content-Type": kind}))

    def _open(self, request: Request) -> Any:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Seen(request.selector, answer.status, _headers(answer), answer.read())
        except HTTPError as problem:
            with problem:
                return Seen(request.selector, problem.code, _headers(problem), problem.read())


def _headers(answer: Any) -> Headers:
    return Headers(list(answer.headers.items()))
