"""Codes by which anybody who holds a certificate can check it.

Guessing must be hopeless and typing must not: letters and digits that look alike
(0 O, 1 I L, U V) are left out, case and separators do not matter.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 30 ** 20 is about 2 ** 98.
LENGTH = 20
GROUP = 4


def new_code() -> str:
    """Return a fresh code of :data:`LENGTH` characters."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def spell_code(code: str) -> str:
    """Return a code as it is printed and read aloud.

    >>> spell_code("23456789ABCDEFGHJKMN")
    '2345-6789-ABCD-EFGH-JKMN'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normal_code(text: str) -> str:
    """Return what was typed as a code is kept, or ``""`` when it cannot be one.

    >>> normal_code(" 2345-6789 abcd-efgh-jkmn")
    '23456789ABCDEFGHJKMN'
    >>> normal_code("2345-6789")
    ''
    """
    if not isinstance(text, str) or len(text) > 4 * LENGTH:
        return ""
    code = "".join(character for character in text.upper() if character.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
