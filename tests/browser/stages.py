"""Where a journey is played in windows of Chromium: a real server, the workers' functions."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Browser as Chromium
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.windows import WIDE, Window
from tests.browsing import Browser
from tests.journeys.stages import InProcess


class Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address where ``app`` answers over a socket until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class InWindows(InProcess):
    """Every visitor gets a window, unless ``plain``: then a browser without one."""

    chromium: Chromium
    base: str
    width: int = WIDE
    script: bool = True
    plain: bool = False
    windows: list[Window] = field(default_factory=list)

    def browser(self) -> Browser:
        if self.plain:
            return Browser(self.base)
        window = Window(self.chromium, self.base, width=self.width, script=self.script)
        self.windows.append(window)
        return window
