"""Asks the application something, looks hard at the answer, and undoes what asking did."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from engage.files.views import HARMLESS
from engage.kernel.text import DIRECTION, UNPRINTABLE
from engage.web import limits
from engage.web.access import EXEMPT
from tests.badinput.reading import Control, Form, forms_of, tree
from tests.badinput.values import RAW
from tests.permissions.standing import Standing
from tests.permissions.world import World

ASKERS = (
    *("officer", "chair", "member", "admin", "supplier", "link", "operator"),
    *("anonymous", "auditor", "approver"),
)
"""Whoever may use most comes first."""
THAT_IT_WAS_READ = {
    *("responses.one", "findings.question", "disclosures.my_information"),
    *("workshops.needs_of_session", "workshops.needs_of_series"),
}
"""That somebody read a response or needs, or until when they have read, is what is written."""
UNSEEN: dict[str, dict[str, str]] = {
    "accounts.end_session": {},
    "accounts.end_other_sessions": {},
    "accounts.enable": {},
    "challenges.restore": {},
    "challenges.codes": {"codes": "checkbox"},
    "challenges.amend_codes": {"codes": "checkbox"},
    "handover.make_pack": {},
    "handover.take_pack": {},
    "interest.confirm_search": {},
    "interest.subjects": {"codes": "checkbox"},
    "notices.send": {},
    "notices.send_again": {},
    "records.information_request": {},
    "reports.cancel": {},
    "responses.attach": {"protection": "hidden", "remove": "checkbox"},
    "responses.submit": {"version": "hidden"},
    "responses.use_key": {"phrase": "password"},
    "reviews.propose": {},
    "reviews.refer": {"responses": "checkbox"},
    "outcomes.follow_up": {"text": "textarea"},
    "outcomes.prepare": {},
    "outcomes.rating": {"words": "textarea", "clear": "radio"},
    "outcomes.release": {"version": "hidden"},
    "notifications.count_reach": {},
    "notifications.remind": {"number": "hidden"},
    "notifications.resubscribe": {},
    "notifications.pause": {},
    "notifications.restore_words": {},
    "notifications.resume": {},
    "workshops.accept": {},
    "workshops.draw_series": {},
    "workshops.open_series": {"version": "hidden"},
    "workshops.note_here": {"q": "hidden", "page": "hidden"},
    "workshops.take_back": {"q": "hidden", "page": "hidden"},
}
"""Forms that hang on more than the world has: what they send is said here."""
MACHINES = {"notifications.returned"}
"""What only machines send to, with a secret: no page has a form for it."""
NONCE = re.compile(r"script-src 'nonce-[\w-]{20,}' 'strict-dynamic';")
WRITING = ("INSERT", "UPDATE", "DELETE")
URLENCODED = "application/x-www-form-urlencoded"


@dataclass
class Found:
    """A form, whose browser shows it, and on which page."""

    asker: str
    page: str
    form: Form
    endpoint: str

    def __str__(self) -> str:
        return f"{self.form.action} ({self.endpoint}) as {self.asker}"


@dataclass
class Probe:
    """One application with the world of tests/permissions in it."""

    app: Flask
    connection: Connection
    world: World
    log: pytest.LogCaptureFixture
    faults: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    seen: dict[Any, Any] = field(default_factory=dict)
    _jars: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, asker: str, **sent: Any) -> TestResponse:
        """The answer; a failure of the server and a missing header are noted as faults."""
        client = self.app.test_client()
        if cookie := sent.pop("cookie", None) or self.cookie(asker):
            client.set_cookie("engage", cookie)
        said = sent.pop("said", "")
        self.log.clear()
        self.written.clear()
        self.stored.clear()
        undone = self.connection.begin_nested()
        try:
            answer = client.open(path, method=method, buffered=True, **sent)
        finally:
            if undone.is_active:
                undone.rollback()
        for fault in unsafe(answer):
            self.fault(method, path, asker, said, fault)
        if (answer.status_code >= 500 and path != "/healthz") or any(
            row.levelname == "ERROR" for row in self.log.records
        ):
            told = " | ".join(str(row.exc_info and row.exc_info[1]) for row in self.log.records)
            self.fault(method, path, asker, said, f"{answer.status_code} {told[:300]}")
        return answer

    def fault(self, method: str, path: str, asker: str, said: object, fault: str) -> None:
        self.faults.append(f"{method} {path[:120]} as {asker} [{str(said)[:80]}]: {fault}")

    def cookie(self, asker: str) -> str:
        if asker not in self._jars:
            with self.app.test_client() as client:
                with client.session_transaction() as browser:
                    browser["csrf_token"] = "0" * 40
                    if asker == "link":
                        browser["passes"] = self.world.ours.passes
                    elif asker != "anonymous":
                        browser["_user_id"] = self.world.cookies[asker]
                kept = client.get_cookie("engage")
            self._jars[asker] = kept.value if kept else ""
        return self._jars[asker]

    def pages(self, *blueprints: str) -> Iterator[tuple[str, str, TestResponse]]:
        """Every page of these blueprints that is shown, to each who may see it.

        Each is asked for once in a whole run; what was wrong with it is a fault of every test
        that goes by it. A test that changes how pages are made sets ``seen`` to ``{}``.
        """
        for rule in rules(self.app, "GET", *blueprints):
            for asker in ASKERS:
                path, answer = self._look(rule, asker)
                if answer.status_code == 200:
                    yield asker, path, answer

    def _look(self, rule: Rule, asker: str) -> tuple[str, TestResponse]:
        key = (rule.endpoint, rule.rule, asker, self.app.config["WTF_CSRF_ENABLED"])
        if key in self.seen:
            path, answer, faults = self.seen[key]
            self.faults += faults
        else:
            before = len(self.faults)
            path = address(rule, self.world.arguments(rule.endpoint, "own", asker))
            answer = self.ask("GET", path, asker)
            self.seen[key] = path, answer, self.faults[before:]
        return path, answer

    def forms(self, *blueprints: str) -> list[Found]:
        """Every form that posts; one that several people are shown is taken once."""
        found: dict[tuple[str, ...], Found] = {}
        for asker, path, answer in self.pages(*blueprints):
            if answer.mimetype != "text/html":
                continue
            for form in forms_of(answer.text):
                if form.method == "post":
                    form.action = urljoin(path, form.action or path)
                    one = Found(asker, path, form, endpoint_of(self.app, form.action))
                    found.setdefault((one.endpoint, *sorted(form.controls)), one)
        return list(found.values())

    def unseen(self) -> Iterator[Found]:
        """Addresses that take a post which no page of this world offers just now."""
        for rule in [each for each in rules(self.app, "POST") if each.endpoint in UNSEEN]:
            controls = {
                name: Control(name, kind, {name}) for name, kind in UNSEEN[rule.endpoint].items()
            }
            for asker in ASKERS:
                path = address(rule, self.world.arguments(rule.endpoint, "own", asker))
                answer = self.ask("POST", path, asker)
                at_door = (answer.location or "").startswith(("/sign-in?", "/my/lost-link"))
                if answer.status_code not in (403, 404) and not at_door:
                    yield Found(asker, "", Form(path, "post", False, controls), rule.endpoint)
                    break
            else:
                self.fault("POST", rule.rule, "anybody", "", "nobody may use it")

    def post(self, found: Found, said: object = "", **sent: Any) -> TestResponse:
        return self.ask("POST", found.form.action, found.asker, said=said, **sent)


def rules(app: Flask, method: str, *blueprints: str) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ())
        and rule.endpoint not in EXEMPT
        and (not blueprints or rule.endpoint.partition(".")[0] in blueprints)
    ]


def address(rule: Rule, arguments: dict[str, str]) -> str:
    arguments = {"format": "csv", "compilation_id": arguments.get("ref", "")} | arguments
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: arguments[found[1]], rule.rule)


def endpoint_of(app: Flask, path: str) -> str:
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(path).path, method="POST")
    except HTTPException:
        return "nowhere"
    return str(endpoint)


def unsafe(answer: TestResponse) -> Iterator[str]:
    """What an answer lacks that every answer has, and what it has that none may have."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    handed_out = policy == HARMLESS and "attachment" in headers.get("Content-Disposition", "")
    if answer.status_code != 304 and not handed_out and not NONCE.search(policy):
        yield f"policy {policy!r}"
    for name, value in {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    if not headers.get("Cache-Control"):
        yield "no Cache-Control"
    if "html" in (headers.get("Content-Type") or ""):
        body = answer.data
        yield from (f"shows {mark!r} as it came" for mark in RAW if mark in body)


def complaints(answer: TestResponse) -> Iterator[str]:
    """What is wrong with a page that sends a form back."""
    root = tree(answer.text)
    summary = root.find_class("govuk-error-summary")
    if not summary:
        yield "422 without an error summary"
        return
    ids = {node.get("id") for node in root.iter() if node.get("id")}
    links = [str(node.get("href")) for node in summary[0].iter("a")]
    yield from (f"the summary links to {link}" for link in links if link[1:] not in ids)
    if links and not root.find_class("govuk-error-message"):
        yield "no sentence beside the field"
    if not root.find_class("govuk-error-summary__list")[0].text_content().strip():
        yield "an empty summary"


def watch(probe: Probe) -> Any:
    """Note every statement that writes, and every text that is about to be stored."""

    def note(_c: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.lstrip().startswith(WRITING):
            probe.stored.append(statement)
            rows = values if isinstance(values, list) else [values]
            for row in rows:
                each = row.values() if isinstance(row, dict) else row
                probe.written.extend(str(value) for value in each if isinstance(value, str))

    event.listen(probe.connection.engine, "before_cursor_execute", note)
    return note


def told(probe: Probe) -> str:
    return f"{len(probe.faults)} faults:\n" + "\n".join(list(dict.fromkeys(probe.faults))[:60])


def unclean(written: list[str]) -> Iterator[str]:
    for text in map(unpacked, written):
        if UNPRINTABLE.search(text) or DIRECTION.search(text):
            yield f"stored {text[:60]!r}"


def unpacked(text: str) -> str:
    """What a JSON column holds, without the escapes that hide it."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False).replace("\\u0000", "\0")
    except ValueError:
        return text


def a_probe(
    app: Flask,
    standing: Standing,
    log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Probe]:
    """A probe on this world; nothing is slowed down, everything written is seen."""
    monkeypatch.setattr(limits.limiter, "enabled", False)
    monkeypatch.setattr(limits, "EVENLY", 0)
    probe = Probe(app, standing.connection, standing.world, log, seen=standing.seen)
    note = watch(probe)
    yield probe
    event.remove(standing.connection.engine, "before_cursor_execute", note)
