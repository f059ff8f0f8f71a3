"""One call to Find a Tender at a time, and 12 seconds between two, over all workers.

The pause is a lease in the database, so it holds however many workers there are, and a wait the
service asks for is a longer lease. What people wait for goes before what is only read.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from engage.kernel import leases
from engage.kernel.db import Sessions
from engage.kernel.fetching import HttpFetcher
from engage.notices.find_a_tender.reading import PAUSE, Busy, Reader
from engage.notices.find_a_tender.sending import ApiSubmissions, Submissions
from engage.notices.queries.find_a_tender import CALLS
from engage.notices.service import looking, sending

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FindATender:
    """The service as workers know it. ``keys``: by a council's slug, or one for every council."""

    reader: Reader
    submissions: Submissions
    keys: Mapping[str, str]


def find_a_tender(address: str, keys: Mapping[str, str]) -> FindATender | None:
    """None without an address: then nothing is asked and nothing is sent."""
    if not address:
        return None
    fetcher = HttpFetcher()
    return FindATender(Reader(address, fetcher), ApiSubmissions(address, fetcher), keys)


def call_due(sessions: Sessions, service: FindATender | None) -> bool:
    """Make one call, when one is due and the pause is over; whether one was made."""
    if service is None:
        return False
    with sessions.read() as session:
        to_send = bool(service.keys) and sending.is_due(session)
        if not to_send and not looking.is_due(session):
            return False
    if not leases.claim(sessions, CALLS, PAUSE):
        return False
    try:
        if to_send:
            sending.send_next(sessions, service.submissions, service.keys)
        else:
            looking.look_next(sessions, service.reader)
    except Busy as asked:
        log.warning("%s", asked)
        leases.put_off(sessions, CALLS, asked.wait)
    return True
