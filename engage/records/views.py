"""Pages. Parse, permit, call one verb, answer."""

from flask import Blueprint

bp = Blueprint("records", __name__)
