"""Codes with which a reward is picked up: short, unguessable, easily read aloud."""

import re
import secrets

#: No 0, 1, I, L, O, U: nobody has to ask which one it is, and no words arise.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}", re.ASCII)


def new_code() -> str:
    """Return a fresh code: one of 30 to the power of 8."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spell_code(code: str) -> str:
    """Return a code as people read it.

    >>> spell_code("ABCD2345")
    'ABCD 2345'
    """
    half = LENGTH // 2
    return f"{code[:half]} {code[half:]}"


def read_code(text) -> str | None:
    """Return the code that somebody typed or a scanner read, or nothing.

    Scanners read the address of a page that ends with the code; people type small
    letters, blanks and dashes.

    >>> read_code(" abcd-2345 "), read_code("https://example.com/pickup/ABCD2345")
    ('ABCD2345', 'ABCD2345')
    >>> read_code("ABCD"), read_code(None)
    (None, None)
    """
    if not isinstance(text, str) or len(text) > 500:
        return None
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    code = re.sub(r"[\s-]", "", last).upper()
    return code if _CODE.fullmatch(code) else None
