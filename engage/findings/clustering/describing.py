"""What one theme says after answers were moved by hand; small enough to be said at once."""

from collections.abc import Sequence
from typing import Any

from engage.findings.clustering import saying
from engage.findings.clustering.saying import Text
from engage.findings.clustering.weighing import weigh


def describe(texts: Sequence[Text]) -> dict[str, Any]:
    """Terms, closeness and summary of answers that belong together, whatever their order."""
    ordered = sorted(texts, key=lambda each: (each.key, each.text))
    weighed = weigh([each.text for each in ordered], often=1.0)
    return {
        "terms": saying.top_terms(weighed.rows, {}, max(1, len(ordered)), weighed),
        "closeness": saying.closeness(weighed.rows),
        "summary": saying.summary(ordered, weighed.rows, weighed),
    }
