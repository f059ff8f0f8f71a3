"""Themes of answers, with their reasons: the whole way from texts to what is kept."""

import hashlib
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from engage.findings.clustering import drawing, saying
from engage.findings.clustering.engines import ENGINES
from engage.findings.clustering.grouping import group
from engage.findings.clustering.plain import along
from engage.findings.clustering.saying import Text
from engage.findings.clustering.weighing import Weighed, total, weigh

MOST_WEIGHED = 2000  # of more answers these are weighed, and the rest put to what they are like
DIRECTIONS = 12
FEW = 0.1  # a theme that no more of the suppliers have is a minority's
DIGITS = 6

__all__ = ["Text", "find"]


def find(texts: Sequence[Text], engine: ModuleType | None = None) -> dict[str, Any]:
    """Themes as plain values. The order in which answers come does not matter."""
    texts = sorted(texts, key=lambda each: (each.key, each.text))
    using = engine or ENGINES[0]
    weighed, points = _points(texts, using)
    chosen, centres = group(points)
    members = [[at for at, to in enumerate(chosen) if to == n] for n in range(len(centres))]
    radii = [drawing.radius(len(each), len(texts)) for each in members]
    spots = drawing.places(centres, radii)
    rows = [weighed.row(each.text) for each in texts]
    themes = [
        {**_theme([texts[at] for at in each], [rows[at] for at in each], rows, weighed, texts)}
        | {"x": x, "y": y}
        for each, (x, y) in zip(members, spots, strict=True)
    ]
    return {
        "engine": using.NAME,
        "digest": digest(texts),
        "themes": themes,
        "apart": [each.key for each, to in zip(texts, chosen, strict=True) if to < 0],
    }


def digest(texts: Sequence[Text]) -> str:
    """Of what was grouped, so that anybody can tell whether it is still the same."""
    whole = hashlib.sha256()
    for each in sorted(texts, key=lambda each: (each.key, each.text)):
        whole.update(f"{each.key}\0{each.who}\0{each.text}\0".encode())
    return whole.hexdigest()


def _points(texts: Sequence[Text], engine: ModuleType) -> tuple[Weighed, list[list[float]]]:
    step = max(1, -(-len(texts) // MOST_WEIGHED))
    weighed = weigh([each.text for each in texts[::step]])
    number = min(DIRECTIONS, max(2, len(weighed.rows) // 2), len(weighed.terms))
    if not number:
        return weighed, [[] for _ in texts]
    ways = _signed(engine.axes(weighed.rows, len(weighed.terms), number), number)
    rows = weighed.rows if step == 1 else [weighed.row(each.text) for each in texts]
    return weighed, [[round(p, DIGITS) for p in along(row, ways, number)] for row in rows]


def _signed(ways: list[list[float]], number: int) -> list[list[float]]:
    """Each direction points where its strongest term is; fewer digits than engines differ in."""
    signs = []
    for way in range(number):
        strongest = max(range(len(ways)), key=lambda t: (round(abs(ways[t][way]), DIGITS), -t))
        signs.append(-1.0 if ways[strongest][way] < 0 else 1.0)
    return [[round(p * s, DIGITS) for p, s in zip(line, signs, strict=True)] for line in ways]


def _theme(
    texts: Sequence[Text],
    rows: Sequence[dict[int, float]],
    every: Sequence[dict[int, float]],
    weighed: Weighed,
    all_texts: Sequence[Text],
) -> dict[str, Any]:
    suppliers, of = {each.who for each in texts}, {each.who for each in all_texts}
    terms = saying.top_terms(rows, total(every), len(every), weighed)
    few = len(of) >= 10 and len(suppliers) <= max(2, FEW * len(of))
    return {
        "name": ", ".join(terms[:3]).capitalize(),
        "terms": terms,
        "kind": "minority" if few else "theme",
        "closeness": saying.closeness(rows),
        "members": [each.key for each in texts],
        "summary": saying.summary(texts, rows, weighed),
    }
