from collections.abc import Iterator
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from flask import Flask, redirect, request, session
from flask.typing import ResponseReturnValue

from tests.browsing import Browser

PAGE = """<h1>Page</h1>
<form method="post" action="/sign-out"><input type="hidden" name="csrf_token" value="t">
</form><form method="post"><input type="hidden" name="csrf_token" value="t"><input name="title"
value="Damp &amp; cold"><textarea name="need">
Two
lines</textarea><input type="checkbox" name="box" value="a" checked><input type="checkbox"
name="box" value="b" checked><input type="radio" name="one" value="c"><select name="pick">
<option value="x"><option value="y" selected></select><input type="file" name="paper"></form>"""


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def small_app() -> Flask:
    app = Flask("small")
    app.secret_key = "tests only"

    @app.route("/page", methods=["GET", "POST"])
    def page() -> ResponseReturnValue:
        if request.method == "GET":
            return PAGE
        session["sent"] = {name: request.form.getlist(name) for name in request.form}
        session["paper"] = request.files["paper"].filename if request.files else ""
        return redirect("/sent?page=1", 303)

    @app.get("/sent")
    def sent() -> ResponseReturnValue:
        return {"sent": session["sent"], "paper": session["paper"]}

    @app.post("/sign-out")
    def out() -> ResponseReturnValue:
        return "<h1>Bye</h1>", 422

    return app


@pytest.fixture(params=["client", pytest.param("server", marks=pytest.mark.services)])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    app = small_app()
    if request.param == "client":
        yield Browser(app.test_client())
        return
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Browser(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def sent(browser: Browser) -> str:
    return browser.follow().text


def test_a_form_is_sent_as_the_page_filled_it_in(browser: Browser) -> None:
    browser.submit("/page", {"title": "Mould", "one": "c"})
    answer = sent(browser).replace(" ", "")
    for part in ('"title":["Mould"]', '"box":["a","b"]', '"pick":["y"]', '"csrf_token":["t"]'):
        assert part in answer
    assert "Two" in answer and '"one":["c"]' in answer


def test_a_file_goes_along(browser: Browser) -> None:
    browser.submit("/page", {"paper": ("plan.pdf", b"%PDF"), "box": None})
    answer = sent(browser)
    assert "plan.pdf" in answer and '"box"' not in answer


def test_another_form_of_the_page_is_found_by_its_address(browser: Browser) -> None:
    assert browser.submit("/page", to="/sign-out", status=422).words == "Bye"
    with pytest.raises(AssertionError, match="no form that posts"):
        browser.submit("/page", to="/elsewhere")


def test_a_wrong_status_says_what_was_seen(browser: Browser) -> None:
    browser.get("/page")
    with pytest.raises(AssertionError, match="Bye"):
        browser.post("/sign-out")
    browser.get("/nowhere", status=404)
