"""Samples that anybody can draw again, and that nobody can have chosen.

The numbers of a ledger are ranked by ``SHA-256("<seed>:<number>")``, written in
hexadecimal; the smallest ranks are the sample. Whoever knows the seed and the numbers
gets the same sample with any tool that knows SHA-256.
"""

import hashlib
import heapq
from collections.abc import Iterable
from math import ceil


def rank(seed: str, number: int) -> str:
    """Return what a number of the ledger is ranked by.

    >>> rank("spring", 1)[:12]
    '76458cd10721'
    """
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(seed: str, numbers: Iterable[int], size: int) -> list[int]:
    """Return a sample, in ascending order.

    A larger sample of the same numbers holds the smaller one, and the order in which
    the numbers come does not matter.

    >>> draw("spring", range(1, 1001), 5)
    [11, 581, 598, 770, 807]
    >>> draw("spring", [7], 3)
    [7]

    :param seed: any text
    :param numbers: distinct numbers of the ledger
    :param size: how many; all of them where there are fewer
    """
    return sorted(heapq.nsmallest(size, numbers, key=lambda number: rank(seed, number)))


def share(population: int, percent: float) -> int:
    """Return how many of a population a percentage is: rounded up, at least one.

    >>> share(201, 10), share(3, 1), share(0, 10), share(50, 100)
    (21, 1, 0, 50)
    """
    # 0.1 % of 1000 is 1, not 2: what the machine adds in the last places is no share.
    exact = round(population * percent / 100, 9)
    return min(population, ceil(exact)) if population and percent > 0 else 0


def pack(numbers: Iterable[int]) -> str:
    """Return numbers as text that stays short where they follow each other.

    >>> pack([4, 1, 2, 3, 9, 12, 13])
    '1-4,9,12-13'
    >>> pack([])
    ''
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(
        str(first) if first == last else f"{first}-{last}" for first, last in runs
    )


def unpack(text: str) -> list[int]:
    """Return the numbers that :func:`pack` wrote down, in ascending order.

    >>> unpack("1-4,9"), unpack("")
    ([1, 2, 3, 4, 9], [])
    """
    numbers: list[int] = []
    for run in filter(None, text.split(",")):
        first, _dash, last = run.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
