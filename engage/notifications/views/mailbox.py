"""The demonstration's letter box: mails that were written to a folder instead of being sent.

Anybody who can reach a demonstration can read them. Outside the demonstration, and wherever
mail really goes out, these pages do not exist.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from flask import abort, current_app
from sqlalchemy.orm import Session

from engage.kernel.mailbox import StoredMail, count_folder, folder_of, read_folder, read_one
from engage.notifications.views.blueprint import bp
from engage.settings import Settings
from engage.web.access import Answer, anyone, permit
from engage.web.pages import page, page_asked, paging

# Nothing but the words and the colours: no script, no picture, no form.
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
_LINK = re.compile(r"(https?://[^\s<>\"]+)")


@bp.get("/mail")
@permit(anyone)
def mail(session: Session) -> Answer:
    folder = _folder()
    asked = page_asked()
    mails = read_folder(folder, asked)
    return page(
        "notifications/mail.html",
        mails=mails,
        paging=paging(asked, count_folder(folder)),
    )


@bp.get("/mail/<name>")
@permit(anyone)
def one_mail(session: Session, name: str) -> Answer:
    found = _found(name)
    return page("notifications/one_mail.html", mail=found, lines=list(_lines(found.text)))


@bp.get("/mail/<name>/page")
@permit(anyone)
def mail_page(session: Session, name: str) -> Answer:
    """The mail as most mail programs show it, in the colours of the council."""
    found = _found(name)
    if found.html is None:
        abort(404)
    return found.html, 200, {"Content-Security-Policy": PAGE_POLICY}


def _found(name: str) -> StoredMail:
    found = read_one(_folder(), name)
    if found is None:
        abort(404)
    return found


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    folder = folder_of(settings.mail) if settings.demo else None
    if folder is None:
        abort(404)
    return folder


def _lines(text: str) -> Iterator[list[tuple[str, str]]]:
    """Each line as pieces with their address; only links to this site can be followed."""
    settings: Settings = current_app.extensions["settings"]
    here = settings.base_url + "/"
    for line in text.split("\n"):
        yield [
            (part, part.removeprefix(settings.base_url) if part.startswith(here) else "")
            for part in _LINK.split(line)
        ]
