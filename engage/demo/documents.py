"""Two small documents of the demonstration, made of words as an officer would add them."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from engage.challenges import service as challenges
from engage.demo.engagements import DAY, Story
from engage.files import service as files
from engage.kernel.comma_separated import BYTE_ORDER_MARK, line
from engage.kernel.db import Sessions
from engage.kernel.store import Store

TEXT = "application/vnd.oasis.opendocument.text"
SLIDES = "application/vnd.oasis.opendocument.presentation"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LONG_AGO = (2026, 1, 5, 9, 0, 0)  # the same bytes each time


@dataclass(frozen=True)
class Paper:
    """A document of the challenge with this title."""

    challenge: str
    title: str
    name: str
    content: bytes


def table(*rows: tuple[str | int, ...]) -> bytes:
    """A CSV file."""
    return (BYTE_ORDER_MARK + "".join(line(row) for row in rows)).encode()


def text(heading: str, *paragraphs: str) -> bytes:
    """An OpenDocument text: a heading, then paragraphs."""
    words = f'<text:h text:outline-level="1">{escape(heading)}</text:h>' + "".join(
        f"<text:p>{escape(each)}</text:p>" for each in paragraphs
    )
    return packed(TEXT, f"<office:text>{words}</office:text>")


def slides(*pages: str) -> bytes:
    """OpenDocument slides, each with one text."""
    frame = '<draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="10cm">'
    drawn = "".join(
        f'<draw:page draw:name="{number}">{frame}<draw:text-box><text:p>{escape(each)}</text:p>'
        "</draw:text-box></draw:frame></draw:page>"
        for number, each in enumerate(pages, start=1)
    )
    return packed(SLIDES, f"<office:presentation>{drawn}</office:presentation>")


def packed(kind: str, body: str) -> bytes:
    """An OpenDocument package with this body."""
    content = (
        f'{XML}<office:document-content xmlns:office="{NAMES}:office:1.0"'
        f' xmlns:text="{NAMES}:text:1.0" xmlns:draw="{NAMES}:drawing:1.0"'
        f' xmlns:svg="{NAMES}:svg-compatible:1.0" office:version="1.3">'
        f"<office:body>{body}</office:body></office:document-content>"
    )
    entry = "<manifest:file-entry manifest:full-path"
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0" manifest:version="1.3">'
        f'{entry}="/" manifest:version="1.3" manifest:media-type="{kind}"/>'
        f'{entry}="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as package:
        package.writestr(ZipInfo("mimetype", LONG_AGO), kind, ZIP_STORED)
        package.writestr(ZipInfo("META-INF/manifest.xml", LONG_AGO), manifest, ZIP_DEFLATED)
        package.writestr(ZipInfo("content.xml", LONG_AGO), content, ZIP_DEFLATED)
    return whole.getvalue()


PAPERS = (
    Paper(
        "Care at home in the right order, without gaps",
        "Visits and late visits by district, eight weeks",
        "late-visits.csv",
        table(
            ("District", "Visits", "More than an hour late", "Not made"),
            ("Tavenham", 14_210, 1_402, 31),
            ("North moor", 9_884, 1_320, 58),
            ("Coast", 12_036, 1_215, 27),
            ("Hill villages", 6_471, 801, 44),
        ),
    ),
    Paper(
        "One place to learn which rules a small shop must follow",
        "What 18 shopkeepers told us",
        "what-shopkeepers-told-us.odt",
        text(
            "What 18 shopkeepers told us",
            "We sat in 18 shops in the spring and asked one question: which rule did you learn of "
            "too late?",
            "Eleven named waste. The rules are on a page of the council that they had not found.",
            "Nine named the pavement outside: who may put a table there, and what it costs.",
            "Six told us that two officers had said two different things.",
            "One said: I do not want an app. I want one person who knows, or one page that is "
            "right.",
            "The shops and the people are invented, as all of this demonstration is.",
        ),
    ),
)


SHOWN = Paper(
    "One place to learn which rules a small shop must follow",
    "Slides: eighteen shops and their rules",
    "eighteen-shops.odp",
    slides(
        "Eighteen shops and their rules",
        "Eleven learned of a rule about waste too late. Nine did not know who may put a table out.",
        "What we would like to hear: how would you make sure that nobody learns of it too late?",
    ),
)
"""What was shown at the workshop of one challenge."""


def received(sessions: Sessions, store: Store) -> dict[str, UUID]:
    """Put the files away, outside of any transaction; their ids, by the name of the file."""
    return {
        each.name: files.receive(sessions, store, name=each.name, content=BytesIO(each.content))
        for each in (*PAPERS, SHOWN)
    }


def add(story: Story, arrived: dict[str, UUID], *, scan: bool) -> None:
    """The documents of one challenge, two days after it was published."""
    by, at = story.staff.officer.id, story.published + 2 * DAY
    for paper in PAPERS:
        if paper.challenge == story.statement.title:
            file = files.admit(story.session, arrived[paper.name], scan=scan, at=at)
            challenges.add_document(
                story.session, story.challenge, title=paper.title, file=file, by=by, at=at
            )
