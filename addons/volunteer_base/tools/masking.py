"""Masked forms of personal data, for whoever does not need the full value.

Source: PIPL (个人信息保护法) Art. 19 and 28-31; forms as in section 3 of the domain
rules: 张*, 138****5678, 1101**********002X. At least half of any number is hidden.
"""

import unicodedata


def mask_name(name: str) -> str:
    """Return the first character of a name and one star: ``张三丰`` gives ``张*``.

    :param name: a person's name; empty, ``None`` or ``False`` give ``""``
    """
    text = (name or "").strip()
    return f"{text[0]}*" if text else ""


def mask_mobile(number: str) -> str:
    """Return a telephone number with its middle hidden: ``138****5678``.

    :param number: a number as typed; the country code 86 and everything that is not a
        digit are dropped. Numbers shorter than 11 digits show less, numbers shorter
        than 7 digits nothing. Empty, ``None`` or ``False`` give ``""``
    """
    text = unicodedata.normalize("NFKC", number or "").strip()
    if not text:
        return ""
    digits = "".join(character for character in text if character in "0123456789")
    for prefix in ("0086", "86"):
        if len(digits) == 11 + len(prefix) and digits.startswith(prefix):
            digits = digits[len(prefix) :]
    size = len(digits)
    if size >= 11:
        return _keep_ends(digits, 3, 4)
    if size >= 7:
        return _keep_ends(digits, 1, 2)
    return "*" * (size or len(text))


def mask_id_number(number: str) -> str:
    """Return a document number with its middle hidden: ``1101**********002X``.

    :param number: the number of any kind of document; white space is dropped. Up to
        four characters, and at most a quarter of the number, stay visible at each
        end. Empty, ``None`` or ``False`` give ``""``
    """
    text = "".join(unicodedata.normalize("NFKC", number or "").split()).upper()
    keep = min(4, len(text) // 4)
    return _keep_ends(text, keep, keep)


def _keep_ends(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :]
