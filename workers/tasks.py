"""The tasks: one line each. Arguments are names; what is due is in the database."""

from collections.abc import Callable
from datetime import timedelta

from engage.accounts import service as accounts
from engage.challenges.service import close_ended, publish_due
from engage.disclosures.service.clockwork import disclosures_due
from engage.files.service import rescan_due, settle_due
from engage.findings.service import deleting as findings
from engage.findings.service.filing import file_due
from engage.findings.service.theming.running import group_due
from engage.handover.service import forgetting as handover
from engage.handover.service.packing import pack_due
from engage.kernel import leases, outbox
from engage.kernel.seal import seal_due
from engage.kernel.signing import publish_due as publish_roots
from engage.notices.service.calling import call_due
from engage.notices.service.releasing import number_due, release_missing
from engage.notifications import service as notifications
from engage.notifications.service.announcing import announce_due
from engage.notifications.service.collecting import collect_due
from engage.notifications.service.counting import count_due
from engage.notifications.service.digesting import digest_due
from engage.notifications.service.reconciling import reconcile_due
from engage.notifications.service.reminding import remind_of_ends
from engage.notifications.service.sending import send_due
from engage.opendata.service import make_due
from engage.outcomes.service.clockwork import outcomes_due
from engage.questions import service as questions
from engage.reports.service import forgetting as reports
from engage.reports.service.compiling import compile_due
from engage.responses.service import open_due
from engage.subscriptions import SUBSCRIPTIONS
from engage.suppliers import service as suppliers
from engage.workshops import service as workshops
from engage.workshops.service import one_to_ones
from workers.alone import alone
from workers.app import celery
from workers.runtime import (
    bounces,
    find_a_tender,
    keyring,
    post,
    scanner,
    sessions,
    settings,
    store,
)
from workers.schedule import BY_THE_CLOCK
from workers.waking import wake

BATCH = 100  # messages between two looks at what happened meanwhile


@celery.task(name="outbox")
@alone
def pump() -> None:
    """React to events and send the messages that reactions owe, a batch at a time.

    So somebody who registers while thousands of alerts go out does not wait for their end.
    """
    while outbox.drain(sessions(), SUBSCRIPTIONS) + send_due(
        sessions(), post(), most=BATCH, more=another
    ):
        pass


def another() -> None:
    """There is more than one worker takes at once: another one may help."""
    wake({"outbox"})


@celery.task(name="announcing")
@alone
def announcing() -> None:
    """Count who would hear, where somebody asked; go on telling many people of a challenge."""
    count_due(sessions())
    if announce_due(sessions()):
        wake({"outbox"})


@celery.task(name="digests")
def digests() -> None:
    if digest_due(sessions()):
        wake({"outbox"})


@celery.task(name="compiling")
def compiling() -> None:
    compile_due(sessions(), store(), keyring())


@celery.task(name="packing")
def packing() -> None:
    pack_due(sessions(), store(), keyring())


@celery.task(name="opening")
def opening() -> None:
    """What two officers opened with their keys goes into the rows, and to the reading room."""
    if open_due(sessions()):
        shelves()


@celery.task(name="shelves")
def shelves() -> None:
    """Answers that may be read from now on go to the reading room."""
    file_due(sessions())


@celery.task(name="themes")
def themes() -> None:
    group_due(sessions())


@celery.task(name="files")
def files() -> None:
    settle_due(sessions(), store(), scanner())


@celery.task(name="bounces")
def collect_bounces() -> None:
    collect_due(sessions(), bounces())


@celery.task(name="rescan")
def rescan() -> None:
    """What becomes due here is scanned by ``files``, as if it had just arrived."""
    rescan_due(sessions(), scanner())


@celery.task(name="find_a_tender")
def call_find_a_tender() -> None:
    call_due(sessions(), find_a_tender())


@celery.task(name="challenges")
def challenges() -> None:
    close_ended(sessions())
    publish_due(sessions())
    pump()
    shelves()


@celery.task(name="sessions")
def at_sessions() -> None:
    places = workshops.lapse_due(sessions()) + workshops.remind_due(sessions())
    slots = one_to_ones.draw_due(sessions()) + one_to_ones.remind_of_slots(sessions())
    if places + slots:
        pump()


@celery.task(name="reminders")
def reminders() -> None:
    owed = workshops.materials_due(sessions()) + questions.answers_due(sessions())
    owed += disclosures_due(sessions()) + outcomes_due(sessions())
    if remind_of_ends(sessions()) + owed:
        pump()


@celery.task(name="opendata")
def opendata() -> None:
    make_due(sessions(), store(), base=settings().base_url)


@celery.task(name="releases")
def releases() -> None:
    number_due(sessions())


@celery.task(name="seal")
def seal() -> None:
    seal_due(sessions())


@celery.task(name="roots")
def roots() -> None:
    """The first time after midnight in London; a day missed is covered by the next one."""
    publish_roots(sessions(), keyring())


@celery.task(name="tidy")
def tidy() -> None:
    """Forget what was kept long enough, make up for missing releases, count sendings again."""
    for capability in (suppliers, accounts, workshops, findings, notifications, outbox):
        capability.forget_due(sessions())
    reports.forget_due(sessions(), store())
    handover.forget_due(sessions(), store())
    release_missing(sessions())
    reconcile_due(sessions())


WORK: dict[str, Callable[[], None]] = {
    "outbox": pump,
    "announcing": announcing,
    "digests": digests,
    "compiling": compiling,
    "packing": packing,
    "shelves": shelves,
    "opening": opening,
    "themes": themes,
    "files": files,
    "bounces": collect_bounces,
    "rescan": rescan,
    "find_a_tender": call_find_a_tender,
    "challenges": challenges,
    "sessions": at_sessions,
    "reminders": reminders,
    "opendata": opendata,
    "releases": releases,
    "seal": seal,
    "roots": roots,
    "tidy": tidy,
}


@celery.task(name="ring")
def ring(name: str) -> None:
    """Do what is due by the clock, unless another process does it in this period."""
    if leases.claim(sessions(), f"bell:{name}", timedelta(seconds=BY_THE_CLOCK[name] * 0.9)):
        WORK[name]()
