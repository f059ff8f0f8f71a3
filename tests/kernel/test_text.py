"""Typed text: cleaned, counted, and never a script."""

import re
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.kernel.text import (
    clean_block,
    clean_line,
    control_characters,
    excerpt,
    markdown,
    word_count,
)

SCRIPTS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
    "\x01javascript:alert(1)", " javascript:alert(1)", "javascript&colon;alert(1)",
    "javascript%3Aalert(1)", "file:///etc/passwd", "view-source:javascript:alert(1)",
    "blob:https://x.example/1",
]  # fmt: skip
LINK_SHAPES = ["[x]({})", "[x](<{}>)", "<{}>", "[x][y]\n\n[y]: {}", '[x]({} "title")']
TAGS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>", "<iframe src=//evil.example></iframe>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>", "<body onload=alert(1)>",
    "<style>@import 'http://evil.example'</style>", "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>", "<?xml version='1.0'?>",
    "<details open ontoggle=alert(1)>",
    "<form action=//evil.example><button>x", "<input autofocus onfocus=alert(1)>",
    "</p><script>alert(1)</script>", "<base href=//evil.example>", "<link rel=stylesheet href=//e>",
    "<meta http-equiv=refresh content=0>", "<object data=x>",
    "<template><script>1</script></template>",
    "**<b onclick=alert(1)>x</b>**", "`<script>alert(1)</script>`", "    <script>alert(1)</script>",
    "![x](http://evil.example/pixel.png)", '![x](x "onerror=alert(1)")',
    "[x](http://e' onclick='a)",
    '[x](http://e" onmouseover="alert(1))',
    "[a](http://e.example/?<script>)", "<x.y:script>",
]  # fmt: skip
XSS = [shape.format(script) for shape, script in product(LINK_SHAPES, SCRIPTS)] + TAGS

ALLOWED_TAGS = {
    *("p", "ul", "ol", "li", "a", "blockquote", "hr", "h3", "h4", "h5", "h6"),
    *("em", "strong", "code", "pre", "br"),
}


class Inspector(HTMLParser):
    """Reads HTML as a browser would and keeps what could do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            self.harm.append(tag)
        for name, value in attrs:
            link = re.sub("[\x00-\x20]", "", value or "").lower()  # as browsers do
            found = re.match("([a-z][a-z0-9+.-]*):", link)
            if name not in {"class", "rel", "href"}:
                self.harm.append(name)
            if name == "href" and found and found[1] not in {"http", "https", "mailto", "tel"}:
                self.harm.append(link)


def harm_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.harm


def test_the_inspector_sees_harm() -> None:
    assert harm_in("<a href='javascript:x' onclick=y><script>") == [
        *("javascript:x", "onclick", "script")
    ]


@pytest.mark.parametrize("typed", XSS)
def test_markdown_is_never_a_script(typed: str) -> None:
    assert len(XSS) > 100
    for text in (typed, f"- {typed}", f"> {typed}", f"# {typed}", f"a {typed} b"):
        assert harm_in(markdown(text)) == []


@given(st.text(alphabet="<>[]()!*_`#\\&;:\"'=/ \n\tajx1", max_size=200))
def test_no_mix_of_marks_does_harm(typed: str) -> None:
    assert harm_in(markdown(typed)) == []


def test_markdown_as_govuk_html() -> None:
    html = markdown("# One\n\nTwo **three** [four](https://x.example)\n\n- five")
    assert html == (
        '<h3 class="govuk-heading-m">One</h3>\n'
        '<p class="govuk-body">Two <strong>three</strong> <a href="https://x.example" '
        'class="govuk-link" rel="nofollow ugc noopener">four</a></p>\n'
        '<ul class="govuk-list govuk-list--bullet">\n<li>five</li>\n</ul>\n'
    )
    assert html.__html__() == html


def test_headings_stay_below_the_pages_own() -> None:
    html = markdown("\n".join(f"{'#' * level} x" for level in range(1, 7)))
    assert [html.count(f"<h{level} ") for level in range(1, 7)] == [0, 0, 1, 1, 1, 3]


@pytest.mark.parametrize(
    "mark", [">", "[", "*a ", "- ", "`", "![", "<", "[a](", "_*", "\x00", "\ud800"]
)
def test_a_great_deal_of_anything_is_no_error(mark: str) -> None:
    assert harm_in(markdown(mark * 5000)) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b\r\nc  ", "a b c"),
        ("e\u0301", "é"),
        ("\u00a0a\u00a0\u00a0b\u2003", "a b"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_clean_line(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("\r\n a\r\nb\rc \n\n", "a\nb\nc"), ("e\u0301\n", "é"), ("a\n\n\tb", "a\n\n\tb"), (" ", "")],
)
def test_clean_block(typed: str, kept: str) -> None:
    assert clean_block(typed) == kept


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_found_everywhere(character: str) -> None:
    for single_line in (True, False):
        found = control_characters(f"a{character}b{character}", single_line=single_line)
        assert found == (f"U+{ord(character):04X}",)


@pytest.mark.parametrize("character", ["\n", "\t", "\u202e", "\u2066", "\u2069", "\u2028"])
def test_some_are_bad_in_a_name_only(character: str) -> None:
    assert control_characters(f"a{character}b", single_line=True)
    assert not control_characters(f"a{character}b")


@pytest.mark.parametrize("text", ["", "Ŵyn & Sons", "שלום", "\u200fא", "🚮👩🏽‍💻", "o'Neil"])
def test_good_names_are_left_alone(text: str) -> None:
    assert control_characters(text, single_line=True) == ()


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), (" \n", 0), ("one", 1), ("one, two\nthree\u00a0four — five", 6)]
)
def test_word_count(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("Short", 10, "Short"),
        ("Residents miss collections", 16, "Residents miss…"),
        ("Residents, who miss", 14, "Residents…"),
        ("Unbreakable", 6, "Unbre…"),
        ("two\nlines", 20, "two lines"),
    ],
)
def test_excerpt(text: str, length: int, short: str) -> None:
    assert excerpt(text, length) == short


@given(st.text(max_size=80), st.integers(1, 60))
def test_an_excerpt_is_never_too_long(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length
