"""How many days somebody was in service: employments less exempt days.

Days are whole and inclusive; a span is ``(first day, last day)``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

DAY = timedelta(days=1)
#: A day on which a tenth or more was added to the staff of a unit was one of loading
#: its records, and so are the weeks that follow.
LOAD_PART = 10
LOADING = timedelta(days=60)


class Version(NamedTuple):
    """One row of what HR keeps of an employment, valid from ``since``.

    ``typed_on`` is the day on which the row was made: while the records of a unit are
    loaded, a first row of that very day says when somebody typed, not when the
    employment began. ``loaded_on`` is the last day of loading before it; who is typed
    long after it is new.
    """

    since: date
    until: date | None = None
    contract_from: date | None = None
    contract_to: date | None = None
    department: int | None = None
    typed_on: date | None = None
    loaded_on: date | None = None


def spans_of_service(versions: Iterable[Version]) -> list[tuple]:
    """Return ``[(first day, last day, department)]`` of one employee.

    A contract says when service began and ended. Without one the first version counts
    from its date, or from ever where that date is only the day on which the records of
    the unit were loaded: they are often younger than the employment. Two contracts make
    two spans; who left and came back was away in between.

    :param versions: in any order; ``date.min`` and ``date.max`` stand for no limit
    """
    rows = list(versions)
    # Most people's; whole hospitals are counted.
    if len(rows) > 1:
        rows.sort(key=lambda row: row.since)
    rows = list(_with_begin(rows))
    if len(rows) > 1:
        rows.sort(key=lambda pair: pair[0])
    spans = []
    for index, (since, row) in enumerate(rows):
        until = rows[index + 1][0] - DAY if index + 1 < len(rows) else date.max
        if row.contract_from:
            since = max(since, row.contract_from)
        until = min(until, row.until or date.max, row.contract_to or date.max)
        if since <= until:
            spans.append((since, until, row.department))
    return spans


def _with_begin(rows):
    """Give each row the day from which it says something."""
    previous = None
    for row in rows:
        begin = row.since
        if previous is None:
            typed = (
                row.typed_on
                and abs(row.since - row.typed_on) <= DAY
                and row.typed_on - (row.loaded_on or row.typed_on) <= LOADING
            )
            if row.contract_from:
                begin = min(row.since, row.contract_from)
            elif typed:
                begin = date.min
        elif row.contract_from and row.contract_from != previous.contract_from:
            # A new contract may have been typed after it had begun.
            begin = max(min(row.since, row.contract_from), previous.since + DAY)
        previous = row
        yield begin, row


def unite(spans: Iterable[tuple]) -> list[tuple]:
    """Return spans without overlaps, in order.

    >>> d = date.fromordinal
    >>> [(a.toordinal(), b.toordinal()) for a, b in unite([(d(5), d(9)), (d(1), d(4))])]
    [(1, 9)]
    """
    united = []
    for since, until in sorted(spans):
        if united and since <= _next(united[-1][1]):
            united[-1] = (united[-1][0], max(until, united[-1][1]))
        else:
            united.append((since, until))
    return united


def _next(day):
    return day if day == date.max else day + DAY


def count_days(
    spans: Iterable[tuple], date_from: date, date_to: date, holes: Iterable[tuple] = ()
) -> int:
    """Return the days of a period that lie in ``spans`` and in none of ``holes``.

    :param spans: ``(first day, last day)``; overlaps count once
    :param holes: exempt days, likewise
    """
    spans = list(spans)
    if not spans:
        return 0
    if len(spans) == 1 and not holes:
        [(since, until)] = spans
        return max((min(until, date_to) - max(since, date_from)).days + 1, 0)
    served = _clip(unite(spans), date_from, date_to)
    days = sum((until - since).days + 1 for since, until in served)
    for begin, end in _clip(unite(holes), date_from, date_to):
        for since, until in served:
            overlap = (min(until, end) - max(since, begin)).days + 1
            days -= max(overlap, 0)
    return days


def _clip(spans, date_from, date_to):
    return [
        (max(since, date_from), min(until, date_to))
        for since, until in spans
        if since <= date_to and until >= date_from
    ]


def share_of_year(date_from: date, date_to: date) -> Fraction:
    """Return what part of a year a period is: whole months by twelfths, else by days.

    >>> str(share_of_year(date(2026, 1, 1), date(2026, 6, 30)))
    '1/2'
    >>> str(share_of_year(date(2026, 1, 1), date(2026, 1, 10)))
    '2/73'
    """
    after = date_to + DAY
    if date_from.day == after.day == 1:
        months = (after.year - date_from.year) * 12 + after.month - date_from.month
        return Fraction(months, 12)
    first, year = date_from.replace(day=1), date_from.year
    length = (first.replace(year=year + 1) - first).days
    return Fraction((after - date_from).days, length)


@lru_cache(maxsize=4096)
def prorate(
    aim: float, served: int, date_from: date, date_to: date, exact: bool = False
):
    """Return somebody's aim for a period: by the days in service among its days.

    Source: domain rules, section 7: a personal aim, prorated by months in service, with
    exemptions by dates. Counted by days, so that nobody argues about half months.

    >>> prorate(25, 365, date(2026, 1, 1), date(2026, 12, 31))
    25.0
    >>> prorate(25, 275, date(2026, 1, 1), date(2026, 12, 31))
    18.84

    :param aim: hours a year
    :param served: days in service, as :func:`count_days` counts them
    :param exact: return a fraction that is not rounded
    :return: hours, rounded half up to the cent
    """
    days = (date_to - date_from).days + 1
    hours = (
        Fraction(str(aim)) * share_of_year(date_from, date_to) * Fraction(served, days)
    )
    return hours if exact else to_cents(hours)


def to_cents(value) -> float:
    """Round half up to two decimals.

    >>> to_cents(Fraction(1005, 1000)), to_cents(Fraction(-1, 3))
    (1.01, -0.33)
    """
    cents = Fraction(value) * 100
    sign = -1 if cents < 0 else 1
    return sign * int(abs(cents) + Fraction(1, 2)) / 100
