"""Photograph the demonstration: `docs/screenshots/<name>-<width>.png`.

    pip install pillow && python tools/screenshots.py [NAME ...]

Starts the demonstration on a free port with a data folder of its own, walks through it in
headless Chromium and leaves nothing else behind.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).parents[1] / "docs" / "screenshots"
WIDTHS = {320: 700, 1280: 900}
TALLEST = 2000
COLOURS = 64
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PASSWORD = "three random words"  # noqa: S105  (what the demonstration tells everybody)
Walk = Callable[[Page], None]


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration that ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="engage-screenshots-")
    server = subprocess.Popen(
        [sys.executable, "-m", "engage", "run", "--demo", "--port", str(port)],
        env=os.environ | {"ENGAGE_DATA": folder},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("The demonstration did not start.")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The demonstration was not ready after two minutes.")


def sign_in(page: Page, address: str) -> None:
    page.goto("/sign-in")
    page.fill("#email", address)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]:not(.govuk-password-input__toggle)")
    page.wait_for_load_state()


def visit(path: str, *links: str) -> Walk:
    """Open ``path``, then follow the first link to each pattern."""

    def walk(page: Page) -> None:
        page.goto(path)
        for pattern in links:
            href = page.locator(f"main a[href*='{pattern}']").first.get_attribute("href")
            page.goto(href or path)

    return walk


def signed_in(address: str, then: Walk) -> Walk:
    def walk(page: Page) -> None:
        sign_in(page, address)
        then(page)

    return walk


def an_answer(page: Page) -> None:
    """The first question of a response."""
    page.goto(f"{ROOM}/response")
    page.locator("main a.govuk-task-list__link").first.click()
    page.wait_for_load_state()


def a_receipt(page: Page) -> None:
    """Answer every question, send, and show the receipt."""
    an_answer(page)
    while page.locator("main textarea").count():
        page.fill("main textarea", "We would begin with one street, and measure for a winter.")
        page.click("main button[value=next]")
        page.wait_for_load_state()
    if page.locator("main form button[type=submit]").count():  # not sent already at another width
        page.click("main form button[type=submit]")
    page.goto(f"{ROOM}/response/receipt")


def a_letter(page: Page) -> None:
    """It comes some seconds after the demonstration has started."""
    letter = page.locator("main a", has_text="a workshop is cancelled")
    page.goto("/mail")
    while not letter.count():
        page.wait_for_timeout(1000)
        page.reload()
    letter.first.click()
    page.wait_for_load_state()


OFFICER, CHAIR, MEMBER = (f"{who}@marlbury.example" for who in ("officer", "chair", "board1"))
CONCLUDED = "/desk/challenges/MBC-2026-002"
ADMIN, SUPPLIER = "admin@marlbury.example", "supplier@alder-systems.example"
ROOM = "/my/challenges/MBC-2026-004"
DRAFT = "/desk/challenges/MBC-2026-003"
WITH_BOARD, OPEN = "/desk/challenges/MBC-2026-001", "/desk/challenges/MBC-2026-004"
PAGES: dict[str, Walk] = {
    "home": visit("/"),
    "list": visit("/challenges"),
    "challenge": visit("/challenges/MBC-2026-004"),
    "interest": visit("/challenges/MBC-2026-004/interest"),
    "room": signed_in(SUPPLIER, visit(ROOM)),
    "question": signed_in(SUPPLIER, an_answer),
    "receipt": signed_in(SUPPLIER, a_receipt),
    "desk": signed_in(OFFICER, visit("/desk")),
    "hub": signed_in(OFFICER, visit(WITH_BOARD)),
    "tasks": signed_in(OFFICER, visit(f"{DRAFT}/statement")),
    "timetable": signed_in(OFFICER, visit(f"{OPEN}/timetable")),
    "notice": signed_in(OFFICER, visit(f"{OPEN}/notice")),
    "copy-pack": signed_in(OFFICER, visit(f"{OPEN}/notice/copy")),
    "questions": signed_in(OFFICER, visit(f"{OPEN}/questions")),
    "answer": signed_in(OFFICER, visit(f"{OPEN}/questions", "/questions/")),
    "compile": signed_in(OFFICER, visit(f"{WITH_BOARD}/compile")),
    "timeline": signed_in(OFFICER, visit(f"{WITH_BOARD}/timeline")),
    "outcome": visit("/challenges/MBC-2026-002/outcome"),
    "hand-over": signed_in(OFFICER, visit(f"{CONCLUDED}/hand-over")),
    "feedback": signed_in(OFFICER, visit(f"{WITH_BOARD}/outcome")),
    "review": signed_in(MEMBER, visit("/board", "/board/challenges/", "/board/reviews/")),
    "shortlist": signed_in(CHAIR, visit("/board", "/shortlist")),
    "people": signed_in(ADMIN, visit("/council")),
    "mail": a_letter,
}


def photograph(browser: Browser, base: str, name: str) -> None:
    """One page at each width, from its top, as far as a picture can usefully go."""
    for width, height in WIDTHS.items():
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        page = context.new_page()
        PAGES[name](page)
        tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": tall})
        picture = OUT / f"{name}-{width}.png"
        page.screenshot(path=picture, animations="disabled")
        context.close()
        with Image.open(picture) as full:
            small = full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(picture, optimize=True)


def main(*names: str) -> None:
    """Photograph these pages, or all."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    OUT.mkdir(parents=True, exist_ok=True)
    with demonstration() as base, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=SWITCHES)
        for name in names or PAGES:
            photograph(browser, base, name)
            print(name)  # noqa: T201  (this is a command)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
