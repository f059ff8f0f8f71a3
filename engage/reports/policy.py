"""Who may compile and take away responses. Pure questions."""

from engage.accounts.actor import Actor
from engage.challenges import policy as challenges
from engage.challenges.models import Challenge
from engage.reports.models import Compilation
from engage.reports.queries import Ready


def may_see(actor: Actor, challenge: Challenge) -> bool:
    return challenges.may_read(actor, challenge)


def may_compile(actor: Actor, challenge: Challenge) -> bool:
    """Those who work at the desk; when is for the service to say."""
    return challenges.may_write(actor, challenge)


def may_cancel(actor: Actor, compilation: Compilation) -> bool:
    return may_compile(actor, compilation.challenge)


def may_export(actor: Actor, challenge: Challenge) -> bool:
    """The loader has asked the clock already."""
    return challenges.may_read(actor, challenge)


def may_download(actor: Actor, ready: Ready) -> bool:
    return challenges.may_read(actor, ready.challenge)
