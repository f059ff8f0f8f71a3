"""A form that two people edited: both versions in words, and nobody's words lost."""

from datetime import date, time
from typing import Any

import pytest
from lxml.html import HtmlElement
from werkzeug.datastructures import MultiDict

from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.web import fields
from engage.web.forms import Versioned
from engage.web.pages import page
from tests.web.bare import rendering_app
from tests.web.test_forms_macros import PAGE, shown


class Everything(Versioned):
    title = fields.TextField("Title")
    day = fields.DateField("Day")
    starts = fields.TimeField("Starts at")
    value = fields.WholeNumberField("Likely value", prefix="£")
    kind = fields.ChoiceField("Kind", choices=[("small", "Small"), ("large", "Large")])
    regions = fields.ChoicesField("Regions", choices=[("n", "North"), ("s", "South")])
    alerts = fields.YesField("Alerts")


SAVED = {
    "title": "Theirs",
    "day": date(2026, 3, 2),
    "starts": time(14, 30),
    "value": 5000,
    "kind": "large",
    "regions": ["s", "n"],
    "alerts": True,
}
TYPED = {"title": "Mine", "day-day": "2", "day-month": "3", "day-year": "2026", "version": "1"}


def overtaken(saved: dict[str, Any], **typed: str) -> Everything:
    with rendering_app().test_request_context(method="POST"):
        form = Everything(MultiDict(TYPED | typed))
        form.refuse(ChangedMeanwhile("2", saved))
    return form


def test_both_versions_are_in_words_where_they_differ() -> None:
    form = overtaken(SAVED, starts="9am", value="6,000", kind="small", regions="n")
    assert form.versions == [
        ("Title", "Theirs", "Mine"),
        ("Starts at", "2:30pm", "9am"),
        ("Likely value", "£5,000", "£6,000"),
        ("Kind", "Large", "Small"),
        ("Regions", "North\nSouth", "North"),
        ("Alerts", "Yes", "No"),
    ]


def test_only_what_is_saved_on_this_page_is_compared() -> None:
    assert overtaken({"title": "Theirs"}).versions == [("Title", "Theirs", "Mine")]
    assert overtaken({"title": "Mine"}).versions == []


def test_from_then_on_the_page_is_about_what_is_saved() -> None:
    form = overtaken(SAVED)
    assert (form.seen(), form.version.shown, form.title.shown) == ("2", "2", "Mine")


@pytest.mark.parametrize("version", ["", "\x00", "9" * 1000, "\ud800"])
def test_a_damaged_version_is_no_version(version: str) -> None:
    with rendering_app().test_request_context(method="POST"):
        form = Everything(MultiDict({"version": version}))
        form.validate()
    assert (form.seen(), list(form.version.errors)) == ("", [])


def test_another_refusal_shows_no_versions() -> None:
    with rendering_app().test_request_context(method="POST"):
        form = Everything(MultiDict(TYPED))
        form.refuse(Refusal("No."))
        assert (form.versions, form.seen()) == (None, "1")


def test_the_page_shows_both_above_the_form_and_does_not_save_by_itself() -> None:
    seen: HtmlElement = shown(PAGE, form=overtaken({"title": "<b>Theirs</b>"}))
    section = seen.xpath("//section[@aria-labelledby='versions']")[0]
    words = " ".join(section.text_content().split())
    assert "Saved by your colleague <b>Theirs</b> What you typed Mine" in words
    assert section.xpath(".//a/@href") == ["/"]
    assert seen.findtext(".//title") == "Error: Everything – engage"
    form = seen.xpath("//main//form")[0]
    assert form.get("data-autosave") is None
    assert (form.fields["title"], form.fields["version"]) == ("Mine", "2")


@pytest.mark.parametrize(
    ("saved", "status"), [({"title": "Theirs"}, 409), ({"title": "Mine"}, 409)]
)
def test_the_answer_is_a_conflict(saved: dict[str, Any], status: int) -> None:
    with rendering_app().test_request_context(method="POST"):
        answer = page("components/versions.html", form=overtaken(saved))
    assert isinstance(answer, tuple) and answer[1] == status
