"""Addresses of pages that are not to be guessed."""

import re
import secrets

#: Bytes of chance: 144 bits.
_BYTES = 18
_TOKEN = re.compile(r"[A-Za-z0-9_-]{24}", re.ASCII)


def new_token() -> str:
    """Return a fresh token of 24 characters that need no quoting in a URL."""
    return secrets.token_urlsafe(_BYTES)


def is_token(text) -> bool:
    """Return whether something can be a token at all; anything comes in a URL.

    >>> is_token(new_token()), is_token("x"), is_token(None), is_token("\\0" * 24)
    (True, False, False, False)
    """
    return isinstance(text, str) and bool(_TOKEN.fullmatch(text))
