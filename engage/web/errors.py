"""Every failure becomes a page that says what happened, what was kept and what to do."""

import logging
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, TooManyRequests

from engage.kernel.errors import NotPermitted, Refusal
from engage.web.access import Answer
from engage.web.fields.uploads import MEGABYTE
from engage.web.limits import seconds_to_wait
from engage.web.machines import for_machines, problem, problem_of
from engage.web.pages import NoSuchPage
from engage.web.typed import form_address, page_above, to_copy, typed

log = logging.getLogger(__name__)

PLACES = frozenset({"page", "per", "after"})  # what an address says of a place in a list

WORDS = {
    400: (
        "There is a problem with what was sent",
        "We could not read what your browser sent. Nothing was changed.",
        "Go back, reload the page and try again.",
    ),
    403: (
        "You cannot do this",
        "Your role does not allow this. Nothing was changed.",
        "If you need it for your work, ask your council administrator to change your role.",
    ),
    404: (
        "Page not found",
        "There is no page at this address, or it is not one you can see.",
        "Check the address. If you followed a link, the page may have moved.",
    ),
    405: (
        "This address cannot be used that way",
        "Nothing was changed.",
        "Go back to the page before and use its buttons.",
    ),
    409: (
        "Somebody else changed this at the same time",
        "Your change was not saved, so that theirs is not lost.",
        "Go back, reload the page to see their version, and make your change again.",
    ),
    413: (
        "What you sent is too large",
        "Nothing was changed.",
        "One page takes {limit} MB of files and text. Go back, and send less or a smaller file.",
    ),
    429: (
        "Too many tries",
        "There were too many tries in a short time. Nothing was changed.",
        "Wait 5 minutes, then try again.",
    ),
    500: (
        "Sorry, there is a problem with the service",
        "Something went wrong on our side. What you had saved before is safe.",
        "Try again in a few minutes. If it goes on, tell the council you are dealing with.",
    ),
    503: (
        "Sorry, the service is busy",
        "The service could not answer just now. What you had saved before is safe.",
        "Try again in a minute.",
    ),
}


def handle_errors(app: Flask) -> None:
    """Register the pages. A refusal that no form showed is a 409 with its own sentence."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(NotPermitted, lambda _: error_page(403))
    app.register_error_handler(Refusal, lambda refusal: error_page(409, str(refusal)))
    app.register_error_handler(StaleDataError, lambda _: error_page(409))
    app.register_error_handler(IntegrityError, _conflict)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, sentence: str = "") -> tuple[str | Response, int]:
    """The page for ``status``; ``sentence`` says what happened in its own words."""
    g.failed = status >= 500
    if for_machines():
        return problem(status, sentence), status
    title, happened, advice = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    if sentence:
        title, happened, advice = "This cannot be done now", sentence, "Nothing was changed."
    if status == 413:
        advice = advice.format(limit=current_app.config["MAX_CONTENT_LENGTH"] // MEGABYTE)
    way = page_above() if status in (409, 413) else None
    page = render_template(
        "errors/error.html", title=title, sentence=happened, advice=advice, way=way
    )
    return page, status


def _http(problem: HTTPException) -> Answer:
    if problem.code is not None and problem.code < 400 and problem.response is None:
        return problem.get_response()
    if for_machines():
        return problem_of(problem)
    if isinstance(problem, TooManyRequests):
        return *error_page(429), {"Retry-After": str(seconds_to_wait())}
    if isinstance(problem, NoSuchPage):
        return _no_such_page()
    if problem.code == 404 and request.method == "POST" and typed():  # somebody removed it
        title, happened, _ = WORDS[404]
        return to_copy(title, happened, way="/", words="Go to the first page", status=404)
    return error_page(problem.code or 500)


def _no_such_page() -> Answer:
    """The way back is the list: as it was asked for, and whole."""
    asked = {name: text for name, text in request.args.items() if name not in PLACES}
    title, happened, advice = (
        "No such page",
        "This list has no such page.",
        "See it from its start.",
    )
    first = f"{request.path}?{urlencode(asked)}" if asked else request.path
    whole = request.path if asked else None
    return (
        render_template(
            "errors/error.html",
            title=title,
            sentence=happened,
            advice=advice,
            first=first,
            whole=whole,
        ),
        404,
    )


def _forged(problem: CSRFError) -> Answer:
    title = "Your page was open for too long"
    happened = "We could not be sure that this came from you, so nothing was changed."
    way = form_address()
    if typed():
        words = "Open the form again" if way else "Go to the first page"
        return to_copy(title, happened, way=way or "/", words=words, status=400)
    advice = "Go back in your browser, reload the page, then try again."
    page = render_template("errors/error.html", title=title, sentence=happened, advice=advice)
    return page, 400


def _conflict(problem: IntegrityError) -> Answer:
    log.warning("conflict on %s", _where(), exc_info=problem)
    return error_page(409)


def _unavailable(problem: OperationalError) -> Answer:
    log.error("database unavailable on %s", _where(), exc_info=problem)
    return *error_page(503), {"Retry-After": "10"}


def _unexpected(problem: Exception) -> Answer:
    log.error("failure on %s", _where(), exc_info=problem)
    return error_page(InternalServerError.code)


def _where() -> str:
    """The route, never the address: the address of a signed link is a credential."""
    return f"{request.method} {request.url_rule or 'no page of ours'}"
