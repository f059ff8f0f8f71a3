"""Who may stand in which space. Pure."""

from engage.accounts.actor import Actor


def may_use_desk(actor: Actor) -> bool:
    """Officers, approvers, council administrators and auditors of any council."""
    return actor.is_council_side


def may_use_desk_for(actor: Actor, _thing: object) -> bool:
    """The same, where a thing is looked at that belongs to no council."""
    return may_use_desk(actor)


def may_operate(actor: Actor, *_: object) -> bool:
    """Whoever runs the installation."""
    return actor.operator


def takes_part(actor: Actor, *_: object) -> bool:
    """Somebody who came by a link, or acts for a supplier; others find an empty page."""
    return actor.by_link or actor.is_authenticated
