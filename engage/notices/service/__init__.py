"""The verbs of notices; none commits. What only workers do is not named here.

``service.releasing`` brings the checker of schemas, and what talks to Find a Tender its client:
handlers and tasks import them by their own names.
"""

from engage.notices.service.importing import AlreadyImported, start_from
from engage.notices.service.noticing import (
    NotSettled,
    current_or_first,
    give_reasons,
    list_all_the_same,
    record_number,
    require_settled,
)

__all__ = [
    "AlreadyImported",
    "NotSettled",
    "current_or_first",
    "give_reasons",
    "list_all_the_same",
    "record_number",
    "require_settled",
    "start_from",
]
