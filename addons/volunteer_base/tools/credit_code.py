"""Unified social credit codes of organisations.

Source: GB 32100-2015 (18 characters, the last is a check character).
"""

import unicodedata

CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18
REASONS = ("length", "characters", "checksum")


class CreditCodeError(ValueError):
    """A text that is not a credit code; ``reason`` is one of :data:`REASONS`.

    Codes that were issued with a wrong check character exist: whoever calls may let
    an officer override the reason ``checksum``, and logs it.
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def check_credit_code(code: str) -> str:
    """Return the normal form of a valid unified social credit code.

    :param code: the code as typed: full-width characters, small letters and white
        space are accepted
    :return: 18 characters of :data:`CHARSET`
    :raises CreditCodeError: with the first of :data:`REASONS` that applies

    Source: GB 32100; check = (31 - weighted sum mod 31) mod 31.
    """
    text = "".join(unicodedata.normalize("NFKC", code or "").split()).upper()
    if len(text) != LENGTH:
        raise CreditCodeError("length")
    if not set(text) <= set(CHARSET):
        raise CreditCodeError("characters")
    total = sum(
        weight * CHARSET.index(character)
        for weight, character in zip(WEIGHTS, text[:-1], strict=True)
    )
    if text[-1] != CHARSET[(31 - total % 31) % 31]:
        raise CreditCodeError("checksum")
    return text
