"""Places in a league of units, and how they moved."""

from collections.abc import Iterable


def places(values: Iterable[float | None]) -> list[int | None]:
    """Return the place of each value, the highest first; None has no place.

    Equals share a place, and the next one counts them all.

    >>> places([5, 8, None, 8, 3])
    [3, 1, None, 1, 4]
    """
    values = list(values)
    ranked = sorted((value for value in values if value is not None), reverse=True)
    first = {value: ranked.index(value) + 1 for value in set(ranked)}
    return [None if value is None else first[value] for value in values]


def moved(place: int | None, last: int | None) -> int | None:
    """Return how many places somebody went up (down: negative), None of nothing.

    >>> moved(1, 3), moved(3, 1), moved(2, 2), moved(1, None)
    (2, -2, 0, None)
    """
    return None if place is None or last is None else last - place


def mark(steps: int | None) -> str:
    """Return a sign that needs no colour.

    >>> mark(2), mark(-1), mark(0), mark(None)
    ('▲2', '▼1', '=', '')
    """
    if steps is None:
        return ""
    if not steps:
        return "="
    return f"▲{steps}" if steps > 0 else f"▼{-steps}"
