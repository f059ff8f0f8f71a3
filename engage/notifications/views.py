"""Pages. Parse, permit, call one verb, answer."""

from flask import Blueprint

bp = Blueprint("notifications", __name__)
