"""An IMAP server on loopback with one mailbox: as much of RFC 3501 as reading letters needs."""

import re
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ImapServer:
    """``left``: the letters that are still there, with their flags."""

    letters: dict[str, bytes]
    user: str
    password: str
    left: dict[str, set[str]] = field(default_factory=dict)
    port: int = 0


class Handler(socketserver.StreamRequestHandler):
    """One connection. Each command is a method; what it yields goes out before the tagged line."""

    def handle(self) -> None:
        self.rfile: Any
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            name, _, rest = rest.partition(" ")
            if name.upper() == "UID":
                name, _, rest = rest.partition(" ")
            answer = getattr(self, f"do_{name.lower()}", self.do_noop)(rest)
            self.say(f"{tag} {answer or 'OK done'}")
            if name.upper() == "LOGOUT":
                return

    @property
    def box(self) -> ImapServer:
        return self.server.box  # type: ignore[attr-defined,no-any-return]

    def say(self, line: str) -> None:
        self.wfile.write(line.encode("latin-1") + b"\r\n")

    def do_noop(self, rest: str) -> str:
        return ""

    def do_capability(self, rest: str) -> str:
        self.say("* CAPABILITY IMAP4rev1")
        return ""

    def do_login(self, rest: str) -> str:
        user, password = (part.strip('"') for part in rest.split(" ", 1))
        right = (user, password) == (self.box.user, self.box.password)
        return "" if right else "NO wrong password"

    def do_select(self, rest: str) -> str:
        self.say(f"* {len(self.box.left)} EXISTS")
        return "OK [READ-WRITE] chosen"

    def do_search(self, rest: str) -> str:
        unseen = [key for key, flags in self.box.left.items() if "\\Seen" not in flags]
        self.say(" ".join(["* SEARCH", *unseen]))
        return ""

    def do_fetch(self, rest: str) -> str:
        key = rest.split(" ")[0]
        raw = self.box.letters[key]
        self.wfile.write(f"* {key} FETCH (UID {key} BODY[]<0> {{{len(raw)}}}\r\n".encode())
        self.wfile.write(raw + b")\r\n")
        return ""

    def do_store(self, rest: str) -> str:
        keys, _, flags = rest.partition(" ")
        for key in keys.split(","):
            self.box.left[key] |= set(re.findall(r"\\\w+", flags))
        return ""

    def do_expunge(self, rest: str) -> str:
        for key in [key for key, flags in self.box.left.items() if "\\Deleted" in flags]:
            del self.box.left[key]
        return ""

    def do_logout(self, rest: str) -> str:
        self.say("* BYE")
        return ""


class Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    box: ImapServer


@contextmanager
def imap_server(letters: Sequence[bytes], *, user: str, password: str) -> Iterator[ImapServer]:
    box = ImapServer({str(at): raw for at, raw in enumerate(letters, 1)}, user, password)
    box.left = {key: set() for key in box.letters}
    with Threads(("127.0.0.1", 0), Handler) as server:
        server.box = box
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
