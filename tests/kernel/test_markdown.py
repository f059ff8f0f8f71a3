"""Free texts become safe HTML, look as they were typed, and never take long."""

import re
import time

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.kernel.markdown import CLASSES, LONGEST, TURNS, plain, rendered

P = '<p class="govuk-body" dir="auto">'
A = '" class="govuk-link" rel="nofollow noopener">'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One line", f"{P}One line</p>"),
        ("One\nTwo\n\nThree", f"{P}One<br>Two</p>{P}Three</p>"),
        ("Heading?\n---", f'{P}Heading?</p><hr class="{CLASSES["hr"]}">'),
        ("    Indented", f"{P}Indented</p>"),
        ("AT&T <b>x</b>", f"{P}AT&amp;T &lt;b&gt;x&lt;/b&gt;</p>"),
        ("# Big", '<h3 class="govuk-heading-s" dir="auto">Big</h3>'),
        ("###### Small", '<h6 class="govuk-heading-s" dir="auto">Small</h6>'),
        ("**a** *b*", f"{P}<strong>a</strong> <em>b</em></p>"),
        (
            "- a\n- b",
            f'<ul class="{CLASSES["ul"]}"><li dir="auto">a</li><li dir="auto">b</li></ul>',
        ),
        ("3. a", f'<ol start="3" class="{CLASSES["ol"]}"><li dir="auto">a</li></ol>'),
        ("[a](https://b.uk)", f'{P}<a href="https://b.uk{A}a</a></p>'),
        ("<mailto:a@b.uk>", f'{P}<a href="mailto:a@b.uk{A}mailto:a@b.uk</a></p>'),
        ("![a](https://b.uk)", f'{P}!<a href="https://b.uk{A}a</a></p>'),
        ("[a](/desk)", f"{P}[a](/desk)</p>"),
        ("[a](//b.uk)", f"{P}[a](//b.uk)</p>"),
        ("[a](javascript:alert(1))", f"{P}[a](javascript:alert(1))</p>"),
        ("[a](data:text/html,x)", f"{P}[a](data:text/html,x)</p>"),
        ("[a]: https://b.uk", f"{P}[a]: https://b.uk</p>"),
    ],
)
def test_what_comes_out(text: str, html: str) -> None:
    assert rendered(text) == html


def safe(html: str) -> None:
    """Only what is listed: no other element, attribute or kind of address."""
    if not html:
        return
    for element in lxml.html.fragment_fromstring(html, create_parent="section").iterdescendants():
        assert element.tag in {*CLASSES, *TURNS, "br", "code", "em", "pre", "strong"}
        assert set(element.attrib) <= {"class", "dir", "href", "rel", "start"}
        if element.tag == "a":
            assert re.match(r"(https?://|mailto:)", element.get("href"), re.I)
            assert element.get("rel") == "nofollow noopener"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '[a](https://b.uk"onclick="alert(1))',
    '[a](<https://b.uk/ " onmouseover=alert(1)>)',
    '<https://b.uk/"onclick=alert(1)>',
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](https://b.uk 'title\" onclick=alert(1)')",
    '```x" onclick="alert(1)\n<script>\n```',
    "`<script>`",
    "<!-- --><svg onload=alert(1)>",
    "<![CDATA[<script>]]>",
    "> <style>*{}</style>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    safe(rendered(text))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab <>[]()!`*_#-+>.1&;:/\"'=\n\t\\|~\u202e\u05d0", max_size=120))
def test_anything_is_safe(text: str) -> None:
    safe(rendered(text))


LONG = [
    *("[", "*a ", "> ", "`", "[a](", "- ", "*", "_a*", "<", "&", "1. ", "a\n", "- a\n", "\\"),
    *("![", "[x](<", "**a _b ", "](", "\n", "#", "~", "[a]:", "<a@", "\u202e"),
]


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("size", [LONGEST, 1_000_000])
def test_no_text_takes_long(piece: str, size: int) -> None:
    """Linear up to what a field takes, and plain paragraphs above it."""
    text = (piece * (size // len(piece) + 1))[:size]
    began = time.process_time()
    rendered.__wrapped__(text)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("As it is.\nTwo", "As it is.\nTwo"),
        ("**Warm** homes:\n- one\n- [two](https://b.uk)", "Warm homes: one two"),
        ("# Need\n\nAT&T <b>", "Need AT&T <b>"),
    ],
)
def test_the_words_alone(text: str, words: str) -> None:
    assert plain(text) == words
