"""Who may do what with a registration of interest. Pure questions."""

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.challenges.policy import may_change_words, may_write
from engage.interest.models import Interest, InvitationLine, State, SynonymGroup
from engage.interest.queries.colleagues import Colleague
from engage.interest.queries.duplicates import Pair
from engage.interest.queries.registrations import Described
from engage.suppliers.models import Supplier, SupplierMerge, SupplierPerson


def is_own(actor: Actor, interest: Interest) -> bool:
    """By a signed link in this browser, or as a person of that supplier."""
    return interest.id in actor.passes or interest.supplier_id in actor.suppliers


def may_take_part(actor: Actor, interest: Interest) -> bool:
    """Enter the supplier's room of a challenge."""
    return interest.state is State.CONFIRMED and is_own(actor, interest)


def acts_for(actor: Actor, supplier: Supplier) -> bool:
    """Its own people, with an account or by a link of their own."""
    return supplier.id in actor.suppliers


def may_describe(actor: Actor, found: Described) -> bool:
    """Its own people say what a supplier is; without an account, by the link to its address."""
    by_link = found.room is not None and found.room.id in actor.passes
    return by_link or acts_for(actor, found.supplier)


def may_answer_for(actor: Actor, supplier: Supplier) -> bool:
    """Its owners say who else acts for a supplier."""
    return supplier.id in actor.owns


def may_end(actor: Actor, found: Colleague) -> bool:
    """Owners take people off; everybody may leave."""
    return may_answer_for(actor, found.supplier) or is_self(actor, found.person)


def may_merge(actor: Actor, pair: Pair) -> bool:
    """Whoever writes for a council with which both suppliers registered."""
    return actor.holds(pair.authority_id, *DESK_WRITERS)


def may_part(actor: Actor, made: SupplierMerge) -> bool:
    """Whoever writes for the council whose officer merged them."""
    return actor.holds(made.authority_id, *DESK_WRITERS)


def is_self(actor: Actor, person: SupplierPerson) -> bool:
    """Whether this is who asks, by account or by link."""
    known = actor.id is not None and person.account_id == actor.id
    return known or (person.supplier_id, person.id) in actor.parts


def may_pass_on(actor: Actor, found: Colleague) -> bool:
    return may_answer_for(actor, found.supplier)


def may_correct(actor: Actor, line: InvitationLine) -> bool:
    """A line of a list of people to invite: those who work at the desk of its council."""
    return may_write(actor, line.challenge)


def may_undo_group(actor: Actor, group: SynonymGroup) -> bool:
    """Administrators of the council whose change it is."""
    return may_change_words(actor, group.authority)
