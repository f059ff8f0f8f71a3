"""Pages. Parse, permit, call one verb, answer."""

from flask import Blueprint

bp = Blueprint("outcomes", __name__)
