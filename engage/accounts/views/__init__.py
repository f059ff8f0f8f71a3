"""Pages of accounts. Parse, permit, call one verb, answer."""

from engage.accounts.views import account, council, links, people, sign_in
from engage.accounts.views.blueprint import bp

__all__ = ["account", "bp", "council", "links", "people", "sign_in"]
