"""Age in whole years, as the law counts it."""

CHILD = 14
"""Data of people under 14 is sensitive, and their guardian consents (PIPL 31)."""

ADULT = 18
"""Full age (Civil Code, article 17)."""


def age_on(birth_date, date):
    """Return the whole years of age on a date, or None where the birth date is unknown.

    A year is completed on the birthday; who was born on 29 February completes it on
    1 March of a common year.

    >>> from datetime import date
    >>> [age_on(date(2010, 5, 2), date(2024, 5, day)) for day in (1, 2)]
    [13, 14]

    :param date birth_date: or None
    :param date date: the day of interest
    :rtype: int | None
    """
    if not birth_date:
        return None
    before_birthday = (date.month, date.day) < (birth_date.month, birth_date.day)
    return date.year - birth_date.year - before_birthday
