"""Who is asking. Built once per request; policies ask it, and nothing else."""

from dataclasses import dataclass, field
from uuid import UUID

from engage.accounts.models import Role

COUNCIL_SIDE = frozenset({Role.OFFICER, Role.APPROVER, Role.COUNCIL_ADMIN, Role.AUDITOR})
DESK_WRITERS = frozenset({Role.OFFICER, Role.APPROVER})
BOARD = frozenset({Role.BOARD_MEMBER, Role.BOARD_CHAIR})


@dataclass(frozen=True)
class Actor:
    """A person who signed in, somebody who came by a signed link, or a passer-by.

    ``owns`` are those ``suppliers`` for whose people this one answers. ``passes`` are the
    interests this browser has proven by link; ``parts`` are suppliers for which it acts by a link
    of their own, with the id of the person there; ``sign_in_id`` is the server-side session.
    """

    id: UUID | None = None
    name: str = ""
    email: str = ""
    roles: frozenset[tuple[UUID, Role]] = frozenset()
    suppliers: frozenset[UUID] = frozenset()
    owns: frozenset[UUID] = frozenset()
    passes: frozenset[UUID] = frozenset()
    parts: frozenset[tuple[UUID, UUID]] = frozenset()
    operator: bool = False
    sign_in_id: UUID | None = None
    cookie: str = field(default="", repr=False)

    @property
    def is_authenticated(self) -> bool:
        return self.id is not None

    @property
    def is_active(self) -> bool:
        return self.id is not None

    @property
    def is_anonymous(self) -> bool:
        return self.id is None

    @property
    def by_link(self) -> bool:
        """Whether this browser came by a link of a supplier."""
        return bool(self.passes or self.parts)

    def acting_id(self, supplier_id: UUID) -> UUID | None:
        """Who this is for that supplier: the account, or the person whose link was used."""
        by_link = (person for place, person in self.parts if place == supplier_id)
        return next(by_link, self.id)

    def get_id(self) -> str:
        """What flask-login keeps in the cookie: the secret of the server-side session."""
        return self.cookie

    def holds(self, authority_id: UUID, *roles: Role) -> bool:
        """Whether this person has one of these roles at that authority."""
        return any((authority_id, role) in self.roles for role in roles)

    def authorities(self, *roles: Role) -> frozenset[UUID]:
        """The authorities at which this person has one of these roles (any, when none named)."""
        return frozenset(place for place, role in self.roles if not roles or role in roles)

    @property
    def is_council_side(self) -> bool:
        return any(role in COUNCIL_SIDE for _, role in self.roles)

    @property
    def is_writer(self) -> bool:
        """Whether anything at a desk waits for this person."""
        return any(role in DESK_WRITERS for _, role in self.roles)

    @property
    def is_board(self) -> bool:
        return any(role in BOARD for _, role in self.roles)

    @property
    def is_admin(self) -> bool:
        return any(role is Role.COUNCIL_ADMIN for _, role in self.roles)
