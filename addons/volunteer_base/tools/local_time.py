"""Times as people in the hospital read them."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time

UTC = ZoneInfo("UTC")


def format_period(start, stop, tz, lang, today):
    """Return a period in the words of a language, in a unit's time zone.

    >>> from datetime import date, datetime
    >>> start, stop = datetime(2026, 11, 23, 0, 0), datetime(2026, 11, 23, 3, 30)
    >>> format_period(start, stop, "Asia/Shanghai", "zh_CN", date(2026, 11, 21))
    '11月23日 周一 08:00–11:30'
    >>> format_period(start, stop, "Asia/Shanghai", "en_US", date(2025, 11, 21))
    'Nov 23, 2026 Mon 08:00–11:30'

    :param datetime start: naive UTC
    :param datetime stop: naive UTC
    :param str tz: name of a time zone
    :param str lang: code of a language, as Odoo writes it
    :param date today: the local date; the year is named when it is another one
    :rtype: str
    """
    locale, zone = _locale(lang), _zone(tz)
    start, stop = (
        moment.replace(tzinfo=UTC).astimezone(zone) for moment in (start, stop)
    )
    begins = f"{_format_day(start, locale, today)} {_format_clock(start, locale)}"
    if start.date() == stop.date():
        return f"{begins}–{_format_clock(stop, locale)}"
    return (
        f"{begins} – {_format_day(stop, locale, today)} {_format_clock(stop, locale)}"
    )


def format_moment(moment, tz, lang, today):
    """Return a moment in the words of a language, in a unit's time zone.

    >>> from datetime import date, datetime
    >>> moment = datetime(2026, 11, 23, 0, 0)
    >>> format_moment(moment, "Asia/Shanghai", "zh_CN", date(2026, 11, 21))
    '11月23日 周一 08:00'
    """
    locale = _locale(lang)
    moment = moment.replace(tzinfo=UTC).astimezone(_zone(tz))
    return f"{_format_day(moment, locale, today)} {_format_clock(moment, locale)}"


def format_day(day, lang, today):
    """Return a date in the words of a language.

    >>> from datetime import date
    >>> format_day(date(2026, 11, 24), "zh_CN", date(2026, 11, 21))
    '11月24日 周二'
    """
    return _format_day(day, _locale(lang), today)


def format_month(day, lang):
    """Return the month of a date in the words of a language.

    >>> from datetime import date
    >>> format_month(date(2026, 11, 1), "zh_CN")
    '2026年11月'
    >>> format_month(date(2026, 11, 1), "en_US")
    'November 2026'
    """
    return format_skeleton("yMMMM", day, locale=_locale(lang))


def _format_day(moment, locale, today):
    skeleton = "MMMd" if moment.year == today.year else "yMMMd"
    day = format_skeleton(skeleton, moment, locale=locale)
    return f"{day} {format_skeleton('E', moment, locale=locale)}"


def _format_clock(moment, locale):
    return format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=locale)


def _locale(lang):
    try:
        return Locale.parse(lang.split("@")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en", "US")


def _zone(tz):
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
