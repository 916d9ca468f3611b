"""When in the week service takes place: times spread over weekdays and hours.

Summed, not listed: whoever reads a million lines hands over a few thousand sums, of
lines that begin in one hour of the week and end so many hours later.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAYS, HOURS = 7, 24
WEEK = DAYS * HOURS
SECONDS_AN_HOUR = 3600
#: No zone keeps another time for less than this.
STEP = timedelta(days=7)


class Span(NamedTuple):
    """Lines that begin in one hour of the week and end in another.

    A line's weight is what it is worth a second, so that a line of 60 minutes between
    8:00 and 10:00 puts 30 into each of the two hours.
    """

    #: Hour of the week in which they begin, from Monday 0:00: 0 to 167.
    begin: int
    #: How many hours later they end; 0: within the same hour.
    later: int
    #: Sum of the weights.
    weight: float
    #: Sums of weight × seconds from the full hour, of the beginnings and of the ends.
    after_begin: float
    after_end: float


def fixed_offset(zones: Iterable[str], since: datetime, until: datetime) -> int | None:
    """Return by how many seconds local time is ahead of UTC, always and everywhere.

    None where the zones differ, or change between summer and winter: then each moment
    has to be asked for. Where they do not, a sum is four times as fast.

    >>> year = datetime(2026, 1, 1), datetime(2026, 12, 31)
    >>> fixed_offset(["Asia/Shanghai"], *year)
    28800
    >>> fixed_offset(["Europe/Berlin"], *year)
    """
    offsets = set()
    for zone in map(ZoneInfo, zones):
        moment = since
        while moment < until + STEP:
            offsets.add(moment.replace(tzinfo=zone).utcoffset())
            moment += STEP
    if len(offsets) != 1:
        return None
    return round(offsets.pop().total_seconds())


def spread_week(spans: Iterable[Span]) -> list[list[float]]:
    """Return how much falls into each hour: seven days, from Monday, of 24 hours.

    A span that ends at a second ``e`` and begins at ``b`` overlaps the hour ``k`` by
    ``clamp(e - k) - clamp(b - k)``, and both parts add up separately: no line is ever
    looked at hour by hour.

    >>> week = spread_week([Span(8, 2, 0.5, 0, 0)])  # Monday, 8:00 to 10:00
    >>> week[0][7:11]
    [0.0, 1800.0, 1800.0, 0.0]
    """
    weights: dict[int, float] = {}
    rests: dict[int, float] = {}
    for span in spans:
        end = span.begin + span.later
        weights[span.begin] = weights.get(span.begin, 0.0) - span.weight
        weights[end] = weights.get(end, 0.0) + span.weight
        rests[span.begin] = rests.get(span.begin, 0.0) - span.after_begin
        rests[end] = rests.get(end, 0.0) + span.after_end
    week = [[0.0] * HOURS for _day in range(DAYS)]
    above = 0.0
    for hour in range(max(weights, default=-1), -1, -1):
        day, clock = divmod(hour % WEEK, HOURS)
        week[day][clock] += SECONDS_AN_HOUR * above + rests.get(hour, 0.0)
        above += weights.get(hour, 0.0)
    return week
