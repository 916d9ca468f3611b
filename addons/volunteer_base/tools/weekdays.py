"""Days of a period that fall on chosen weekdays, and how people read them."""

from datetime import date, timedelta

from babel import Locale, UnknownLocaleError

#: As Python counts them: Monday is 0.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def matching_days(
    first: date, last: date, weekdays: frozenset[int], limit: int
) -> list[date]:
    """Return the days of a period that fall on the weekdays, all if none is chosen.

    >>> [str(day) for day in matching_days(
    ...     date(2026, 12, 1), date(2026, 12, 10), frozenset((0, 3)), 9)]
    ['2026-12-03', '2026-12-07', '2026-12-10']

    :param weekdays: 0 is Monday
    :param limit: no more than so many days are returned
    """
    days = []
    day = first
    while day <= last and len(days) < limit:
        if not weekdays or day.weekday() in weekdays:
            days.append(day)
        day += timedelta(days=1)
    return days


def format_weekdays(weekdays, lang: str) -> str:
    """Return weekdays in the short words of a language.

    >>> format_weekdays((0, 2), "en_US"), format_weekdays((0, 2), "zh_CN")
    ('Mon, Wed', '周一、周三')

    :param weekdays: numbers, 0 is Monday
    :param lang: code of a language, as Odoo writes it
    """
    try:
        locale = Locale.parse(lang.split("@")[0])
    except (UnknownLocaleError, ValueError):
        locale = Locale("en", "US")
    names = locale.days["format"]["abbreviated"]
    separator = "、" if locale.language == "zh" else ", "
    return separator.join(names[weekday] for weekday in sorted(weekdays))
