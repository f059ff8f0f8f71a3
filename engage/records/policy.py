"""Who may read the trail of a council. Pure; a challenge's is as open as the challenge."""

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority

READERS = (Role.COUNCIL_ADMIN, Role.AUDITOR)


def may_read_council(actor: Actor, authority: Authority) -> bool:
    """Administrators and auditors of this council.

    It says who was invited, let in and kept out. That is the work of administrators
    (``accounts.policy.may_administer``), and auditors check it. Officers and approvers see who
    works here on no other page either, and read the trail of each challenge.
    """
    return actor.holds(authority.id, *READERS)
