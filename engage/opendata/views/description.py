"""What describes the API to programs (OpenAPI 3.1), and open data to people."""

from importlib import resources

from flask import request
from sqlalchemy.orm import Session

from engage.opendata import forms
from engage.opendata.views.blueprint import API, bp
from engage.opendata.views.lists import reading
from engage.web.access import Answer, anyone, permit
from engage.web.machines import data

DESCRIPTION = resources.files("engage.opendata") / "openapi.json"


@bp.get(f"{API}/openapi.json")
@reading
@permit(anyone)
def description(session: Session) -> Answer:
    """The file as it ships; read each time, so that no process holds it."""
    forms.asked(request.args, {})
    return data(DESCRIPTION.read_bytes())
