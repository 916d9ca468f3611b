"""PINs for the kiosk, and badges that nobody can make up."""

import base64
import hashlib
import hmac
import re
import secrets

from passlib.context import CryptContext

#: Digits of a PIN.
LENGTH = 6
# Six digits are soon counted through by whoever has the hashes: what protects a PIN is
# that tries are few. The rounds keep a stolen copy from giving all of them at once.
_CONTEXT = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=50_000)
_PIN = re.compile(rf"[0-9]{{{LENGTH}}}", re.ASCII)
_BADGE = re.compile(r"V-(.{1,32})-([A-Z2-7]{16})", re.ASCII)
_RUNS = ("0123456789", "9876543210")
#: Checked where there is no PIN: an unknown number takes as long as a known one.
_NOBODY = _CONTEXT.hash(secrets.token_hex())


def is_pin(text) -> bool:
    """Return whether something can be a PIN.

    >>> is_pin("402817"), is_pin("40281"), is_pin("4028１7"), is_pin(402817)
    (True, False, False, False)
    """
    return isinstance(text, str) and bool(_PIN.fullmatch(text))


def is_easy(pin: str) -> bool:
    """Return whether a PIN is among the first that anybody tries.

    >>> [is_easy(pin) for pin in ("111111", "121212", "345678", "654321", "402817")]
    [True, True, True, True, False]
    """
    return (
        any(pin in run for run in _RUNS)
        or pin == pin[:2] * (LENGTH // 2)
        or pin == pin[:3] * (LENGTH // 3)
    )


def new_pin() -> str:
    """Return a PIN by chance, none of the easy ones."""
    while True:
        pin = f"{secrets.randbelow(10**LENGTH):0{LENGTH}}"
        if not is_easy(pin):
            return pin


def hash_pin(pin: str) -> str:
    """Return what is kept of a PIN."""
    return _CONTEXT.hash(pin)


def check_pin(pin, digest) -> bool:
    """Return whether a PIN is the right one; takes as long where there is none.

    :param pin: what was typed, anything
    :param digest: of :func:`hash_pin`, or nothing
    """
    typed = pin if is_pin(pin) else ""
    return _CONTEXT.verify(typed, digest or _NOBODY) and bool(digest)


def make_badge(secret: bytes, code: str, number: int) -> str:
    """Return the text of a volunteer's badge.

    :param secret: key of the database, for badges alone
    :param code: volunteer number
    :param number: of this person's badges; a new one voids the others
    """
    return f"V-{code}-{_sign(secret, code, number)}"


def read_badge(text) -> tuple[str, str] | None:
    """Return volunteer number and signature of a badge's text, or None."""
    found = _BADGE.fullmatch(text) if isinstance(text, str) else None
    return found and found.groups()


def check_badge(secret: bytes, code: str, number: int, signature: str) -> bool:
    """Return whether a badge is the one that counts."""
    return hmac.compare_digest(_sign(secret, code, number), signature)


def _sign(secret: bytes, code: str, number: int) -> str:
    mac = hmac.digest(secret, f"{number}\0{code}".encode(), hashlib.sha256)
    return base64.b32encode(mac[:10]).decode()
