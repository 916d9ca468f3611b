"""What fits on one screen of an honour wall."""

from collections.abc import Sequence


def screens(rows: Sequence, size: int, most: int) -> tuple[list[list], int]:
    """Return rows in screens of nearly the same length, and how many are left out.

    :param rows: what is shown, best first
    :param size: rows that fit on one screen
    :param most: screens at most

    >>> screens(["a", "b", "c", "d"], 3, 5)
    ([['a', 'b'], ['c', 'd']], 0)
    >>> screens(["a", "b", "c"], 1, 2)
    ([['a'], ['b']], 1)
    >>> screens([], 3, 5)
    ([], 0)
    """
    shown = list(rows[: size * most])
    count = -(-len(shown) // size)
    pages, start = [], 0
    for number in range(count):
        stop = start + -(-(len(shown) - start) // (count - number))
        pages.append(shown[start:stop])
        start = stop
    return pages, len(rows) - len(shown)
