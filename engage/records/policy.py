"""Who may read the trail of a council. Pure; a challenge's is as open as the challenge."""

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority

OF_THE_LEAD = frozenset(
    {
        "amendment.begun",
        "amendment.dropped",
        "amendment.returned",
        "amendment.sent_to_approver",
        "barriers.considered",
        "sealing.chosen",
        "challenge.approved",
        "challenge.returned",
        "challenge.sent_to_approver",
        "challenge.taken_back",
        "conflict.decided",
        "conflict.declared",
        "conflicts.suggested",
        "declaration.made",
        "declaration.ruled",
        "declarations.exported",
        "feedback.approved",
        "feedback.approved_together",
        "feedback.prepared",
        "feedback.written",
        "finding.dismissed",
        "finding.restored",
        "summary.saved",
    }
)
"""Facts that no joint council reads: what the lead's people said to each other, or have not
published, and what they and the board declared. See ``challenges.policy.may_read_notes``."""
READERS = (Role.COUNCIL_ADMIN, Role.AUDITOR)


def may_read_council(actor: Actor, authority: Authority) -> bool:
    """Administrators and auditors of this council.

    It says who was invited, let in and kept out. That is the work of administrators
    (``accounts.policy.may_administer``), and auditors check it. Officers and approvers see who
    works here on no other page either, and read the trail of each challenge.
    """
    return actor.holds(authority.id, *READERS)
