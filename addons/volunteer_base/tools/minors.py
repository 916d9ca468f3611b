"""When and how long people under 18 may serve."""

from datetime import timedelta

MINUTE = timedelta(minutes=1)


def clock(hours):
    """Return a time of day as people write it.

    >>> clock(7), clock(20.5)
    ('07:00', '20:30')

    :param float hours: hours since midnight
    """
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def is_within_hours(start, stop, earliest, latest):
    """Return whether a service lies within one day's hours for minors.

    >>> from datetime import datetime
    >>> is_within_hours(datetime(2026, 7, 1, 18), datetime(2026, 7, 1, 20), 7, 20)
    True
    >>> is_within_hours(datetime(2026, 7, 1, 18), datetime(2026, 7, 2, 8), 7, 20)
    False

    :param datetime start: in the unit's local time
    :param datetime stop: in the unit's local time
    :param float earliest: hours since midnight
    :param float latest: hours since midnight; 24 is the end of the day
    :rtype: bool
    """
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = (start - midnight) / MINUTE
    ends = (stop - midnight) / MINUTE
    return begins >= round(earliest * 60) and ends <= round(latest * 60)


def exceeds_daily_hours(periods, limit):
    """Return whether services of one day take longer than ``limit`` hours.

    >>> from datetime import datetime
    >>> day = [(datetime(2026, 7, 1, 8), datetime(2026, 7, 1, 12))]
    >>> exceeds_daily_hours(day, 4), exceeds_daily_hours(day, 3.5)
    (False, True)

    :param periods: ``(start, stop)`` of each service, all of one local day
    :param float limit: hours
    :rtype: bool
    """
    minutes = sum((stop - start) / MINUTE for start, stop in periods)
    return minutes > round(limit * 60)
