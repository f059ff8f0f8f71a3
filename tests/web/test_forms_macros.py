from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import render_template_string
from lxml import html
from lxml.html import HtmlElement
from werkzeug.datastructures import MultiDict

from engage.web.fields import TextField
from engage.web.forms import Form
from engage.web.pages import Paging
from tests.web.bare import bare_app, rendering_app
from tests.web.test_fields import NAMES, NASTY, EveryForm

PAGE = """{% extends "components/layout.html" %}
{% from "components/forms.html" import form_start, form_end, fields, submit %}
{% set title = "Everything" %}
{% block content %}<h1>Everything</h1>
{{ form_start(form, upload=true, autosave="/save") }}
{{ fields(form) }}{{ submit("Save") }}{{ form_end() }}
{% endblock %}"""
POSTS = {"title": "<b>x</b>", "need": "\nfirst\n  second", "email": "no", "places": "many"}
DATES = {"ends-day": "31", "ends-month": "2", "ends-year": "2026"}


def shown(source: str, **context: Any) -> HtmlElement:
    with rendering_app().test_request_context(method="POST"):
        return html.document_fromstring(render_template_string(source, **context))


def posted(values: dict[str, str]) -> EveryForm:
    with rendering_app().test_request_context(method="POST"):
        form = EveryForm(MultiDict(values))
        form.validate()
    return form


def values(page: HtmlElement) -> dict[str, str]:
    return {each.get("id"): each.value for each in page.iter("input", "textarea") if each.get("id")}


def test_what_was_typed_is_shown_again_escaped_and_unchanged() -> None:
    page = shown(PAGE, form=posted(POSTS | DATES))
    kept = values(page)
    assert kept["title"] == "<b>x</b>"
    assert (kept["email"], kept["places"], kept["ends-day"]) == ("no", "many", "31")
    assert not page.xpath("//main//b")
    assert "first\n  second" in page.get_element_by_id("need").text


def test_every_error_links_to_an_input_that_exists_and_is_described() -> None:
    page = shown(PAGE, form=posted(POSTS | DATES))
    links = page.xpath("//div[contains(@class,'govuk-error-summary')]//a/@href")
    assert len(links) == len(posted(POSTS | DATES).all_errors)
    for link in links:
        target = page.get_element_by_id(link[1:])
        assert target.tag in ("input", "textarea", "select")
    for name in ("title", "email", "places"):
        described = page.get_element_by_id(name).get("aria-describedby") or ""
        assert name == "title" or f"{name}-error" in described
    assert page.findtext(".//title") == "Error: Everything – engage"


def test_a_page_without_errors_has_no_summary_and_no_error_in_its_title() -> None:
    page = shown(PAGE, form=EveryForm(data={"title": "Bins", "ends": date(2026, 12, 18)}))
    assert not page.xpath("//div[contains(@class,'govuk-error-summary')]")
    assert page.findtext(".//title") == "Everything – engage"
    assert values(page)["ends-month"] == "12"


def test_a_form_carries_its_token_its_hidden_fields_and_where_to_save() -> None:
    page = shown(PAGE, form=EveryForm(data={"version": "7"}))
    form = page.xpath("//main//form")[0]
    assert form.get("method") == "post"
    assert form.get("data-autosave") == "/save"
    assert form.fields["csrf_token"] == "tests-token"
    assert form.fields["version"] == "7"
    assert form.get("action") is None


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_nothing_typed_breaks_the_page(value: str) -> None:
    page = shown(PAGE, form=posted(dict.fromkeys(NAMES, value) | dict.fromkeys(DATES, value)))
    assert page.xpath("//main//button")
    assert not page.xpath("//main//script")


def test_ids_are_unique_and_nothing_is_styled_or_scripted_inline() -> None:
    page = shown(PAGE, form=posted({}))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not page.xpath("//@style | //@onclick | //@onsubmit")
    assert all(each.get("nonce") for each in page.xpath("//script | //style"))


COMPONENTS = """
{% from "components/chart.html" import bar_chart %}
{% from "components/empty.html" import empty %}
{% from "components/next_step.html" import next_step %}
{% from "components/side_nav.html" import side_nav %}
{% from "components/pagination.html" import pagination, count_line %}
{% from "components/summary_list.html" import summary_list %}
{% from "components/text.html" import paragraphs %}
{% from "components/table.html" import table, link %}
{% from "components/tag.html" import tag %}
{% from "components/timeline.html" import timeline %}
{% from "components/forms.html" import post_button %}
{{ bar_chart("size", "By size", "Most small", [("Small <b>", 30), ("Large", 0)], unit="firms") }}
{{ bar_chart("none", "Nothing", "No numbers yet", []) }}
{{ empty("No responses", "They come after noon.", "/x", "Open it") }}
{% call next_step("Publish", "This tells 2 suppliers.") %}<button>Go</button>{% endcall %}
{{ side_nav("Work", [("Statement", "/s", true), ("Questions", "/q", false, 1200)]) }}
{{ pagination(paging(3, 50, 600), "/list?q=a") }}{{ pagination(paging(1, 50, 50), "/list") }}
{{ count_line(paging(2, 50, 1214), "challenges") }}
{{ count_line(paging(1, 50, 1), "suppliers") }}
{{ count_line(paging(1, 50, 1), "people", "person") }}
{{ summary_list([("Title", "<i>Bins</i>", "/edit"), ("Region", "")], card="About") }}
{{ table("Suppliers", ["Name", "Ideas"], [[link("A & B", "/a"), 3]], numeric=[1]) }}
{{ tag("With the board", "purple") }}{{ paragraphs("one\ntwo\n\n<u>three</u>") }}
{{ timeline([{"title": "Published", "at": at, "by": "Jo"}]) }}{{ post_button("Leave", "/leave") }}
"""


def test_components() -> None:
    page = shown(COMPONENTS, paging=Paging, at=datetime(2026, 12, 18, 12, tzinfo=UTC))
    assert not page.xpath("//b | //i | //u")
    assert page.xpath("//svg/title/text()") == ["By size", "Nothing"]
    assert page.xpath("//nav[@aria-label='Pages']//a/@href")[0] == "/list?q=a&page=2"
    assert len(page.xpath("//nav[@aria-label='Pages']")) == 1
    assert "51 to 100 of 1,214 challenges" in page.text_content()
    assert "1 supplier" in page.text_content() and "1 suppliers" not in page.text_content()
    assert "1 person" in page.text_content()
    assert "Ideas" in page.xpath("//td/@data-label")
    assert page.xpath("//time/@datetime") == ["2026-12-18T12:00:00+00:00"]
    assert page.xpath("//dd[contains(., 'Not given')]")
    assert page.xpath("//strong[contains(@class,'govuk-tag--purple')]/text()") == ["With the board"]
    assert "1,200" in page.text_content()


def test_a_bar_can_be_a_part_of_a_given_whole() -> None:
    page = shown(
        '{% from "components/chart.html" import bar_chart %}'
        '{{ bar_chart("a", "Of all", "Each", [("Idea 1", 70.0)], "of 100", of=100) }}'
        '{{ bar_chart("b", "Of most", "Each", [("Idea 1", 70.0)]) }}'
    )
    assert page.xpath("//*[@class='e-chart__bar']/@width") == ["69.3%", "99.0%"]


def test_a_cell_without_words_has_no_label_on_a_phone() -> None:
    page = shown(
        '{% from "components/table.html" import table %}'
        '{{ table("Ideas", ["Idea", "Score", "Note"], [["One", 0, " "]]) }}'
    )
    assert page.xpath("//td/@data-label") == ["Score", ""]


class OneForm(Form):
    title = TextField("Title")


def test_a_council_brings_its_name_and_colour_and_nothing_else() -> None:
    council = SimpleNamespace(name="Marlow <b>", slug="m", brand_colour="#ffdd00")
    page = shown(PAGE, form=OneForm(), authority=council)
    assert page.findtext(".//style") == ":root{--govuk-brand-colour:#ffdd00;--e-on-brand:#000000}"
    council.brand_colour = "red}</style><script>"
    assert shown(PAGE, form=OneForm(), authority=council).findtext(".//style") in (None, "")


def test_flashed_messages_are_announced() -> None:
    app = bare_app(get_flashed_messages=lambda **_: [("message", "Saved"), ("notice", "Look")])
    with app.test_request_context():
        page = html.document_fromstring(render_template_string(PAGE, form=OneForm()))
    banners = page.xpath("//div[contains(@class,'notification-banner')][@role]")
    assert [banner.get("role") for banner in banners] == ["alert", "region"]
