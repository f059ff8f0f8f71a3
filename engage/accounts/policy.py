"""Who may do what with accounts: pure functions of the actor and the thing."""

from typing import Protocol

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority


class AtCouncil(Protocol):
    """Something that belongs to one council."""

    @property
    def authority(self) -> Authority: ...


def may_administer_any(actor: Actor) -> bool:
    """Administrators of at least one council."""
    return actor.is_admin


def may_administer(actor: Actor, authority: Authority) -> bool:
    """Administrators of this council."""
    return actor.holds(authority.id, Role.COUNCIL_ADMIN)


def may_manage(actor: Actor, thing: AtCouncil) -> bool:
    """Administrators of the council that the person or invitation belongs to."""
    return may_administer(actor, thing.authority)


def may_use_account(actor: Actor, *_: object) -> bool:
    """Anybody with an account, for their own account: loaders find no other."""
    return actor.is_authenticated
