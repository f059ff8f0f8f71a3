"""Each rule, with texts it speaks of and texts it leaves alone."""

from datetime import UTC, datetime, timedelta

import pytest

from engage.challenges.checker import (
    Asked,
    Entry,
    Finding,
    Kind,
    Severity,
    check,
    check_questions,
    shipped,
)

ENDS = datetime(2026, 4, 23, 11, tzinfo=UTC)  # 12 noon in London
LONG = "We " + "see damp " * 12 + "here."  # 26 words


def quoted(code: str, **texts: str) -> list[str]:
    """The words this rule quotes of these fields."""
    return [each.quoted for each in check(texts, shipped(), ends=ENDS) if each.code == code]


def only(code: str, **texts: str) -> Finding:
    (found,) = (each for each in check(texts, shipped(), ends=ENDS) if each.code == code)
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tenants need an app to report damp.", ["app"]),
        ("We want Apps.", ["Apps"]),
        ("A chatbot and a web-site; the chatbot again.", ["chatbot", "web-site"]),
        ("Use artificial\nintelligence to help residents", ["artificial\nintelligence"]),
        ("An AI that reads letters", ["AI"]),
        ("A sensor’s reading", ["sensor’s"]),
        ("Tenants appear at happy places; rapid dashboarding", []),
        ("People need warm homes.", []),
        ("See https://example.org/app/platform or app@example.org", []),
    ],
)
def test_words_that_name_a_solution(text: str, words: list[str]) -> None:
    assert quoted("solution_word", need=text) == words


def test_a_solution_matters_most_where_the_problem_is_told() -> None:
    found = check(dict.fromkeys(("need", "who", "today", "process"), "My portal"), shipped())
    told = {each.field: each.severity for each in found if each.code == "solution_word"}
    assert told == {"need": Severity.WARN, "who": Severity.ADVISE}


@pytest.mark.parametrize(
    ("text", "alone", "gentle"),
    [
        ("Residents need salesforce.", ["salesforce"], []),
        ("It runs on Microsoft 365 for tenants.", ["Microsoft 365"], []),
        ("Officers keep it in Excel or equivalent.", [], ["Excel"]),
        ("Use SharePoint, or an equivalent.", [], ["SharePoint"]),
        ("Use Excel. Or equivalent things.", ["Excel"], []),
        ("Teams visit tenants. Our teams excel, and have access.", [], []),
        ("Teams\nAccess: ways in", [], []),
        ("Join us on Teams or via Microsoft Teams", [], []),
    ],
)
def test_brands_want_or_equivalent(text: str, alone: list[str], gentle: list[str]) -> None:
    assert quoted("brand_alone", need=text) == alone
    assert quoted("brand", need=text) == gentle


def test_what_there_is_today_may_be_called_by_its_name() -> None:
    assert quoted("brand_alone", today="We use Excel.", process="Meet us on Teams.") == []
    assert quoted("brand", today="We use Excel.", process="Meet us on Teams.") == ["Excel"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stakeholders want a holistic, robust answer", ["Stakeholders", "holistic", "robust"]),
        ("An end-to-end step", ["end-to-end"]),
        ("Prior to  the visit", ["Prior to"]),
        ("Carers and children want to be heard", []),
    ],
)
def test_jargon(text: str, words: list[str]) -> None:
    assert quoted("jargon", need=text) == words


def test_jargon_says_it_in_plain_words() -> None:
    assert "people with an interest" in only("jargon", need="Our stakeholders").suggestion


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The PME questionnaire, and PME again", ["PME"]),
        ("Preliminary Market Engagement (PME): the PME is open", []),
        ("Preliminary Market Engagement (“PME”) is open", []),
        ("A PME (preliminary market engagement) is open", []),
        ("The PME is a preliminary market engagement (PME)", ["PME"]),
        ("Help for small firms (SMEs)", ["SMEs"]),
        ("Small and medium-sized enterprises (SMEs) and an SME", []),
        ("The NHS in the UK; VAT, GPs and a GP", []),
        ("REPORT DAMP AND MOULD", []),
        ("OPEN20251224, A12, NG1 5DT", []),
        ("See https://example.org/ABC", []),
    ],
)
def test_abbreviations_are_explained_where_they_first_stand(text: str, words: list[str]) -> None:
    assert quoted("abbreviation", limits=text) == words


def test_an_abbreviation_explained_in_one_field_is_known_in_the_next() -> None:
    assert quoted("abbreviation", need="A Home Visit Team (HVT) helps", who="HVT teams") == []
    assert quoted("abbreviation", need="The HVT helps me", who="HVT teams") == ["HVT"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LONG, [LONG]),
        (f"  {LONG} We wait.", [LONG]),
        (LONG.replace("damp here", "here"), []),
        (f"# Damp\n- {LONG}\n- More", [LONG]),
        ("We see damp. " * 20, []),
        ("We see damp\n" * 20, []),
        ("We see damp, e.g. in St. Ann’s, where 3.5 homes " + "and more " * 9, None),
        ("1. Damp\n2. Mould\n" * 20, []),
    ],
)
def test_long_sentences(text: str, words: list[str] | None) -> None:
    assert quoted("long_sentence", today=text) == ([text.strip()] if words is None else words)


def test_a_long_sentence_says_how_long() -> None:
    assert "26 words" in only("long_sentence", today=LONG).suggestion


@pytest.mark.parametrize(
    ("text", "is_hard"),
    [
        ("I need my home to be warm and dry. We all do. It is cold. " * 4, False),
        ("The organisation continuously investigates unsatisfactory accommodation. " * 5, True),
        ("Organisational accommodation investigations.", False),  # too short to say
    ],
)
def test_reading_age(text: str, is_hard: bool) -> None:
    assert bool(quoted("reading_age", today=text)) is is_hard


@pytest.mark.parametrize(
    ("need", "who", "severity"),
    [
        ("Homes are damp.", "", Severity.WARN),
        ("Homes are damp.", "4,000 tenants", Severity.ADVISE),
        ("How might we use data better?", "", Severity.WARN),
        ("I need my home to be dry.", "", None),
        ("Families need dry homes.", "", None),
        ("", "", None),
        ("  \n", "", None),
    ],
)
def test_a_need_says_whose_it_is(need: str, who: str, severity: Severity | None) -> None:
    found = [
        each for each in check({"need": need, "who": who}, shipped()) if each.code == "no_user"
    ]
    assert [each.severity for each in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("https://www.example.org/tender/12345678901234567890123456789", {"only_an_address"}),
        ("", {"too_short"}),
        ("See the portal", {"too_short"}),
        ("We would like to hear what the market thinks of all this.", {"no_way", "no_day"}),
        ("Please answer the questionnaire, which is on our pages.", {"no_day"}),
        ("We would like to know what you think by 1 April 2026.", {"no_way"}),
        ("Send the questionnaire by 5pm on 23 April 2026, please.", {"other_hour"}),
        ("Send the questionnaire by 12 noon on 23 April 2026, please.", set()),
        ("Come to the workshop at 2pm on 16 April 2026, in the town hall.", set()),
        ("Questions by 10am on 23 April. Answers by noon on 23 April 2026 to a@b.uk", set()),
    ],
)
def test_how_to_take_part(text: str, codes: set[str]) -> None:
    full = {"no_way": "no_way_to_take_part", "no_day": "no_day_or_hour"}
    found = check({"process": text}, shipped(), ends=ENDS)
    law = {each.code for each in found if each.severity is not Severity.ADVISE}
    assert law == {full.get(code, code) for code in codes}
    refused = {each.code for each in found if each.severity is Severity.REFUSE}
    assert refused == codes & {"only_an_address", "too_short"}


def test_another_hour_is_quoted_and_the_right_one_named() -> None:
    found = only("other_hour", process="Send the questionnaire by 5pm on 23 April 2026, please.")
    assert found.quoted == "5pm"
    assert "12 noon on Thursday 23 April 2026" in found.suggestion


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Answer our questions by 5pm on 10 April 2026 at our page.", ["10 April 2026"]),
        ("Answer our questions by 10 April, or at the latest by 17/04/2026.", ["17/04/2026"]),
        ("Come to our page before 30 April 2026 to join us.", ["30 April 2026"]),
        ("Register by 10 April. Answer our questions by noon on 23 April 2026.", []),
        ("Register by 10 April 2026 for the workshop on 16 April in the hall.", []),
        ("Answers came until 23/04/26. We replied by 30 April 2026 to all.", []),
    ],
)
def test_another_day_than_the_end(text: str, words: list[str]) -> None:
    assert quoted("other_day", process=text) == words


@pytest.mark.parametrize(
    ("before", "is_short"),
    [
        (timedelta(days=9, hours=23), True),
        (timedelta(days=10), False),
        (timedelta(days=-1), False),  # lawful: the notice tells of an engagement that is over
        (timedelta(), False),
    ],
)
def test_ten_days_at_least(before: timedelta, is_short: bool) -> None:
    found = check({}, shipped(), ends=ENDS, begins=ENDS - before)
    assert [each.code for each in found] == (["few_days"] if is_short else [])


def test_an_end_is_asked_for_in_a_notice() -> None:
    assert [each.code for each in check({}, shipped(), asks_for_end=True)] == ["no_end"]
    assert check({}, shipped()) == []


def test_each_question_serves_a_purpose() -> None:
    texts = [("What would you do?", "a"), ("What is your price?", "e"), ("Why, ABC?", "")]
    asked = [Asked(*each) for each in texts]
    found = check_questions(asked, ["a", "d"], shipped())
    assert [(each.field, each.code, each.quoted) for each in found] == [
        ("question-2", "no_purpose", "What is your price?"),
        ("question-3", "no_purpose", "Why, ABC?"),
        ("question-3", "abbreviation", "ABC"),
    ]
    assert [each.field for each in check_questions(asked[:2], [], shipped())] == []


def test_the_hint_of_a_question_is_read_too() -> None:
    asked = [
        Asked("What would it cost?", "a", "Say it with XYZ, in a cloud-based app."),
        Asked("Would an app help?", "a", "An app, or XYZ. No app is fine."),
    ]
    found = check_questions(asked, "a", shipped())
    assert [(each.field, each.code, each.quoted) for each in found] == [
        ("question-1", "abbreviation", "XYZ"),
        ("question-1", "solution_word", "cloud-based"),
        ("question-1", "solution_word", "app"),
        ("question-2", "solution_word", "app"),
    ]


def test_a_council_adds_words_and_takes_them_out() -> None:
    lists = shipped().changed(
        added=[Entry(Kind.BRAND, "WidgetWare"), Entry(Kind.JARGON, "touch base", "talk")],
        removed={(Kind.SOLUTION, "app")},
    )
    found = check({"need": "Residents touch base in a WidgetWare app, widgetware app"}, lists)
    told = [(each.code, each.quoted) for each in found]
    assert told == [("jargon", "touch base"), ("brand_alone", "WidgetWare")]
    assert "app" in {entry.word for entry in shipped().of(Kind.SOLUTION)}


def test_the_shipped_lists_are_fit() -> None:
    entries = shipped().entries
    assert len({(entry.kind, entry.key) for entry in entries}) == len(entries)
    assert all(entry.key and entry.word == entry.word.strip() for entry in entries)
    assert {entry.kind for entry in entries} == set(Kind)
