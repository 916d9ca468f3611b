"""Arithmetic of service indicators: shares, attainment, score, trend, periods.

Source of the set: domain rules, section 7 (service effect). Nothing is ever divided by
nothing: what nobody knows is None, and None neither gives nor takes points.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

#: Months of each kind of period.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
#: More than twice an aim says no more.
MOST = 200.0


class Span(NamedTuple):
    """A period: both days count."""

    date_from: date
    date_to: date


def ratio(part, whole, times: int = 1) -> Fraction | None:
    """Return ``part`` × ``times`` ÷ ``whole``, exact; None where there is no whole.

    >>> ratio(3, 4, 100), ratio(3, 0), ratio(None, 4)
    (Fraction(75, 1), None, None)
    """
    if part is None or not whole:
        return None
    return Fraction(part) * times / Fraction(whole)


def rounded(value) -> float | None:
    """Return a figure to two decimals, halves up.

    >>> rounded(Fraction(1, 3)), rounded(Fraction(25, 1000)), rounded(None)
    (0.33, 0.03, None)
    """
    if value is None:
        return None
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    cents = abs(exact) * 100 + Fraction(1, 2)
    return (-1 if exact < 0 else 1) * (cents.numerator // cents.denominator) / 100


def attainment(value: float | None, target: float, direction: str) -> float | None:
    """Return how far a target is reached, in per cent from 0 to 200.

    >>> attainment(45, 50, "higher"), attainment(4, 2, "lower")
    (90.0, 50.0)
    >>> attainment(0, 0, "lower"), attainment(None, 50, "higher")
    (100.0, None)

    :param direction: ``higher`` or ``lower``, whichever is better
    :return: None where nothing is known, or nothing above zero is aimed at; a target
        of zero is possible where lower is better, and missed by anything more
    """
    if value is None or target is None or target < 0:
        return None
    if direction == "lower":
        if not target:
            return 0.0 if value > 0 else 100.0
        share = ratio(str(target), str(value), 100)
        return MOST if share is None or value < 0 else min(rounded(share), MOST)
    if not target:
        return None
    return min(max(rounded(ratio(str(value), str(target), 100)), 0.0), MOST)


def weighted_score(rows: Iterable[tuple[float, float | None]]) -> float | None:
    """Return the weighted mean of attainments, in per cent.

    >>> weighted_score([(2, 100.0), (1, 40.0), (5, None)]), weighted_score([(1, None)])
    (80.0, None)

    :param rows: weight and attainment; what is unknown is left out with its weight,
        and more than 100 % counts as 100 %, so that nothing hides behind another
    """
    known = [
        (Fraction(str(weight)), Fraction(str(min(share, 100.0))))
        for weight, share in rows
        if share is not None and weight > 0
    ]
    total = sum(weight for weight, _share in known)
    return rounded(
        ratio(sum((weight * share for weight, share in known), Fraction(0)), total)
    )


def trend(now: float | None, before: float | None, direction: str) -> str:
    """Return ``better``, ``worse``, ``same``, or ``unknown``.

    >>> trend(3, 2, "higher"), trend(3, 2, "lower"), trend(2, None, "lower")
    ('better', 'worse', 'unknown')
    """
    if now is None or before is None:
        return "unknown"
    if now == before:
        return "same"
    return "better" if (now > before) == (direction == "higher") else "worse"


def span_of(kind: str, day: date) -> Span:
    """Return the calendar period of a kind in which a day lies.

    >>> span_of("quarter", date(2026, 5, 9))
    Span(date_from=datetime.date(2026, 4, 1), date_to=datetime.date(2026, 6, 30))
    """
    months = MONTHS[kind]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Span(
        date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])
    )


def spans_until(kind: str, day: date, count: int) -> list[Span]:
    """Return so many periods of a kind in a row, the last the one of ``day``.

    >>> [span.date_from.month for span in spans_until("month", date(2026, 2, 9), 3)]
    [12, 1, 2]
    """
    spans = [span_of(kind, day)]
    while len(spans) < count:
        spans.insert(0, span_of(kind, spans[0].date_from - timedelta(days=1)))
    return spans


def span_label(kind: str, since: date) -> str:
    """Return a short name of a period that reads the same in every language.

    >>> span_label("month", date(2026, 3, 1)), span_label("quarter", date(2026, 4, 1))
    ('2026-03', '2026 Q2')
    >>> span_label("half", date(2026, 7, 1)), span_label("year", date(2026, 1, 1))
    ('2026 H2', '2026')
    """
    if kind == "month":
        return f"{since:%Y-%m}"
    if kind == "year":
        return str(since.year)
    number = (since.month - 1) // MONTHS[kind] + 1
    return f"{since.year} {'Q' if kind == 'quarter' else 'H'}{number}"
