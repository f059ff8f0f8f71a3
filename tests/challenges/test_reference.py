import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.challenges import reference as ref


def test_a_code_has_its_label() -> None:
    assert ref.cpv_label("48000000") == "Software package and information systems"
    assert ref.cpv_label("03000000") == (
        "Agricultural, farming, fishing, forestry and related products"
    )
    assert ref.cpv_label("48000000-8") is None
    assert ref.cpv_label("00000000") is None


@pytest.mark.parametrize(
    "text",
    [
        "48000000",
        "48000000-8",
        " 48000000 - 8 ",
        "4800 0000",
        "48 00 00 00",
        "CPV 48000000-8",
        "cpv:48000000",
        "48000000 - Software package and information systems",
        "48000000\n",
    ],
)
def test_a_code_is_read_as_people_write_it(text: str) -> None:
    assert ref.parse_cpv(text) == "48000000"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "software", "4800000", "480000000", "48000000-88", "x" * 10_000, "\0", "٤٨٠٠٠٠٠٠"],
)
def test_what_is_no_code_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ref.UnknownCode, match=r"is not a CPV code\. Enter 8 digits"):
        ref.parse_cpv(text)


def test_a_code_outside_the_list_is_refused_by_name() -> None:
    with pytest.raises(ref.UnknownCode, match="“99999999” is not in the list"):
        ref.parse_cpv("99999999-1")


@given(st.text())
def test_any_text_is_a_code_or_a_refusal(text: str) -> None:
    with suppress(ref.UnknownCode):
        assert ref.cpv_label(ref.parse_cpv(text))
    with suppress(ref.UnknownCode):
        assert ref.region_label(ref.parse_region(text))


def test_a_refusal_repeats_little_of_what_was_typed() -> None:
    with pytest.raises(ref.UnknownCode) as no:
        ref.parse_region("<b>\0\u202e" * 1000)
    assert len(str(no.value)) < 150
    assert "\0" not in str(no.value)


def test_search_finds_starts_of_words_and_puts_general_codes_first() -> None:
    hits = ref.search_cpv("software pack", limit=20)
    assert ("48000000", "Software package and information systems") in hits[:3]
    assert hits[-1][0].rstrip("0") > hits[0][0].rstrip("0")
    assert all("software" in label.lower() and "pack" in label.lower() for _, label in hits)
    assert len(hits) == 20
    assert ref.search_cpv("SOFTWARE", limit=3) == ref.search_cpv("software", limit=3)


def test_search_by_digits() -> None:
    assert ref.search_cpv("4821930")[0][0] == "48219300"


@pytest.mark.parametrize("words", ["", "  ", "%_", "zzzz", "(", "\\"])
def test_search_for_nothing_finds_nothing(words: str) -> None:
    assert ref.search_cpv(words) == []


def test_there_are_45_divisions_each_its_own_division() -> None:
    divisions = ref.divisions()
    assert len(divisions) == 45
    assert all(ref.division(code) == code for code, _ in divisions)
    assert ref.division("48219300") == "48000000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UKE42", "UKE42"),
        (" uke42 ", "UKE42"),
        ("TLE42", "UKE42"),
        ("East Midlands", "UKF"),
        ("east midlands (england)", "UKF"),
        ("Yorkshire & the Humber", "UKE"),
        ("East of England", "UKH"),
        ("Wales", "UKL"),
        ("Scotland", "UKM"),
        ("England", "ENG"),
        ("London", "UKI"),
        ("The South West", "UKK"),
        ("Any region", "UK"),
        ("Leeds", "UKE42"),
    ],
)
def test_a_region_is_read_from_a_code_or_a_name(text: str, code: str) -> None:
    assert ref.parse_region(text) == code


@pytest.mark.parametrize("text", ["", "Atlantis", "UKE99", "\0"])
def test_an_unknown_region_is_refused(text: str) -> None:
    with pytest.raises(ref.UnknownCode, match="is not a UK region"):
        ref.parse_region(text)


def test_choices_are_the_uk_england_and_the_itl1_regions() -> None:
    choices = ref.region_choices()
    assert choices[:3] == [
        ("UK", "United Kingdom"),
        ("ENG", "England"),
        ("UKC", "North East (England)"),
    ]
    assert len(choices) == 14
    assert "UKZZ" not in dict(choices)


@pytest.mark.parametrize(
    ("code", "choice"),
    [
        ("UKE42", "UKE"),
        ("UKE", "UKE"),
        ("ENG", "ENG"),
        ("UK", "UK"),
        ("WLS", "UKL"),
        ("UKL22", "UKL"),
        ("nowhere", None),
    ],
)
def test_every_region_belongs_to_a_choice(code: str, choice: str | None) -> None:
    assert ref.region_choice(code) == choice


@pytest.mark.parametrize(
    ("regions", "common"),
    [
        ([], None),
        (["UKE42"], "UKE"),
        (["UKE42", "UKE11"], "UKE"),
        (["UKE42", "UKC14"], "ENG"),
        (["UKE42", "UKL"], "UK"),
        (["UKL", "WLS"], "UKL"),
        (["GG"], None),
    ],
)
def test_several_regions_have_one_choice_that_holds_them_all(
    regions: list[str], common: str | None
) -> None:
    assert ref.common_region(regions) == common


def test_importing_reads_no_list() -> None:
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "from engage.challenges import reference as r;"
            "print(r._cpv.cache_info().currsize + r._regions.cache_info().currsize)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.strip() == "0"
