"""Resident identity numbers of the People's Republic of China.

Source: GB 11643-1999 (18 characters: 6 region, 8 birth date, 3 sequence of which
the last is odd for men and even for women, 1 check character).
"""

import unicodedata
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
LENGTH = 18
REASONS = ("length", "characters", "birth_date", "future", "checksum")
_DIGITS = frozenset("0123456789")
_EARLIEST_YEAR = 1900


class ResidentIdError(ValueError):
    """A text that is not a resident identity number.

    ``reason`` is one of :data:`REASONS`. The number itself is never part of the
    message, since messages end up in logs.
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def normalise(number: str) -> str:
    """Return the number in half-width capitals without white space.

    :param number: any text, as typed or pasted; ``None`` and ``False`` count as empty
    :return: the text without white space, NFKC-normalised, in upper case
    """
    text = unicodedata.normalize("NFKC", number or "")
    return "".join(text.split()).upper()


def check_resident_id(number: str, today: date | None = None) -> str:
    """Return the normal form of a valid resident identity number.

    :param number: the number as typed: full-width digits, a small ``x`` and white
        space are accepted
    :param today: the day that a birth date may not lie after; the server's own day
        when omitted
    :return: 18 characters, 17 digits and a digit or ``X``
    :raises ResidentIdError: with the first of :data:`REASONS` that applies

    Source: GB 11643; weights and check characters as in section 3 of the domain rules.
    The old numbers of 15 digits have been invalid since 2013 and are refused.
    """
    text = normalise(number)
    if len(text) != LENGTH:
        raise ResidentIdError("length")
    if not set(text[:-1]) <= _DIGITS or text[-1] not in CHECK_CHARACTERS:
        raise ResidentIdError("characters")
    born = _parse_birth_date(text)
    if born > (today or date.today()):
        raise ResidentIdError("future")
    if text[-1] != check_character(text[:-1]):
        raise ResidentIdError("checksum")
    return text


def check_character(digits: str) -> str:
    """Return the check character for the first 17 digits of a number.

    :param digits: exactly 17 ASCII digits
    :return: one of ``0123456789X``
    """
    total = sum(
        weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)
    )
    return CHECK_CHARACTERS[total % 11]


def birth_date(number: str) -> date:
    """Return the birth date that stands in digits 7 to 14.

    :param number: a resident identity number, in any form that
        :func:`check_resident_id` accepts
    :raises ResidentIdError: when the number is not valid
    """
    return _parse_birth_date(check_resident_id(number))


def sex(number: str) -> str:
    """Return the sex as a code of GB/T 2261.1: ``"1"`` male, ``"2"`` female.

    :param number: a resident identity number, in any form that
        :func:`check_resident_id` accepts
    :raises ResidentIdError: when the number is not valid
    """
    return "1" if int(check_resident_id(number)[16]) % 2 else "2"


def _parse_birth_date(text: str) -> date:
    born = None
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        born = None
    if born is None or born.year < _EARLIEST_YEAR:
        raise ResidentIdError("birth_date")
    return born
