"""When materials are due that units hand in to a bureau or group, and for which period.

A period is named by its first day; what is handed in once has its own due date for one.
Source of the days: the dates of domain rules XL and CZ, which every bureau may change.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

#: Days after the due date on which a period is still listed by itself.
GRACE = 31
#: Characters of a file's name.
MOST_NAME = 120


class Rule(NamedTuple):
    """When a material is due.

    ``rhythm``: ``monthly``, ``yearly`` or ``once``. ``day`` (1–31; 31 is the last day
    of a shorter month) and ``month`` (yearly only). ``years_after``: 0 for a year's
    plan, 1 for what looks back on it. ``once_on``: the due date of what comes once.
    ``lead``: days before the due date on which a yearly or single material is listed.
    """

    rhythm: str
    day: int = 5
    month: int = 12
    years_after: int = 0
    once_on: date | None = None
    lead: int = 30


def start_of_period(rule: Rule, day: date) -> date | None:
    """Return the first day of the period in which a day is.

    >>> start_of_period(Rule("monthly"), date(2026, 11, 22))
    datetime.date(2026, 11, 1)
    """
    if rule.rhythm == "monthly":
        return day.replace(day=1)
    if rule.rhythm == "yearly":
        return day.replace(month=1, day=1)
    return rule.once_on


def due_on(rule: Rule, period: date) -> date | None:
    """Return when a period's material is due.

    A month's by a day of the next one.

    >>> due_on(Rule("monthly", day=5), date(2026, 12, 1))
    datetime.date(2027, 1, 5)
    >>> due_on(Rule("yearly", day=31, month=2, years_after=1), date(2027, 1, 1))
    datetime.date(2028, 2, 29)
    """
    if rule.rhythm == "monthly":
        return period + relativedelta(months=1, day=rule.day)
    if rule.rhythm == "yearly":
        return period + relativedelta(
            years=rule.years_after, month=rule.month, day=rule.day
        )
    return rule.once_on


def listed_from(rule: Rule, period: date) -> date:
    """Return from when on a period's material is asked for.

    A month's from the first day after it.
    """
    if rule.rhythm == "monthly":
        return period + relativedelta(months=1)
    return due_on(rule, period) - timedelta(days=rule.lead)


def periods_to_list(rule: Rule, today: date) -> list[date]:
    """Return the periods that are asked for on a day, the oldest first.

    What was due more than a month ago is not asked for by itself any more.

    >>> periods_to_list(Rule("monthly", day=5), date(2026, 11, 22))
    [datetime.date(2026, 10, 1)]
    """
    if rule.rhythm == "once":
        periods = [rule.once_on] if rule.once_on else []
    elif rule.rhythm == "monthly":
        periods = [today.replace(day=1) - relativedelta(months=1)]
    else:
        first = today.replace(month=1, day=1)
        periods = [first + relativedelta(years=count) for count in (-2, -1, 0, 1)]
    return [
        period
        for period in periods
        if listed_from(rule, period)
        <= today
        <= due_on(rule, period) + timedelta(days=GRACE)
    ]


def period_text(rhythm: str, period: date) -> str:
    """Return a period as it stands in registers and file names.

    >>> period_text("monthly", date(2026, 11, 1))
    '2026-11'
    >>> period_text("yearly", date(2026, 1, 1))
    '2026'
    """
    if rhythm == "monthly":
        return f"{period:%Y-%m}"
    return f"{period:%Y}" if rhythm == "yearly" else str(period)


def safe_name(text: str) -> str:
    """Return a text as a name of a file on every desktop, never empty, never a path.

    >>> safe_name("../a/b: c?.xlsx"), safe_name(" . ")
    ('a_b_ c_.xlsx', '_')
    >>> safe_name(200 * "a" + ".xlsx")[-7:]
    'aa.xlsx'
    """
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "_", text).strip(" ._")
    if len(name) > MOST_NAME:
        stem, dot, ending = name.rpartition(".")
        kept = dot + ending if dot and len(ending) < 6 else ""
        name = (stem if kept else name)[: MOST_NAME - len(kept)] + kept
    return name or "_"
