from collections.abc import Iterator
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

from engage.web import fields
from engage.web.forms import Form


class EveryForm(Form):
    title = fields.TextField("Title", max_length=120)
    need = fields.LongTextField("What do people need?", max_length=2000, max_words=5)
    email = fields.EmailField("Your e-mail address")
    password = fields.PasswordField("Password", min_length=10)
    ends = fields.DateField("End date")
    at = fields.TimeField("Time", noun="the start time")
    places = fields.WholeNumberField("Places", minimum=1, maximum=500)
    kind = fields.ChoiceField("Kind", choices=[("small", "Small"), ("large", "Large")])
    regions = fields.ChoicesField("Regions", choices=[("n", "North"), ("s", "South")], at_most=1)
    agreed = fields.YesField("I agree", required_message="Tick the box to agree")
    document = fields.UploadField("Document", extensions=("pdf",), max_bytes=1024 * 1024)
    version = fields.HiddenField()


@pytest.fixture(autouse=True)
def _posting() -> Iterator[None]:
    with Flask("bare").test_request_context(method="POST"):
        yield


def sent(**values: str) -> EveryForm:
    form = EveryForm(MultiDict({name.replace("__", "-"): value for name, value in values.items()}))
    form.validate()
    return form


def error(form: Form, name: str) -> str:
    return " / ".join(form[name].errors)


NAMES = ["title", "need", "email", "password", "at", "places", "kind", "regions", "version"]
NASTY = {
    "long": "a" * 5000,
    "empty": "",
    "whitespace": " \t\r\n ",
    "invisible": "\u200b\ufeff",
    "nul": "a\x00b",
    "emoji": "👩🏽‍🚒🚒",
    "right to left": "مرحبا \u202eabc",
    "html": "<script>alert('x')</script>",
    "header injection": "a@b.example\r\nBcc: everybody@b.example",
    "half a character": "\ud800",
    "megabyte": "x" * 1_000_000,
    "digits": "9" * 100_000,
    "format": "%s {0} {{ 7*7 }} ${x}",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_anything_typed_is_a_sentence_or_a_value(name: str, value: str) -> None:
    field: Any = sent(**{name: value})[name]
    assert all(sentence.strip() for sentence in field.errors)
    assert "\x00" not in field.shown
    if name != "password" and value == NASTY["html"]:
        assert value in field.shown


@settings(max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from([*NAMES, "ends-day", "ends-month", "ends-year", "agreed"]), st.text()
    )
)
def test_no_input_raises(values: dict[str, str]) -> None:
    with Flask("bare").test_request_context(method="POST"):
        form = EveryForm(MultiDict(values))
        form.validate()
        assert all(sentence for _, sentence in form.all_errors)


def test_nothing_sent_names_what_is_missing() -> None:
    form = sent()
    assert [sentence for _, sentence in form.all_errors] == [
        "Enter the title",
        "Enter an answer",
        "Enter your e-mail address",
        "Enter the password",
        "Enter the end date",
        "Enter the start time",
        "Enter the places",
        "Select the kind",
        "Select the regions",
        "Tick the box to agree",
        "Choose the document",
    ]
    assert ("ends-day", "Enter the end date") in form.all_errors


def test_text_is_cleaned_and_kept_when_it_will_not_do() -> None:
    assert sent(title="  Cafe\u0301 \t bins ").title.data == "Café bins"
    form = sent(title="x" * 121)
    assert error(form, "title") == "The title must be 120 characters or fewer"
    assert form.title.shown == "x" * 121
    assert "cannot be printed" in error(sent(title="a\x00b"), "title")
    assert sent(title="a\x00b").title.shown == "ab"
    assert error(sent(title="a\r\nBcc: b"), "title") == "The title must be on one line"
    assert not sent(title="👩🏽‍🚒 שלום").title.errors
    assert "\u202e" not in sent(title="invoice\u202efdp.exe").title.data


def test_paragraphs_have_one_kind_of_line_end_and_a_word_limit() -> None:
    assert sent(need="one\r\n\r\ntwo\rthree").need.data == "one\n\ntwo\nthree"
    assert error(sent(need="a b c d e f"), "need") == "Your answer must be 5 words or fewer"
    assert sent(need="\nkept as typed").need.shown == "\nkept as typed"


@pytest.mark.parametrize(
    "typed", ["a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "A <a@b.example>"]
)
def test_an_address_is_one_address(typed: str) -> None:
    assert error(sent(email=typed), "email").startswith("Enter one e-mail address only")


def test_addresses_are_checked_and_normal() -> None:
    assert sent(email=" Jo@Example.ORG ").email.data == "Jo@example.org"
    assert not sent(email="jo@council.example").email.errors
    for wrong in ("jo", "jo@", "@example.org", "jo@example", "jo@exa_mple..org", "é" * 60):
        assert sent(email=wrong).email.errors, wrong


def test_a_password_is_never_shown_again() -> None:
    form = sent(password="  short ")
    assert (form.password.data, form.password.shown) == ("  short ", "")
    assert error(form, "password") == "The password must be 10 characters or more"


DATES = [
    (("18", "12", "2026"), date(2026, 12, 18), ""),
    (("18", "Dec", "2026"), date(2026, 12, 18), ""),
    (("29", "2", "2028"), date(2028, 2, 29), ""),
    (("29", "2", "2027"), None, "The end date must be a real date, like 18 12 2026"),
    (("31", "x", "2026"), None, "The end date must be a real date, like 18 12 2026"),
    (("-1", "1", "2026"), None, "The end date must be a real date, like 18 12 2026"),
    (("٣", "1", "2026"), None, "The end date must be a real date, like 18 12 2026"),
    (("18", "12", ""), None, "The end date must include a year"),
    (("", "", "2026"), None, "The end date must include a day and a month"),
    (("18", "12", "26"), None, "The end date must have a year of 4 numbers, like 2026"),
    (("18", "12", "9999"), None, "The end date must be between 1900 and 2200"),
    (("", " ", "\u200b"), None, "Enter the end date"),
]


@pytest.mark.parametrize("typed, value, sentence", DATES)
def test_dates(typed: tuple[str, str, str], value: date | None, sentence: str) -> None:
    form = sent(ends__day=typed[0], ends__month=typed[1], ends__year=typed[2])
    assert (form.ends.data, error(form, "ends")) == (value, sentence)
    assert form.ends.part("day") == typed[0].strip()


def test_only_the_wrong_part_of_a_date_is_marked() -> None:
    form = sent(ends__day="18", ends__month="12")
    assert [form.ends.wrong(part) for part in ("day", "month", "year")] == [False, False, True]
    assert form.ends.target_id == "ends-year"


@pytest.mark.parametrize(
    "typed, value",
    [
        ("14:00", time(14)),
        ("2pm", time(14)),
        ("2.30 pm", time(14, 30)),
        ("2.30 p.m.", time(14, 30)),
        ("12 noon", time(12)),
        ("midnight", time(0)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("0930", time(9, 30)),
        ("00:00", time(0)),
    ],
)
def test_times_as_people_say_them(typed: str, value: time) -> None:
    assert sent(at=typed).at.data == value


def test_times_that_are_none() -> None:
    assert error(sent(at="9:30"), "at") == (
        "Say if 9:30 is morning or afternoon, like 9:30am or 9:30pm"
    )
    for wrong in ("9", "25:00", "13pm", "0am", "10:75", "soon", "١٢:٠٠"):
        assert sent(at=wrong).at.errors, wrong
    assert EveryForm(data={"at": time(14, 30)}).at.shown == "2:30pm"


@pytest.mark.parametrize("typed", ["500", "0500", " 5 00 ", "£500", "500.00", "５００"])
def test_numbers_as_people_write_them(typed: str) -> None:
    assert sent(places=typed).places.data == 500


def test_numbers_that_will_not_do() -> None:
    assert error(sent(places="0"), "places") == "The places must be 1 or more"
    assert error(sent(places="501"), "places") == "The places must be 500 or fewer"
    assert error(sent(places="2.5"), "places") == "The places must be a whole number"
    assert error(sent(places="many"), "places") == "The places must be a number, like 20"
    assert sent(places="9" * 5000).places.errors
    assert sent(places="many").places.shown == "many"


def test_choices_are_among_those_offered() -> None:
    assert sent(kind="small").kind.data == "small"
    assert error(sent(kind="huge"), "kind") == "Select one of the choices shown"
    form = EveryForm(MultiDict([("regions", "n"), ("regions", "s"), ("regions", "n")]))
    form.validate()
    assert (form.regions.data, form.regions.errors) == (["n", "s"], ["Select 1 or fewer"])
    assert error(sent(regions="<b>"), "regions") == "Select only from the choices shown"
    assert sent(agreed="yes").agreed.data is True


def a_file(body: bytes, name: str) -> EveryForm:
    form = EveryForm(MultiDict([("document", FileStorage(BytesIO(body), name))]))
    form.validate()
    return form


def test_files() -> None:
    assert not a_file(b"%PDF", "../../etc/Report\u202e\x00.pdf").document.errors
    assert a_file(b"%PDF", "..\\..\\etc/Report\x00.pdf").document.file_name == "Report.pdf"
    assert error(a_file(b"x", "a.exe"), "document") == "The file must be one of these kinds: PDF"
    assert error(a_file(b"", "a.pdf"), "document") == "The file is empty. Choose another one"
    assert "smaller than 1 MB" in error(a_file(b"x" * (1024 * 1024 + 1), "a.pdf"), "document")
    assert error(a_file(b"x", ""), "document") == "Choose the document"


class OptionalForm(Form):
    note = fields.TextField("Note", optional=True)
    ends = fields.DateField("End date", optional=True)
    copy = fields.YesField("Send me a copy")


def test_optional_fields_may_be_empty_and_show_stored_values() -> None:
    form = OptionalForm(MultiDict({"note": " "}), data={"note": "old", "ends": date(2026, 1, 2)})
    assert form.validate()
    assert (form.note.data, form.ends.data, form.copy.data) == ("", None, False)
    stored = OptionalForm(data={"note": "old", "ends": date(2026, 1, 2)})
    assert (stored.note.shown, stored.ends.part("day")) == ("old", "2")


def test_an_empty_post_does_not_bring_stored_values_back() -> None:
    form = OptionalForm(ImmutableMultiDict(), data={"note": "old"})
    assert form.submitted()
    assert form.note.data == ""


def test_a_get_shows_stored_values() -> None:
    with Flask("bare").test_request_context(method="GET"):
        form = OptionalForm(ImmutableMultiDict(), data={"note": "old"})
        assert not form.submitted()
        assert form.note.shown == "old"


def test_a_damaged_hidden_value_is_about_the_form_not_a_field() -> None:
    form = sent(version="1\x00")
    assert form.version.data == ""
    assert form.all_errors[-1][0] is None
