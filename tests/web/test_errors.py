"""What a failure leaves in the log."""

import logging

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError

from engage.web.errors import handle_errors
from tests.web.bare import bare_app


def _failing(problem: Exception) -> Flask:
    app = bare_app()
    handle_errors(app)

    def link(token: str) -> str:
        raise problem

    app.add_url_rule("/my/links/<token>", "link", link)
    return app


@pytest.mark.parametrize(
    "problem, status",
    [
        (IntegrityError("x", {}, Exception()), 409),
        (OperationalError("x", {}, Exception()), 503),
        (ValueError("x"), 500),
    ],
)
def test_the_log_never_holds_a_signed_link(
    caplog: pytest.LogCaptureFixture, problem: Exception, status: int
) -> None:
    """Who reads the log could otherwise come in as the supplier."""
    app = _failing(problem)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        assert app.test_client().get("/my/links/sealed-token").status_code == status
    assert "GET /my/links/<token>" in caplog.text
    assert "sealed-token" not in caplog.text
