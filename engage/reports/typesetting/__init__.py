"""Documents to read and to print: PDF that screen readers can read as well (PDF/UA-1, ISO 14289).

What people wrote is data beside the template and never part of it, so it can be no instruction.
The library is loaded only in a process of its own: see ``kernel.apart``.
"""

import json
from functools import lru_cache
from typing import Any

from engage.kernel import apart

SECONDS = 120.0


WRITERS = {
    "docx": "engage.reports.typesetting.word",
    "odt": "engage.reports.typesetting.opentext",
}
KEPT = 32  # papers of some 30 kB each: the same one is asked for again and again


def written(ending: str, data: dict[str, Any]) -> bytes:
    """A document of ``blocks`` as "pdf", "docx" or "odt". Raises ``apart.Failed``."""
    if ending == "pdf":
        return typeset("blocks", data)
    return apart.run(WRITERS[ending], json.dumps(data).encode(), seconds=SECONDS)


@lru_cache(maxsize=KEPT)
def paper(ending: str, data: str) -> bytes:
    """The same for a short document, as JSON. Raises ``apart.Failed``."""
    return written(ending, json.loads(data))


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of one of the templates beside this file. Raises ``apart.Failed``."""
    told = json.dumps({"template": template, "data": data}).encode()
    return apart.run("engage.reports.typesetting", told, seconds=SECONDS)
