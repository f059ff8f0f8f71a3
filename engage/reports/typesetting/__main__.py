"""A template's name and its data in, as JSON; a PDF out."""

import json
import re
import sys
import tempfile
from importlib import resources
from pathlib import Path

import typst

TRIES = 100
MISSING = "\ufffd"  # the sign for a character that cannot be shown
SHOWN = ((0x20, 0x58F), (0x1E00, 0x23FF), (0xFFFD, 0xFFFD))
"""Scripts that the fonts of the library hold, nearly whole: Latin, Greek, Cyrillic, signs."""
_UNSHOWN = re.compile('the text `"(.+?)"` could not be displayed', re.DOTALL)


def main() -> None:
    asked = json.load(sys.stdin)
    template = resources.files("engage.reports.typesetting") / f"{asked['template']}.typ"
    with tempfile.TemporaryDirectory(prefix="engage-") as folder:
        page = Path(folder) / "page.typ"
        page.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        sys.stdout.buffer.write(typeset(page, json.dumps(asked["data"], ensure_ascii=False)))


def typeset(page: Path, data: str) -> bytes:
    """The PDF. The standard lets in no text that its fonts cannot show: a sign stands for it."""
    unshown = {character for character in set(data) if not _is_shown(character)}
    for _ in range(TRIES):
        told = data.translate({ord(character): MISSING for character in unshown})
        (page.parent / "data.json").write_text(told, encoding="utf-8")
        try:
            return bytes(typst.compile(str(page), root=str(page.parent), pdf_standards=["ua-1"]))
        except typst.TypstError as problem:
            found = set("".join(_UNSHOWN.findall(str(problem)))) - unshown
            if not found:
                raise
            unshown |= found
    raise SystemExit(f"more than {TRIES} kinds of text that no font shows")


def _is_shown(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in SHOWN)


if __name__ == "__main__":
    main()
