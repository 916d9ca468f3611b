"""A plan's year: what was planned for a month beside what was held in it."""

from collections.abc import Iterable

MONTHS = tuple(range(1, 13))

HELD = "held"
EXTRA = "extra"
COMING = "coming"
MISSED = "missed"
PLANNED = "planned"
EMPTY = ""


def month_status(planned: bool, held: int, coming: int, over: bool) -> str:
    """Return how a line stands in one month.

    :param planned: the plan names this month
    :param held: activities held in it
    :param coming: activities of it that are still to be held
    :param over: the month has passed
    :return: ``held`` as planned; ``extra``, held though not planned; ``coming``, an
        activity is set; ``missed``, planned, passed and nothing held; ``planned``,
        nothing set yet; ``""`` where nothing was planned
    """
    if held:
        return HELD if planned else EXTRA
    if coming:
        return COMING
    if not planned:
        return EMPTY
    return MISSED if over else PLANNED


def attainment(planned: Iterable[int], held: Iterable[int]) -> float | None:
    """Return the share of planned months in which something was held.

    :param planned: months of the plan, 1 to 12
    :param held: months with an activity held, 1 to 12
    :return: 0 to 1, or None where the plan names no month (on demand)
    """
    planned = set(planned)
    if not planned:
        return None
    return len(planned & set(held)) / len(planned)


def next_year_name(name: str, year: int) -> str:
    """Return the name of next year's plan: the year in it goes up by one.

    :param name: such as ``2026年志愿服务活动安排表``
    :param year: of the plan that is copied
    :return: the name with ``year`` replaced, or with next year's number in front where
        it does not name its year
    """
    if str(year) in name:
        return name.replace(str(year), str(year + 1))
    return f"{year + 1} {name}"
