"""Who comes first: marks of a jury, ranks, and the best few of many."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
#: So many jurors it takes until the highest and the lowest mark can be left out.
LEAST_FOR_EXTREMES = 4


def jury_score(totals: Sequence[int], drop_extremes: bool = False) -> Decimal | None:
    """Return the mean of what the jurors gave, or nothing where nobody gave a mark.

    >>> jury_score([80, 91, 88]), jury_score([80, 91, 88, 90], True), jury_score([])
    (Decimal('86.33'), Decimal('89.00'), None)

    :param totals: points each juror gave over all criteria
    :param drop_extremes: leave the highest and the lowest one out (去掉最高分、最低分),
        where enough are left
    :return: rounded half up to two decimals
    """
    counted = sorted(totals)
    if drop_extremes and len(counted) >= LEAST_FOR_EXTREMES:
        counted = counted[1:-1]
    if not counted:
        return None
    mean = Decimal(sum(counted)) / len(counted)
    return mean.quantize(CENT, rounding=ROUND_HALF_UP)


def ranks(values: Mapping) -> dict:
    """Return who comes in which place; equals share one, the next stay empty.

    >>> ranks({"a": 9, "b": 7, "c": 9, "d": 1, "e": None})
    {'a': 1, 'c': 1, 'b': 3, 'd': 4}

    :param values: what is compared, the highest first; who has none gets no place
    """
    valued = {key: value for key, value in values.items() if value is not None}
    ordered = sorted(valued, key=lambda key: valued[key], reverse=True)
    places, last = {}, None
    for number, key in enumerate(ordered, start=1):
        if last is None or valued[key] != valued[last]:
            place = number
        places[key], last = place, key
    return places


def within_quota(places: Mapping, quota: int) -> set:
    """Return who is surely among the first ``quota``.

    Equals at the border who do not all fit are left for people to decide.

    >>> sorted(within_quota({"a": 1, "b": 2, "c": 2}, 2))
    ['a']
    >>> sorted(within_quota({"a": 1, "b": 2, "c": 2}, 3))
    ['a', 'b', 'c']

    :param places: ``{key: place}`` with equals in the same place, see :func:`ranks`
    """
    counts = {}
    for place in places.values():
        counts[place] = counts.get(place, 0) + 1
    return {key for key, place in places.items() if place + counts[place] - 1 <= quota}


def top_share(values: Mapping, percent: float, among: int | None = None) -> list:
    """Return the best ``percent`` of all, the best first; equals at the border stay.

    At least one, where there is anybody: five per cent of ten are one, not none.

    >>> top_share({"a": 40, "b": 30, "c": 30, "d": 2}, 50)
    ['a', 'b', 'c']

    :param values: of those who may be among the best
    :param percent: above 0, at most 100
    :param among: of how many the percentage is; as many as there are values, unless
        some of all may not be among the best
    :raises ValueError: another percentage
    """
    if not 0 < percent <= 100:
        raise ValueError("Between 0 and 100 per cent.")
    share = (
        Decimal(len(values) if among is None else among) * Decimal(str(percent)) / 100
    )
    wanted = int(share.to_integral_value(rounding=ROUND_CEILING))
    places = ranks(values)
    return [key for key, place in places.items() if place <= max(wanted, 1)]
