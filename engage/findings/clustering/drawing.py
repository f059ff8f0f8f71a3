"""Where themes stand on the map: like ones near each other, none over another."""

import math
from collections.abc import Sequence

SIDE = 1000
LEAST, MOST = 45, 150  # radius
ROUNDS = 120


def radius(size: int, of: int) -> int:
    """The area says how many answers there are."""
    return round(LEAST + (MOST - LEAST) * math.sqrt(size / max(1, of)))


def places(centres: Sequence[Sequence[float]], radii: Sequence[int]) -> list[tuple[int, int]]:
    """Two directions of each centre as a place; circles that overlap are pushed apart."""
    spots = [[_part(centre, 1), _part(centre, 2)] for centre in centres]
    spots = [[SIDE / 2 + x * SIDE * 0.4, SIDE / 2 + y * SIDE * 0.4] for x, y in spots]
    for _round in range(ROUNDS):
        for one in range(len(spots)):
            for other in range(one):
                _push(spots[one], spots[other], radii[one] + radii[other] + 12)
        for spot, size in zip(spots, radii, strict=True):
            spot[:] = [round(min(max(part, size), SIDE - size), 3) for part in spot]
    return [(round(x), round(y)) for x, y in spots]


def _part(centre: Sequence[float], way: int) -> float:
    return centre[way] if way < len(centre) else 0.0


def _push(one: list[float], other: list[float], apart: float) -> None:
    across, down = one[0] - other[0], one[1] - other[1]
    distance = math.sqrt(across * across + down * down)
    if distance >= apart:
        return
    if distance < 1:
        across, down, distance = 1.0, 0.5, 1.118
    step = (apart - distance) / 2 / distance
    for spot, sign in ((one, 1), (other, -1)):
        spot[0] = round(spot[0] + sign * across * step, 3)
        spot[1] = round(spot[1] + sign * down * step, 3)
