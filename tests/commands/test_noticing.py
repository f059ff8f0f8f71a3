"""`engage check-notice`: findings as JSON, and what the exit code says."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engage.challenges.checker import Kind
from engage.challenges.service import add_word
from engage.commands import main
from engage.kernel.db import Sessions
from tests.commands.saying import Command
from tests.factories import NOW, a_council, a_person
from tests.notices.samples import EXAMPLE, GPA, LEEDS, SAMPLES

TEXTS = SAMPLES / "uk2_engagement_texts.jsonl"
GOOD = {
    "ocid": "x-1",
    "engagement_description": "Send us the questionnaire by 5pm on 23 April 2026, please.",
    "engagement_due_date": "2026-04-23T17:00:00+01:00",
    "released": "2026-04-01T09:00:00+01:00",
}


def said(*files: Path, code: int = 0) -> tuple[list[dict[str, Any]], str]:
    """What was found, and what was said on standard error. No setting is there to be read."""
    command = ["check-notice", *map(str, files)]
    answer = CliRunner().invoke(main, command, env={"ENGAGE_DATA": "/nowhere/at/all"})
    assert answer.exit_code == code, answer.output
    return json.loads(answer.stdout), answer.stderr


def a_file(folder: Path, *rows: object) -> Path:
    path = folder / "notices.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


def test_real_texts_each_by_its_line() -> None:
    found, _ = said(TEXTS, code=1)
    refused = [each for each in found if each["severity"] == "refuse"]
    assert [(each["line"], each["code"], each["ocid"]) for each in refused] == [
        (6, "only_an_address", "ocds-h6vhtk-06a115")
    ]
    hours = [each for each in found if each["code"] == "other_hour"]
    assert [(each["line"], each["quoted"]) for each in hours] == [(3, "12 noon"), (10, "12noon")]
    rows = [json.loads(row) for row in TEXTS.read_text("utf-8").splitlines()]
    for each in found:
        assert set(each) == {
            *("file", "line", "ocid", "code", "severity", "field", "quoted", "start", "end"),
            *("reason", "suggestion"),
        }
        if each["field"] == "engagement_description":
            text = rows[each["line"] - 1]["engagement_description"]
            assert text[each["start"] : each["end"]] == each["quoted"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (LEEDS, {("planning.milestones.description", "no_day_or_hour"): 1,
                 ("planning.milestones.description", "no_way_to_take_part"): 1,
                 ("planning.milestones.description", "abbreviation"): 1}),
        (EXAMPLE, {("planning.milestones.description", "other_hour"): 1,
                   ("planning.milestones.description", "reading_age"): 1,
                   ("tender.description", "reading_age"): 1}),
        (GPA, {("tender.title", "brand_alone"): 1,  # a pipeline notice engages nobody yet
               ("tender.description", "brand_alone"): 1,
               ("tender.description", "jargon"): 1,
               ("tender.description", "long_sentence"): 1,
               ("tender.description", "reading_age"): 1,
               ("tender.description", "solution_word"): 1}),
    ],
    ids=lambda each: getattr(each, "stem", ""),
)  # fmt: skip
def test_real_packages(path: Path, expected: dict[tuple[str, str], int]) -> None:
    found, _ = said(path)
    assert Counter((each["field"], each["code"]) for each in found) == expected
    assert {each["line"] for each in found} == {None}


def test_a_minified_package_says_the_same(tmp_path: Path) -> None:
    small = a_file(tmp_path, json.loads(LEEDS.read_text("utf-8")))
    told = [{**each, "file": ""} for each in said(small)[0]]
    assert told == [{**each, "file": ""} for each in said(LEEDS)[0]]


def test_nothing_to_say(tmp_path: Path) -> None:
    assert said(a_file(tmp_path, GOOD)) == ([], "")


def test_several_files_and_lines_of_both_kinds(tmp_path: Path) -> None:
    rows = a_file(tmp_path, GOOD, "", json.loads(LEEDS.read_text("utf-8")))
    found, _ = said(rows, LEEDS)
    assert {(each["file"], each["line"]) for each in found} == {(str(rows), 3), (str(LEEDS), None)}


@pytest.mark.parametrize("told", ["", None, 7, "See portal", "https://example.org/a"])
def test_what_says_nothing_is_refused(tmp_path: Path, told: object) -> None:
    found, _ = said(a_file(tmp_path, GOOD | {"engagement_description": told}), code=1)
    assert [each["severity"] for each in found] == ["refuse"]


def test_a_line_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    rows = a_file(tmp_path, GOOD, "{oops", {"a": 1}, GOOD | {"engagement_due_date": None})
    found, sentences = said(rows, code=2)
    assert [(each["line"], each["code"]) for each in found] == [(4, "no_end")]
    assert "Line 2" in sentences and "Line 3" in sentences


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"<html>", b"[1, 2]", b"[" * 100_000, b"{}"])
def test_a_file_that_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    found, sentences = said(path, code=2)
    assert found == [] and str(path) in sentences


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["check-notice", str(tmp_path / "no.json")])
    assert answer.exit_code == 2


def test_the_words_of_a_council(engage: Command, fresh_sessions: Sessions, tmp_path: Path) -> None:
    rows = a_file(tmp_path, GOOD)
    with fresh_sessions.write() as session:
        council, officer = a_council(session), a_person(session)
        a_council(session)
        add_word(
            session, council, kind=Kind.JARGON, word="questionnaire", instead="questions",
            by=officer.id, at=NOW,
        )  # fmt: skip
    told = json.loads(engage("check-notice", rows, "--council", council.slug).words)
    assert [(each["code"], each["quoted"]) for each in told] == [("jargon", "questionnaire")]
    assert engage("check-notice", rows).words == "[]"
    said = engage("check-notice", rows, "--council", "nowhere", code=2)
    assert "There is no council called 'nowhere' here" in said.words
