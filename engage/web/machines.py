"""Answers for programs: the same for everybody, kept by caches, open to every web page.

A problem is told as RFC 9457 says: the status again, a title, and a sentence of what to do.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, TooManyRequests
from werkzeug.http import http_date

from engage.web.limits import seconds_to_wait

SPACE = "/api/"
OTHERS = {"/challenges.atom", "/workshops.ics"}  # what programs read outside of it
FRESH = 60
"""Seconds for which a cache need not ask again."""
PROBLEMS = {
    400: ("Bad request", "We could not understand what you asked for."),
    404: ("Not found", "There is nothing public at this address. See /api/v1/openapi.json."),
    405: ("Method not allowed", "This can only be read: use GET or HEAD."),
    429: ("Too many requests", "Wait as many seconds as the header Retry-After says."),
    500: ("Service failure", "Something went wrong on our side. Try again in a few minutes."),
    503: ("Service busy", "The service could not answer just now. Try again in a minute."),
}
READING = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
SHOWN = "ETag, Last-Modified, Link, Retry-After, X-Total-Count"


class NotUnderstood(BadRequest):
    """A parameter is not known, or its value is not one; the description is a sentence."""


def for_machines() -> bool:
    """Whether this address is one of those that only programs read."""
    return request.path.startswith(SPACE)


def data(
    body: Mapping[str, Any] | bytes,
    *,
    changed_at: datetime | None = None,
    mimetype: str = "application/json",
) -> Response:
    """An answer that is the same for everybody. ``changed_at`` only where it tells the truth."""
    g.public = g.same_for_all = True
    g.fresh_for = FRESH
    whole = body if isinstance(body, bytes) else written(body)
    answer = Response(whole, mimetype=mimetype)
    if changed_at is not None:
        answer.headers["Last-Modified"] = http_date(changed_at)
    return answer


def written(value: Any) -> bytes:
    """JSON as we write it: UTF-8, no spaces, in the order that was given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def problem(status: int, sentence: str = "") -> Response:
    """RFC 9457. ``sentence`` replaces the general words about this status."""
    title, general = PROBLEMS.get(status, PROBLEMS[500 if status >= 500 else 400])
    told = {"type": "about:blank", "title": title, "status": status, "detail": sentence or general}
    return Response(written(told), status, mimetype="application/problem+json")


def problem_of(failure: HTTPException) -> Response:
    """The same of what Flask or a view raised, with the headers that belong to it."""
    said = failure.description if isinstance(failure, NotUnderstood) else ""
    answer = problem(failure.code or 500, said or "")
    if isinstance(failure, MethodNotAllowed) and failure.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(failure.valid_methods))
    if isinstance(failure, TooManyRequests):
        answer.headers["Retry-After"] = str(seconds_to_wait())
    return answer


def open_to_every_page(app: Flask) -> None:
    """Let scripts of any web page read what programs may read; never with cookies (CORS)."""

    def finish(answer: Response) -> Response:
        if for_machines() or request.path in OTHERS:
            answer.headers["Access-Control-Allow-Origin"] = "*"
            answer.headers["Access-Control-Expose-Headers"] = SHOWN
            if request.method == "OPTIONS":
                answer.headers.update(READING)
        return answer

    app.after_request(finish)
