"""The blueprint that every page of this capability is on."""

from flask import Blueprint

bp = Blueprint("questions", __name__)
