"""Telephone numbers as people type them."""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_LOOSE = re.compile(r"[\s()\-‐‑–—·./]+")


def normal_mobile(text: str) -> str:
    """Return a mobile number in the form in which numbers are kept and compared.

    >>> normal_mobile("+86 138-0013 8000"), normal_mobile("１３８００１３８０００")
    ('13800138000', '13800138000')
    >>> normal_mobile("+852 6123 4567"), normal_mobile("0591-8333 1234")
    ('+85261234567', '059183331234')

    :param text: as typed; empty, ``None`` or ``False`` give ``""``
    :return: 11 digits for a number of mainland China, otherwise the text without
        separators
    """
    text = _LOOSE.sub("", unicodedata.normalize("NFKC", text or ""))
    for prefix in ("+86", "0086", "86"):
        if text.startswith(prefix) and _MOBILE.fullmatch(text[len(prefix) :]):
            return text[len(prefix) :]
    return text


def is_mobile(text: str) -> bool:
    """Return whether a text is a mobile number that somebody can be called at.

    >>> is_mobile("138 0013 8000"), is_mobile("+852 6123 4567"), is_mobile("12345")
    (True, True, False)

    :param text: as typed; foreign numbers need their country code
    """
    number = normal_mobile(text)
    return bool(_MOBILE.fullmatch(number) or _FOREIGN.fullmatch(number))
