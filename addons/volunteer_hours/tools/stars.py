"""Star levels by lifetime hours.

Source: section 6 of the domain rules: 100, 300, 600, 1000 and 1500 hours, after the
rules of the Youth League (2013) and of the ministry (民函〔2012〕340号).
"""

STAR_HOURS = (100, 300, 600, 1000, 1500)


def star_level(hours: float, thresholds: tuple = STAR_HOURS) -> int:
    """Return how many stars ``hours`` reach.

    :param hours: lifetime hours, which reversals may make negative
    :param thresholds: hours that each star takes, in rising order
    :return: 0 to ``len(thresholds)``
    :raises ValueError: the thresholds do not rise
    """
    if any(low >= high for low, high in zip(thresholds, thresholds[1:], strict=False)):
        raise ValueError("Each star takes more hours than the one before.")
    # Sums of floats: what was recorded has two decimals.
    hours = round(hours, 2)
    return sum(hours >= threshold for threshold in thresholds)


def star_text(level: int, count: int = len(STAR_HOURS)) -> str:
    """Return ``level`` stars out of ``count``: ★★☆☆☆ for 2 out of 5."""
    return "★" * level + "☆" * (count - level)
