"""Pages. Parse, permit, call one verb, answer."""

from flask import Blueprint

bp = Blueprint("spaces", __name__)
