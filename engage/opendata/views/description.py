"""What describes the API to programs (OpenAPI 3.1), and open data to people."""

from importlib import resources

from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Session

from engage.kernel.clock import spoken
from engage.opendata import forms
from engage.opendata.models import PublicFile
from engage.opendata.queries.files import files
from engage.opendata.views.blueprint import API, base, bp
from engage.opendata.views.lists import reading
from engage.web.access import Answer, anyone, permit
from engage.web.machines import data
from engage.web.pages import public_page

LISTS = {
    "challenges": "Challenges",
    "authorities": "Councils",
    "workshops": "Workshops",
    "questions": "Questions and answers",
    "outcomes": "What councils heard and changed",
    "ocds/releases": "Releases in the Open Contracting Data Standard (OCDS)",
    "ocds/records": "Records (OCDS): what all releases of a challenge say together",
    "files": "The files on this page",
}
DESCRIPTION = resources.files("engage.opendata") / "openapi.json"


@bp.get(f"{API}/openapi.json")
@reading
@permit(anyone)
def description(session: Session) -> Answer:
    """The file as it ships; read each time, so that no process holds it."""
    forms.asked(request.args, {})
    return data(DESCRIPTION.read_bytes())


@bp.get("/open-data")
@permit(anyone)
def open_data(session: Session) -> Answer:
    """What there is, under which licence, with which limits."""
    return public_page(
        "opendata/open_data.html",
        base=base(),
        lists=[(words, _link(f"{API}/{name}")) for name, words in LISTS.items()],
        files=[_row(each) for each in files(session) if each.name.endswith(".gz")],
    )


def _row(file: PublicFile) -> tuple[Markup, str, str]:
    return _link(f"{API}/files/{file.name}", file.name), _size(file.size), spoken(file.made_at)


def _link(address: str, words: str = "") -> Markup:
    link = Markup('<a class="govuk-link" href="{}">{}</a>')
    return link.format(address, words or address)


def _size(octets: int) -> str:
    return f"{octets:,} bytes" if octets < 10_000 else f"{octets // 1000:,} kB"
