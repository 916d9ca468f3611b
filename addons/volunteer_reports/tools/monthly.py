"""The monthly report (志愿服务月报表): its indicators, its periods, what comes later.

Source: domain rules, section 8 (XL): due on the 5th of the next month, by service date;
what is recorded later appears in the next report, and sums of the year come from the
ledger always.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

#: Columns of the table, besides the indicator itself.
COLUMNS = ("month", "year", "last_year")
#: Texts below the table, in their order on the form.
TEXTS = ("experience", "problems", "next_plan")
SIGNERS = ("signatory", "filled_by", "phone", "filled_on")


class Indicator(NamedTuple):
    """A row of the table.

    Kinds: ``integer``; ``hours`` and ``decimal``, numbers with two places; ``percent``,
    0 to 100 with two places. ``part_of`` is the key of the row that it is a part of,
    and shown below. ``adds_up``: sums over units say something. ``signed``: may be
    below zero, as what was taken back later.
    """

    key: str
    kind: str = "integer"
    part_of: str = ""
    adds_up: bool = True
    signed: bool = False


#: In the order of the form.
INDICATORS = (
    # As they stood on the last day; their three columns are those of that day, of that
    # day again, and of a year before.
    Indicator("volunteers"),
    Indicator("volunteers_staff", part_of="volunteers"),
    Indicator("volunteers_contract", part_of="volunteers"),
    Indicator("volunteers_community", part_of="volunteers"),
    Indicator("volunteers_party", part_of="volunteers"),
    Indicator("staff_rate", "percent", adds_up=False),
    Indicator("activities"),
    Indicator("activities_inside", part_of="activities"),
    Indicator("activities_outside", part_of="activities"),
    Indicator("activities_online", part_of="activities"),
    Indicator("person_times"),
    Indicator("person_times_party", part_of="person_times"),
    Indicator("hours_recorded", "hours", signed=True),
    Indicator("hours_proven", "hours", part_of="hours_recorded", signed=True),
    Indicator("hours_claimed", "hours", part_of="hours_recorded", signed=True),
    Indicator("hours_pending", "hours", signed=True),
    Indicator("hours_supplement", "hours", signed=True),
    Indicator("hours_per_head", "decimal", adds_up=False, signed=True),
    Indicator("people_served"),
    Indicator("claims_claimed"),
    Indicator("claims_done"),
    Indicator("wishes_claimed"),
    Indicator("wishes_done"),
    Indicator("publicity"),
)
KEYS = tuple(indicator.key for indicator in INDICATORS)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
#: As they stand on a day; nothing is summed over days.
STOCKS = frozenset(key for key in KEYS if key.startswith("volunteers")) | {"staff_rate"}


class Handed(NamedTuple):
    """A report that was handed in: its month (first day), and the last number that the
    unit's ledger had then."""

    month: date
    told: int


class Span(NamedTuple):
    """Days whose lines were told of up to a number of the ledger; what was recorded
    under a higher one is a supplement."""

    date_from: date
    date_to: date
    told: int


def first_day(day: date) -> date:
    """Return the first day of a day's month.

    >>> first_day(date(2026, 11, 30))
    datetime.date(2026, 11, 1)
    """
    return day.replace(day=1)


def last_day(day: date) -> date:
    """Return the last day of a day's month.

    >>> last_day(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(month: date, months: int) -> date:
    """Return the first day of a month so many months later, or earlier.

    >>> add_months(date(2026, 1, 1), -1), add_months(date(2026, 11, 1), 2)
    (datetime.date(2025, 12, 1), datetime.date(2027, 1, 1))
    """
    index = month.year * 12 + month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def due_day(month: date, day: int) -> date:
    """Return until when the report of a month is handed in: a day of the next month.

    >>> due_day(date(2026, 11, 1), 5), due_day(date(2026, 1, 1), 31)
    (datetime.date(2026, 12, 5), datetime.date(2026, 2, 28))

    :param day: 1 to 31; the last day of the month where it has fewer
    """
    following = add_months(month, 1)
    return following.replace(day=min(day, last_day(following).day))


def periods_of(month: date) -> dict[str, tuple[date, date]]:
    """Return the first and last day behind each column of a month's report.

    >>> periods_of(date(2028, 2, 1))["last_year"]
    (datetime.date(2027, 2, 1), datetime.date(2027, 2, 28))
    """
    before = add_months(month, -12)
    return {
        "month": (month, last_day(month)),
        "year": (month.replace(month=1), last_day(month)),
        "last_year": (before, last_day(before)),
    }


def told_spans(month: date, handed: Iterable[Handed]) -> list[Span]:
    """Return which earlier days were told of, and until when.

    A line of an earlier month was told of by that month's report if it was recorded by
    then, or as a supplement by any later report that was handed in before it was
    recorded now. What was recorded after the last of them is the supplement (补报) of
    the report at hand, whatever order reports were handed in. Days after the last
    report handed in wait for their own.

    >>> told_spans(date(2026, 3, 1), [Handed(date(2026, 2, 1), 57)])
    [Span(date_from=datetime.date(1, 1, 1), date_to=datetime.date(2026, 2, 28), \
told=57)]

    :param month: of the report at hand, which is left out of ``handed``
    :return: spans in order, without gaps, before the month; none where nothing was
        handed in
    """
    reports = sorted(report for report in handed if report.month != month)
    if not reports:
        return []
    spans, told = [], 0
    # From the last report backwards: the highest number of all from there on.
    for index in range(len(reports) - 1, -1, -1):
        report = reports[index]
        told = max(told, report.told)
        begin = add_months(reports[index - 1].month, 1) if index else date(1, 1, 1)
        end = last_day(report.month)
        if begin >= month or begin > end:
            continue
        if end >= month:
            end = date.fromordinal(month.toordinal() - 1)
        spans.insert(0, Span(begin, end, told))
    return spans


def to_number(value: Fraction | float | int) -> float | int:
    """Return a number rounded half up to two places, whole ones as whole.

    >>> to_number(Fraction(1, 8)), to_number(Fraction(8, 2)), to_number(-1.5)
    (0.13, 4, -1.5)
    """
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    cents = (abs(exact) * 100 + Fraction(1, 2)) // 1
    cents = int(cents) if exact >= 0 else -int(cents)
    return cents // 100 if cents % 100 == 0 else cents / 100


def share(part: int, whole: int) -> float | int | None:
    """Return a share in per cent, or None where there is nothing to share.

    >>> share(1, 3), share(0, 0)
    (33.33, None)
    """
    return to_number(Fraction(100 * part, whole)) if whole else None


def hours(minutes: int) -> float | int:
    """Return minutes as hours.

    >>> hours(90), hours(-60), hours(3)
    (1.5, -1, 0.05)
    """
    return to_number(Fraction(minutes, 60))


def hours_a_head(minutes: int, person_days: int, days: int) -> float | int | None:
    """Return hours a head, over the heads there were on average.

    >>> hours_a_head(600, 310, 31), hours_a_head(0, 0, 31)
    (1, None)

    :param person_days: days in service of all, together
    :param days: of the period
    """
    if not person_days:
        return None
    return to_number(Fraction(minutes, 60) * days / person_days)


def show(key: str, value: float | int | None) -> str:
    """Return a figure as screens and papers show it.

    >>> show("activities", 1234), show("staff_rate", 98.5), show("hours_recorded", 3)
    ('1,234', '98.5 %', '3')
    >>> show("publicity", None)
    '—'
    """
    if value is None:
        return "—"
    if BY_KEY[key].kind == "integer":
        return f"{value:,.0f}"
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{text} %" if BY_KEY[key].kind == "percent" else text


def find_contradictions(values: Mapping[str, Mapping]) -> list[tuple[str, str, str]]:
    """Return where a part is more than its whole: ``[(part, whole, column)]``.

    >>> find_contradictions({"activities": {"month": 1}, \
"activities_inside": {"month": 2}})
    [('activities_inside', 'activities', 'month')]

    :param values: ``{key: {column: number or None}}``
    """
    found = []
    for indicator in INDICATORS:
        if not indicator.part_of or indicator.signed:
            continue
        for column in COLUMNS:
            part = values.get(indicator.key, {}).get(column)
            whole = values.get(indicator.part_of, {}).get(column)
            if part is not None and whole is not None and part > whole:
                found.append((indicator.key, indicator.part_of, column))
    return found
