"""The blueprint that the pages of all spaces hang from."""

from flask import Blueprint

bp = Blueprint("spaces", __name__)
