"""Fixtures every test may ask for. Each database test runs on SQLite and on PostgreSQL."""

import gc
import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import hypothesis
import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from engage.app import create_app
from engage.kernel.db import Sessions
from engage.kernel.installation import Installation
from engage.settings import Settings
from engage.web.limits import limiter
from tests.permissions.standing import Standing, standing
from tests.services import Clock, Services, SmtpSink, fast_engine, smtp_server

SERVICES = pytest.StashKey[Services]()
DIALECTS = ["sqlite", "postgresql"]
OURS = Installation(secret_keys=("a secret of tests, and of nothing else",))
SLOW = {"slow", "browser", "services"}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOT_QUERIES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")
hypothesis.settings.register_profile("engage", deadline=None)  # no test measures time
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)

Queries = Callable[[], AbstractContextManager[list[str]]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick", action="store_true", help="SQLite only; nothing slow, no browser, no services"
    )


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("quick" if config.getoption("--quick") else "engage")
    worker = getattr(config, "workerinput", None)
    if worker is None:
        config.stash[SERVICES] = Services()
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop what we started
    else:
        config.stash[SERVICES] = Services(worker["services"], worker["workerid"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """The controller starts each service once and tells its workers where they are."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]  # xdist has no types
    quick = config.getoption("--quick") or config.getoption("--collect-only")
    addresses = config.stash[SERVICES].addresses(quick=bool(quick))
    node.workerinput["services"] = addresses  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVICES in config.stash:
        config.stash[SERVICES].stop()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded stays until the end: rubbish is looked for among what tests make only."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 20, 50)
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        left_out = {item for item in items if _is_slow(item)}
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=_turn(items))


def _turn(items: list[pytest.Item]) -> Callable[[pytest.Item], tuple[bool, int]]:
    """Files with slow tests come first, then large ones: no worker is left with a long one."""
    slow = {item.path for item in items if _is_marked(item)}
    number = Counter(item.path for item in items)
    return lambda item: (item.path not in slow, -number[item.path])


def _is_marked(item: pytest.Item) -> bool:
    return bool(SLOW & {mark.name for mark in item.iter_markers()})


def _is_slow(item: pytest.Item) -> bool:
    parameters = (
        item.callspec.params
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else {}
    )
    return _is_marked(item) or "postgresql" in parameters.values()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is installed, a test that did not run is a failure."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which counts as a failure here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that leaves itself out."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"Left out, which counts as a failure here: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def services(pytestconfig: pytest.Config) -> Services:
    return pytestconfig.stash[SERVICES]


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def engines(services: Services) -> Iterator[Callable[[str], Engine]]:
    """One engine per database for the whole run of a worker, made when first needed."""
    made: dict[str, Engine] = {}

    def engine_for(dialect: str) -> Engine:
        if dialect not in made:
            made[dialect] = fast_engine(services.new_database(dialect))
        return made[dialect]

    yield engine_for
    for engine in made.values():
        engine.dispose()


@pytest.fixture
def engine(dialect: str, engines: Callable[[str], Engine]) -> Engine:
    return engines(dialect)


@pytest.fixture
def database_url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(engine: Engine, clock: Clock) -> Iterator[Sessions]:
    """Transactions that look real to the code and are all undone after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        mode = "create_savepoint"
        yield Sessions(connection, clock=clock, installation=OURS, join_transaction_mode=mode)
        outer.rollback()


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    with sessions.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def fresh_database_url(dialect: str, services: Services) -> Iterator[str]:
    """A database for one test that commits, or uses threads or processes."""
    url = services.new_database(dialect)
    yield url
    services.drop_database(url)


@pytest.fixture
def fresh_sessions(fresh_database_url: str, clock: Clock) -> Iterator[Sessions]:
    engine = fast_engine(fresh_database_url)
    yield Sessions(engine, clock=clock, installation=OURS)
    engine.dispose()


@pytest.fixture
def queries(engine: Engine) -> Queries:
    """Collect the statements sent: ``with queries() as seen: ...`` then ``len(seen)``."""

    @contextmanager
    def watching() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(NOT_QUERIES):
                seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return watching


SECRET = "a secret that only these tests ever use, 42"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, secret_keys=(SECRET,))


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for the whole run of a worker, so that templates are compiled once."""
    folder = tmp_path_factory.mktemp("application")
    return create_app(Settings(data=folder, secret_keys=(SECRET,)))


@pytest.fixture
def app(application: Flask, settings: Settings, sessions: Sessions) -> Iterator[Flask]:
    """The application on this test's database; what a test configures ends with it."""
    before = dict(application.config)
    application.extensions |= {"settings": settings, "sessions": sessions}
    application.testing = True
    application.config["WTF_CSRF_ENABLED"] = False  # tests of their own prove that it is on
    limiter.reset()
    yield application
    application.config.clear()
    application.config.update(before)


@pytest.fixture(scope="session")
def worlds(
    application: Flask, services: Services, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Standing]]:
    """Two councils with everything in them, one such world for each database."""
    made: dict[str, Standing] = {}
    with ExitStack() as stack:

        def world_on(dialect: str) -> Standing:
            if dialect not in made:
                home = Settings(data=tmp_path_factory.mktemp("world"), secret_keys=(SECRET,))
                opened = standing(application, services.new_database(dialect), home)
                made[dialect] = stack.enter_context(opened)
            return made[dialect]

        yield world_on


@pytest.fixture
def world(app: Flask, dialect: str, worlds: Callable[[str], Standing]) -> Iterator[Standing]:
    """The application is about this world; what the test does to it is undone."""
    lent = worlds(dialect)
    with lent.lent_to(app):
        yield lent


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    with smtp_server() as sink:
        yield sink


@pytest.fixture
def redis_url(services: Services) -> str:
    """A Redis database of this worker's own, emptied."""
    server = make_url(services.redis)
    first = int(server.database or 0)
    number = first + int(services.worker.removeprefix("gw") if services.worker != "main" else 0)
    url = server.set(database=str(number)).render_as_string(hide_password=False)
    with redis.Redis.from_url(url) as connection:
        connection.flushdb()
    return url


@pytest.fixture(scope="session")
def chromium() -> str:
    named = os.environ.get("ENGAGE_TEST_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        pytest.skip("Browser tests need Chromium: install it, or set ENGAGE_TEST_CHROMIUM.")
    return found
