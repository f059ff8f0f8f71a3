import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import engage
from engage.kernel.events import Event
from engage.subscriptions import SUBSCRIPTIONS
from engage.untold import SILENT

NAME = re.compile(r"[a-z_]+\.[a-z_]+")


def event_names() -> Iterator[str]:
    """The names of all facts that capabilities can record."""
    for found in pkgutil.walk_packages(engage.__path__, "engage."):
        if found.name.split(".")[2:3] == ["events"]:
            module = importlib.import_module(found.name)
            for _, kind in inspect.getmembers(module, inspect.isclass):
                if issubclass(kind, Event) and "name" in vars(kind):
                    yield kind.name


def test_every_fact_is_told_or_silent_on_purpose() -> None:
    unknown = set(event_names()) - set(SUBSCRIPTIONS) - SILENT
    assert not unknown, f"subscribe to these, or list them in SILENT: {sorted(unknown)}"


def test_nothing_is_both_told_and_silent() -> None:
    assert not SILENT & set(SUBSCRIPTIONS)


def test_nobody_waits_for_a_fact_that_never_happens() -> None:
    unknown = (set(SUBSCRIPTIONS) | SILENT) - set(event_names())
    assert not unknown, f"no event has these names: {sorted(unknown)}"


def test_handlers_can_be_called_with_a_session_and_an_event() -> None:
    for name, handlers in SUBSCRIPTIONS.items():
        assert NAME.fullmatch(name)
        assert handlers, name
        for handler in handlers.values():
            assert list(inspect.signature(handler).parameters) == ["session", "event"]
