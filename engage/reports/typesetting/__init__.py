"""Documents to read and to print: PDF that screen readers can read as well (PDF/UA-1, ISO 14289).

What people wrote is data beside the template and never part of it, so it can be no instruction.
The library is loaded only in a process of its own: see ``kernel.apart``.
"""

import json
from typing import Any

from engage.kernel import apart

SECONDS = 120.0


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of one of the templates beside this file. Raises ``apart.Failed``."""
    told = json.dumps({"template": template, "data": data}).encode()
    return apart.run("engage.reports.typesetting", told, seconds=SECONDS)
