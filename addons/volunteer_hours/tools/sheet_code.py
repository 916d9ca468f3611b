"""Codes on sign-in sheets, to be typed in later on a plain number pad.

The last two digits are check digits (ISO 7064, MOD 97-10): one wrong digit, or two that
changed places, is noticed before anything is typed into the wrong activity.
"""

import unicodedata

_DIGITS = 6
_MODULUS = 97
#: Ids of PostgreSQL's integer.
_LAST = 2**31


def write_code(activity_id: int) -> str:
    """Return the code of an activity.

    >>> write_code(42)
    '0000-4269'

    :param activity_id: a positive id
    """
    check = (_MODULUS + 1 - activity_id * 100 % _MODULUS) % _MODULUS
    digits = f"{activity_id:0{_DIGITS}d}{check:02d}"
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def read_code(text) -> int | None:
    """Return the id behind a code as people type it, or None.

    >>> read_code(" 0000 4269 "), read_code("0000-4296"), read_code("")
    (42, None, None)

    :param text: with or without blanks and dashes, full-width digits too
    """
    if not isinstance(text, str):
        return None
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(sign for sign in plain if not sign.isspace() and sign not in "-–—")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 12:
        return None
    number = int(digits)
    if len(digits) < _DIGITS + 2 or number % _MODULUS != 1:
        return None
    activity_id = number // 100
    return activity_id if 0 < activity_id < _LAST else None
