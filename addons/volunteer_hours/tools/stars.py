"""Star levels by lifetime hours.

Source: section 6 of the domain rules: 100, 300, 600, 1000 and 1500 hours, after the
rules of the Youth League (2013) and of the ministry (民函〔2012〕340号). A unit may
have a table of its own.
"""

from collections.abc import Sequence

STAR_HOURS = (100, 300, 600, 1000, 1500)


def star_level(hours: float, thresholds: Sequence = STAR_HOURS) -> int:
    """Return how many stars ``hours`` reach.

    :param hours: lifetime hours, which reversals may make negative
    :param thresholds: hours that each star takes, in rising order
    :return: 0 to ``len(thresholds)``
    :raises ValueError: the thresholds do not rise
    """
    if not is_rising(thresholds):
        raise ValueError("Each star takes more hours than the one before.")
    # Sums of floats: what was recorded has two decimals.
    hours = round(hours, 2)
    return sum(hours >= threshold for threshold in thresholds)


def is_rising(thresholds: Sequence) -> bool:
    """Tell whether each star takes more hours than the one before, the first some.

    >>> is_rising((100, 300)), is_rising((100, 100)), is_rising((0, 5)), is_rising(())
    (True, False, False, True)
    """
    return all(
        low < high for low, high in zip((0, *thresholds), thresholds, strict=False)
    )


def hours_to_next(hours: float, thresholds: Sequence = STAR_HOURS) -> float | None:
    """Return how many hours are missing to the next star.

    >>> hours_to_next(250, (100, 300)), hours_to_next(300, (100, 300))
    (50.0, None)
    """
    level = star_level(hours, thresholds)
    if level == len(thresholds):
        return None
    return round(float(thresholds[level] - hours), 2)


def star_text(level: int, count: int = len(STAR_HOURS)) -> str:
    """Return ``level`` stars out of ``count``: ★★☆☆☆ for 2 out of 5.

    A star that was granted stays, though the table has become shorter since.
    """
    return "★" * level + "☆" * (count - level)
