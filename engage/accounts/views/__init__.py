"""Pages. Parse, permit, call one verb, answer."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
