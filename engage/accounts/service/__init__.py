"""The verbs of accounts: sign in and out, invite, reset, roles. The only writers; none commits."""

from engage.accounts.service.forgetting import INVITATIONS, RETENTION, forget_due
from engage.accounts.service.invitations import (
    INVITATION,
    INVITATION_LASTS,
    accept,
    accept_by_link,
    invite,
    invite_for_supplier,
    require_open_invitation,
    resend,
    withdraw,
)
from engage.accounts.service.opening_keys import keep_opening_key, new_key
from engage.accounts.service.people import (
    add_person,
    disable,
    enable,
    give_role,
    is_known,
    keep_hash,
    make_operator,
    remove_role,
    set_password,
)
from engage.accounts.service.resets import (
    RESET,
    RESET_LASTS,
    ask_reset,
    require_open_reset,
    use_reset,
)
from engage.accounts.service.sessions import (
    admit,
    begin_session,
    end_session,
    end_sessions,
    note_seen,
)

__all__ = [
    "INVITATION",
    "INVITATIONS",
    "INVITATION_LASTS",
    "RESET",
    "RESET_LASTS",
    "RETENTION",
    "accept",
    "accept_by_link",
    "add_person",
    "admit",
    "ask_reset",
    "begin_session",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "forget_due",
    "give_role",
    "invite",
    "invite_for_supplier",
    "is_known",
    "keep_hash",
    "keep_opening_key",
    "make_operator",
    "new_key",
    "note_seen",
    "remove_role",
    "require_open_invitation",
    "require_open_reset",
    "resend",
    "set_password",
    "use_reset",
    "withdraw",
]
