"""Answers that point the same way are a group; what points nowhere stands apart."""

import math
from collections.abc import Sequence

MOST_GROUPS = 14
ROUNDS = 15
SAME = 0.75  # two groups that point this much the same way are one
LIKE = 0.45  # an answer belongs to a group that it is this much like
SEEN = 0.12  # an answer of which less is left along the directions is like no other
DIGITS = 6

Vector = list[float]


def group(points: Sequence[Vector]) -> tuple[list[int], list[Vector]]:
    """For each answer the number of its group, or -1; and where each group points."""
    lengths = [math.sqrt(sum(part * part for part in point)) for point in points]
    ways = [
        unit(point) if length >= SEEN else [] for point, length in zip(points, lengths, strict=True)
    ]
    centres = [ways[seed] for seed in _seeds(ways)]
    for _round in range(ROUNDS):
        chosen = [_nearest(way, centres)[0] if way else -1 for way in ways]
        centres = _merged(_centres(ways, chosen, len(centres)))
    chosen = [_settled(way, centres) for way in ways]
    return _numbered(chosen, centres)


def unit(point: Sequence[float]) -> Vector:
    length = math.sqrt(sum(part * part for part in point)) or 1.0
    return [round(part / length, DIGITS) for part in point]


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    return round(sum(a * b for a, b in zip(one, other, strict=True)), DIGITS)


def _seeds(ways: Sequence[Vector]) -> list[int]:
    """The answers that go furthest in each direction, either way; each of a different sort."""
    there = [at for at, way in enumerate(ways) if way]
    if not there:
        return []
    most = min(MOST_GROUPS, max(2, round(math.sqrt(len(there)))))
    found: list[int] = []
    for direction in range(len(ways[there[0]])):
        for sign in (1, -1):
            best = max(there, key=lambda at: (sign * ways[at][direction], -at))
            if all(dot(ways[best], ways[seed]) < SAME for seed in found):
                found.append(best)
    return found[:most]


def _nearest(way: Vector, centres: Sequence[Vector]) -> tuple[int, float]:
    likeness = [dot(way, centre) for centre in centres]
    best = max(range(len(centres)), key=lambda at: (likeness[at], -at))
    return best, likeness[best]


def _settled(way: Vector, centres: Sequence[Vector]) -> int:
    if not way or not centres:
        return -1
    best, likeness = _nearest(way, centres)
    return best if likeness >= LIKE else -1


def _centres(ways: Sequence[Vector], chosen: Sequence[int], number: int) -> list[Vector]:
    found = []
    for each in range(number):
        members = [way for way, at in zip(ways, chosen, strict=True) if at == each]
        if members:
            found.append(unit([sum(parts) for parts in zip(*members, strict=True)]))
    return found


def _merged(centres: Sequence[Vector]) -> list[Vector]:
    kept: list[Vector] = []
    for centre in centres:
        if all(dot(centre, other) < SAME for other in kept):
            kept.append(centre)
    return kept


def _numbered(chosen: Sequence[int], centres: Sequence[Vector]) -> tuple[list[int], list[Vector]]:
    """Groups of one are none; the largest is number 0."""
    sizes = {at: chosen.count(at) for at in range(len(centres))}
    order = sorted((at for at in sizes if sizes[at] > 1), key=lambda at: (-sizes[at], at))
    places = {at: place for place, at in enumerate(order)}
    return [places.get(at, -1) for at in chosen], [centres[at] for at in order]
