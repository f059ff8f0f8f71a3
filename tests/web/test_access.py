import pytest
from flask import Flask

from engage.app import create_app
from engage.kernel.db import Sessions
from engage.settings import Settings
from engage.web.access import UndeclaredRoute, anyone, check_routes, permit
from tests.web.bare import bare_app


def page() -> str:
    return "Here you are"


def test_a_route_that_says_nothing_about_who_may_use_it_stops_the_start() -> None:
    app = bare_app()
    app.add_url_rule("/open", "open", permit(anyone)(page))
    check_routes(app)
    app.add_url_rule("/forgotten", "forgotten", page)
    with pytest.raises(UndeclaredRoute, match=r"forgotten \(/forgotten\) declares no permission"):
        check_routes(app)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_start_asks_the_routes(
    settings: Settings, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(app: Flask) -> None:
        app.add_url_rule("/forgotten", "forgotten", page)

    monkeypatch.setattr("engage.app.handle_errors", forgetful)
    with pytest.raises(UndeclaredRoute):
        create_app(settings, sessions=sessions)
