"""Points for service hours, in integer hundredths.

Source: section 6 of the domain rules: 1 hour = 1 point x the project's factor.
"""


def points_hundredths(minutes: int, factor_hundredths: int = 100) -> int:
    """Return the points for granted minutes.

    :param minutes: granted minutes, negative for a reversal
    :param factor_hundredths: the project's factor in hundredths: 100 is 1, 150 is 1.5;
        not negative
    :return: points in hundredths (60 minutes at factor 1 give 100), rounded half away
        from zero, so that a reversal takes back exactly what the line earned
    :raises ValueError: for a negative factor
    """
    if factor_hundredths < 0:
        raise ValueError("A factor is not negative.")
    points = (abs(minutes) * factor_hundredths + 30) // 60
    return points if minutes >= 0 else -points
