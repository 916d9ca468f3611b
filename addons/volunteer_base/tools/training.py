"""When a qualification ends, and what a course still asks for."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta


def last_valid_day(date_from, months):
    """Return the last day of a qualification, or None where it never ends.

    >>> from datetime import date
    >>> last_valid_day(date(2026, 1, 31), 12)
    datetime.date(2027, 1, 30)

    :param date date_from: the first valid day
    :param int months: validity; 0 means without end
    """
    if not months:
        return None
    return date_from + relativedelta(months=months) - timedelta(days=1)


def use_records(steps, records):
    """Spread records of learning over the steps of a course.

    A record names its step or none; one that names none serves the first step that
    still needs one. A course without steps needs one record.

    :param list steps: ``(step, count needed)`` in order
    :param list records: ``(record, step or None)``, the oldest first
    :return: ``({step: records}, missing count by step)``; the key None stands for a
        course without steps
    :rtype: tuple
    """
    needed = dict(steps) or {None: 1}
    used = {step: [] for step in needed}
    unnamed = []
    for record, step in records:
        if step in used and step is not None:
            used[step].append(record)
        else:
            unnamed.append(record)
    for record in unnamed:
        step = next((step for step in needed if len(used[step]) < needed[step]), None)
        if step in used:
            used[step].append(record)
    missing = {step: max(needed[step] - len(used[step]), 0) for step in needed}
    return used, missing
