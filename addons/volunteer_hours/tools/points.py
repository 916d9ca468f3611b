"""Points for service hours, in integer hundredths.

Source: section 6 of the domain rules: 1 hour = 1 point x the project's factor, and on
public holidays x the unit's factor of these days.
"""


def points_hundredths(
    minutes: int, factor_hundredths: int = 100, holiday_hundredths: int = 100
) -> int:
    """Return the points for granted minutes.

    :param minutes: granted minutes, negative for a reversal
    :param factor_hundredths: the project's factor in hundredths: 100 is 1, 150 is 1.5;
        not negative
    :param holiday_hundredths: the factor of the day in hundredths; not negative
    :return: points in hundredths (60 minutes at factor 1 give 100), rounded once, half
        away from zero, so that a reversal takes back exactly what the line earned
    :raises ValueError: for a negative factor
    """
    if factor_hundredths < 0 or holiday_hundredths < 0:
        raise ValueError("A factor is not negative.")
    earned = abs(minutes) * factor_hundredths * holiday_hundredths
    points = (earned + 3000) // 6000
    return points if minutes >= 0 else -points


def format_points(hundredths: int) -> str:
    """Return points as people write them.

    :param hundredths: points in hundredths
    :return: at most two decimals and no needless ones: 1250 is "12.5", -5 is "-0.05"
    """
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f"{rest:02}".rstrip("0")
    return f"{sign}{whole:,}{'.' if decimals else ''}{decimals}"


def parse_points(points: float) -> int:
    """Return typed points in hundredths.

    :param points: a number with at most two decimals
    :raises ValueError: it has more, or is no number that points can be
    """
    # A million points at most; also refuses what is no number.
    if not abs(points) <= 1_000_000:
        raise ValueError("Nobody has so many points.")
    hundredths = round(points * 100)
    if abs(points * 100 - hundredths) > 1e-6:
        raise ValueError("Points have at most two decimals.")
    return hundredths


def expired_hundredths(gains: dict[int, int], used: int, last_year: int) -> int:
    """Return how many points expire: what of the oldest has not been used.

    Whatever was used was the oldest there was then.

    :param gains: ``{year: hundredths gained in it}``, none negative
    :param used: hundredths that left since: spent, given away, taken back, expired;
        less what was given back
    :param last_year: the last year whose points expire now
    :return: hundredths, not negative

    >>> expired_hundredths({2024: 500, 2025: 300}, 200, 2024)
    300
    >>> expired_hundredths({2024: 500, 2025: 300}, 600, 2024)
    0
    """
    old = sum(gained for year, gained in gains.items() if year <= last_year)
    return max(0, old - used)
