"""A window of Chromium that looks hard at every page it shows.

After every page and every action: no violation of WCAG 2.2 AA that axe can find, nothing wider
than screens of 320 and 1280 px, nothing on the console (so nothing that the content policy
stopped).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, FilePayload, Locator, Page, Response
from werkzeug.datastructures import Headers

from tests.browsing import Browser, Data, Seen

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: tags, resultTypes: ["violations"], rules: {"target-size": {enabled: true}},
  });
  return found.violations.map((one) => [one.id, one.help, one.nodes.map((node) => node.html)]);
}"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
  [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 200))"""
STRUCTURE = """() => [...document.querySelectorAll("*")].map((one) => [
  one.tagName, one.checked, one.children.length || one.textContent.trim() !== "",
  ...[...one.attributes].filter((each) => !/^(href|action|value|nonce|content|src|datetime)$/
    .test(each.name)).map((each) => each.name + "=" + each.value.replace(/[0-9a-f-]{32,36}/g, "")),
  ...["href", "value"].map((name) => Boolean(one.getAttribute(name))),
].join(" ")).join("\\n")"""
FORMS = """() => [...document.forms].map((form) => [
  form.method, new URL(form.getAttribute("action") || "", location.href).pathname,
  Object.fromEntries(new FormData(form)),
])"""
NARROW, WIDE = 320, 1280
FILES = re.compile(
    r"[./](atom|csv|docx|ics|json|ods|odt|pdf|xlsx)$|^/challenges/[^/]+/(documents|materials|information)/"
)
PASSING = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"')


class Window(Browser):
    """One visitor with a window of their own, driven as the scripted browser of the tests is."""

    inspected: ClassVar[set[tuple[int, bool, str]]] = set()
    """What axe has seen in any window: pages that differ in their words only are one to it."""

    def __init__(
        self, chromium: Chromium, base: str, *, width: int = WIDE, script: bool = True
    ) -> None:
        context = chromium.new_context(
            base_url=base,
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.seen: Seen | None = None
        self.checked: set[str] = set()
        self.complaints: list[str] = []
        self._width = width
        self._mirror = None if script else chromium.new_context(bypass_csp=True).new_page()
        self._posted = 0
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)

    def get(self, path: str, *, status: int = 200, headers: Data | None = None) -> Seen:
        if status in (301, 302, 303) or FILES.search(path):
            return self._fetch(path, status)
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}, not {status}"
        return self._look(path, None, status)

    def submit(
        self, path: str, data: Data | None = None, *, to: str | None = None, status: int = 303
    ) -> Seen:
        """Open the page, fill in the form that posts to ``to``, press its button."""
        self.get(path)
        form = self._the_form(urlsplit(to or path).path, data or {})
        button = self._fill(form, data or {})
        if FILES.search(to or ""):
            return self._download(to or "", button)
        with self.page.expect_navigation():
            button.click()
        shown = self._look(path, None, status)
        assert self._posted == status, f"{path}: {self._posted}, not {status}. {shown.words[:900]}"
        return shown

    def follow(self, *, status: int = 200) -> Seen:
        """Where the last action led is what the window shows."""
        assert self.seen is not None
        return self.seen

    def check(self) -> None:
        """Complain about what people could not use."""
        text = PASSING.sub("", self.page.content())
        if text not in self.checked:
            self.checked.add(text)
            self.complaints += [f"{rule}: {words}" for rule, *words in self._violations()]
            self.complaints += [f"too wide: {html}" for html in self._wide()]
        assert not self.complaints, f"{self.page.url}\n" + "\n".join(self.complaints)

    def _violations(self) -> Iterable[Any]:
        """What axe finds, unless it has seen a page with this structure at this width."""
        structure = str(self.page.evaluate(STRUCTURE))
        known = (self._width, self._mirror is None, structure)
        if known in self.inspected:
            return []
        self.inspected.add(known)
        return self._axe()

    def _axe(self) -> Iterable[Any]:
        page = self._mirrored(self._mirror) if self._mirror else self.page
        page.evaluate(AXE)
        found: list[Any] = page.evaluate(RUN, TAGS)
        return found

    def _mirrored(self, mirror: Page) -> Page:
        """The same page where axe may run: without our script, which this window does not run."""
        body = re.sub(r"<script\b[^>]*></script>", "", self.page.content())
        mirror.route(
            self.page.url, lambda route: route.fulfill(body=body, content_type="text/html")
        )
        mirror.set_viewport_size({"width": self._width, "height": 900})
        mirror.goto(self.page.url)
        mirror.unroute(self.page.url)
        return mirror

    def _wide(self) -> Iterable[str]:
        found: list[str] = self.page.evaluate(TOO_WIDE)
        for width in {NARROW, WIDE} - {self._width}:
            self.page.set_viewport_size({"width": width, "height": 900})
            found += self.page.evaluate(TOO_WIDE)
        self.page.set_viewport_size({"width": self._width, "height": 900})
        return found

    def _look(self, path: str, answer: Any, status: int) -> Seen:
        self.page.wait_for_load_state()
        self.check()
        parts = urlsplit(self.page.url)
        headers = Headers({"Location": parts.path, "Content-Type": "text/html"})
        self.seen = Seen(path, status, headers, self.page.content().encode())
        return self.seen

    def _fetch(self, path: str, status: int) -> Seen:
        answer = self.page.context.request.get(path, max_redirects=0)
        assert answer.status == status, f"{path}: {answer.status}, not {status}"
        return Seen(path, answer.status, Headers(answer.headers), answer.body())

    def _download(self, path: str, button: Locator) -> Seen:
        with self.page.expect_download() as coming:
            button.click()
        return Seen(path, 200, Headers(), coming.value.path().read_bytes())

    def _the_form(self, wanted: str, data: Data) -> Locator:
        """The form that posts there; of several the one whose own values are those asked for."""
        best, most = -1, -1
        for index, (method, action, values) in enumerate(self.page.evaluate(FORMS)):
            agreement = sum(values.get(name) == value for name, value in data.items())
            if method == "post" and action == wanted and agreement > most:
                best, most = index, agreement
        assert best >= 0, f"{self.page.url} has no form that posts to {wanted}"
        return self.page.locator("form").nth(best)

    def _fill(self, form: Locator, data: Data) -> Locator:
        """Type everything; answers the button to press."""
        buttons = form.locator("button[type=submit]:not(.govuk-visually-hidden)")
        plain = buttons.and_(form.locator("button:not([name])"))  # others say which they are
        button = plain.first if plain.count() else buttons.first
        for name, value in data.items():
            controls = form.locator(f'[name="{name}"]')
            assert controls.count(), f"{self.page.url} has no field {name}"
            kind = controls.first.evaluate("(one) => one.type")
            if kind == "submit":
                button = form.locator(f'button[name="{name}"][value="{value}"]')
            elif kind == "file":
                named = FilePayload(name=value[0], mimeType="", buffer=value[1])
                controls.set_input_files(named)
            elif kind in ("checkbox", "radio"):
                _tick(controls, value if isinstance(value, list) else [value])
            elif kind.startswith("select"):
                controls.select_option(value)
            elif kind != "hidden":
                controls.fill(value)
        return button

    def _heard(self, message: ConsoleMessage) -> None:
        """A page that is meant to say no is an answer, not a fault."""
        own = message.text.startswith("Failed to load resource") and urljoin(
            self.page.url, message.location.get("url", "")
        ).startswith(self.page.url)
        if message.type in ("error", "warning") and not own:
            self.complaints.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.request.method == "POST" and response.request.is_navigation_request():
            self._posted = response.status


def _tick(controls: Locator, values: list[str]) -> None:
    for index in range(controls.count()):
        box = controls.nth(index)
        value, kind = box.get_attribute("value"), box.get_attribute("type")
        if kind == "checkbox" or value in values:
            box.set_checked(value in values)
