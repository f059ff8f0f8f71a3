"""What this installation is called in the world. Each transaction knows it, as it knows its clock.

Handlers need it for addresses and identifiers that they store, and no request tells them.
"""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

PLACEHOLDER = "ocds-engage"


@dataclass(frozen=True)
class Installation:
    """``ocid_prefix`` begins the identifiers of contracting processes that we publish.

    ``secret_keys``, the newest first, close what nobody may read in the database itself.
    """

    base_url: str = "http://127.0.0.1:8000"
    ocid_prefix: str = PLACEHOLDER
    secret_keys: tuple[str, ...] = field(default=(), repr=False)


def installation(session: Session) -> Installation:
    """The installation a transaction belongs to; its defaults where nobody said."""
    found: Installation = session.info.get("installation") or Installation()
    return found
