"""Pages. Parse, permit, call one verb, answer."""

from flask import Blueprint

bp = Blueprint("challenges", __name__)
