"""Pages. Parse, permit, call one verb, answer."""

from flask import Blueprint

bp = Blueprint("interest", __name__)
