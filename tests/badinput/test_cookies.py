"""Cookies that are altered, and cookies that hold what we would never have put into them."""

from typing import Any

import pytest
from flask import Flask

from tests.badinput.probing import Probe, told

pytestmark = [pytest.mark.slow]
ANYTHING: list[Any] = [
    *(None, 5, -1, 1.5, True, "abc", "a\x00b", "<zq9 onx=1>", "9" * 5000, b"\xff"),
    *([], [1], [None], ["x"], [["x"]], [{}], {}, {"a": 1}, {"a": ["x"]}),
]
KEYS = (
    *("passes", "_user_id", "_id", "_fresh", "_permanent", "csrf_token", "_flashes", "_remember"),
    *("sent_to", "asked_for_links", "next", "unknown"),
)
PLACES = ("/", "/my", "/my/lost-link/sent", "/desk", "/sign-in", "/account", "/board", "/nowhere")


def signed(app: Flask, holds: dict[str, Any]) -> str:
    """A cookie signed by our own key: an older version of us, or somebody who has the key."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps(holds))


def test_a_cookie_may_hold_anything(probe: Probe, dialect: str) -> None:
    for key in KEYS:
        for value in ANYTHING:
            cookie = signed(probe.app, {key: value})
            for place in PLACES if dialect == "sqlite" else ("/my", "/account"):
                answer = probe.ask("GET", place, "anonymous", said=(key, value), cookie=cookie)
                if answer.status_code not in (200, 303, 404):
                    probe.fault("GET", place, "anonymous", (key, value), str(answer.status_code))
            probe.ask("POST", "/sign-out", "anonymous", said=(key, value), cookie=cookie)
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_cookie_that_is_not_ours_is_nobodys(probe: Probe) -> None:
    ours = probe.cookie("officer")
    payload, _, signature = ours.rpartition(".")
    odd = [
        *(payload, signature, ours + "x", ours[:-1], ours[1:], ours.upper(), payload + "." * 5),
        *("", ".", "..", "x" * 4000, "é", "a%00b", '"', "{}", "eyJ9.x.y", ours.replace(".", "-")),
        *(f"{payload}.{signature[::-1]}", ".eJw" + "A" * 3000 + ".x.y", "null.null.null"),
    ]
    for cookie in odd:
        for place in ("/desk", "/account"):
            answer = probe.ask("GET", place, "anonymous", said=cookie, cookie=cookie or "x")
            if answer.status_code != 303 or not answer.location.startswith("/sign-in"):
                probe.fault("GET", place, "anonymous", cookie, f"{answer.status_code}")
    assert not probe.faults, told(probe)
