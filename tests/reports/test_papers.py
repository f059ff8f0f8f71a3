"""Papers: the same words in each format, a structure for whoever hears it, nothing of its maker."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from flask import Flask
from odfdo import Document
from pypdf import PdfReader

from engage.kernel.db import Sessions
from engage.reports.typesetting import blocks, written
from engage.responses.kinds import Kind
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_council,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_open_challenge,
    use_link,
)
from tests.reports.printed import in_docx, words_of

pytestmark = pytest.mark.slow
OPTIONS = ["Sensors & scouts", "<b>None</b>"]


def asked(sessions: Sessions) -> str:
    """The reference of an open challenge that asks one question of each kind."""
    with sessions.write() as session:
        challenge = an_open_challenge(session, a_council(session), title="Warm homes")
        first = a_prompt(session, challenge, text="Which?", kind=Kind.CHOICE, options=OPTIONS)
        hangs = {"prompt": str(first.id), "is": OPTIONS[0]}
        a_prompt(
            session, challenge, text="Why? ŵ", word_limit=120, section="Reasons", shown_if=hangs
        )
        a_prompt(session, challenge, text="Rows?", kind=Kind.TABLE, options=["Street", "Homes"])
        for kind in (Kind.SHORT, Kind.CHOICES, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.FILE):
            options = OPTIONS if kind is Kind.CHOICES else []
            a_prompt(session, challenge, text=f"A {kind}?", kind=kind, options=options)
        a_prompt(session, challenge, text="Sure?", kind=Kind.DECLARATION, required=False)
        return challenge.reference


def in_odt(data: bytes) -> str:
    return " ".join(Document(BytesIO(data)).get_formatted_text().split())


def test_a_blank_questionnaire_says_all_that_is_asked(app: Flask, sessions: Sessions) -> None:
    reference = asked(sessions)
    anybody = Browser(app.test_client())
    files = {
        ending: anybody.get(f"/challenges/{reference}/questionnaire/{ending}").data
        for ending in ("docx", "odt", "pdf")
    }
    texts = (
        in_docx(files["docx"]),
        in_odt(files["odt"]),
        words_of(PdfReader(BytesIO(files["pdf"]))),
    )
    for text in texts:
        for words in (
            *("Questions: Warm homes", "1. Which?", "[ ] Sensors & scouts", "[ ] <b>None</b>"),
            *("2. Why? ŵ", "In 120 words or fewer.", "Reasons", "Tick all that apply."),
            "Only if your answer to question 1 is: Sensors & scouts.",
            *("Street", "Homes", "You do not have to answer this.", "Who may read this answer?"),
        ):
            assert words in " ".join(text.replace("[   ]", "[ ]").split()), words
    styles = [each.style for each in docx.Document(BytesIO(files["docx"])).paragraphs]
    headings = [each.name for each in styles if each and each.name.startswith("Heading")]
    assert headings == ["Heading 1", "Heading 2", "Heading 2", *9 * ["Heading 3"]]
    anybody.get(f"/challenges/{reference}/questionnaire/exe", status=404)


def test_files_say_nothing_of_how_they_were_made() -> None:
    told = blocks.document("A title", "A council", [blocks.paragraph("Words.")])
    made = written("docx", told)
    about = docx.Document(BytesIO(made)).core_properties
    said = {name: getattr(about, name) for name in ("title", "author", "language")}
    assert said == {"title": "A title", "author": "A council", "language": "en-GB"}
    rest = ("comments", "keywords", "subject", "category", "last_modified_by", "content_status")
    assert [getattr(about, name) for name in rest] == [""] * len(rest)
    with ZipFile(BytesIO(made)) as parts:
        names = parts.namelist()
        assert not [n for n in names if "thumbnail" in n or "custom" in n or "vba" in n.lower()]
    assert made == written("docx", told)
    meta = Document(BytesIO(written("odt", told))).meta
    assert (meta.title, meta.creator, meta.generator) == ("A title", "A council", "engage")


def test_a_receipt_to_print_says_what_its_page_says(app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, a_council(session))
        prompt = a_prompt(session, challenge)
        holder = an_interest(session, challenge, organisation="Alder & Sons")
        a_submitted_response(session, holder, {prompt.id: "A secret way."})
    client = app.test_client()
    use_link(client, holder)
    mine = Browser(client).get(f"/my/challenges/{challenge.reference}/response/receipt.pdf")
    words = words_of(PdfReader(BytesIO(mine.data)))
    assert "Alder & Sons" in words and challenge.reference in words
    assert "secret" not in words
    assert NOW.isoformat(timespec="microseconds") in words
