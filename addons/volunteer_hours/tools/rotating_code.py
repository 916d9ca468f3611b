"""Codes that rotate on a screen: signed, short-lived, short enough to scan from afar.

A code says what it stands for (an activity, or the screen of a lobby) and until when.
Photographed and sent on it is useless a moment later.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
from typing import NamedTuple

#: Seconds until a screen shows the next code, and for which a code is good: the last
#: one before the change can still be scanned by who has just aimed at it.
ROTATES, VALID = 15, 45
#: What a code stands for.
ACTIVITY, DEVICE = "a", "d"

_MAC = 11
_BODY = struct.Struct(">cIQ")
_TEXT = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


class CodeError(ValueError):
    """No code of ours."""


class Code(NamedTuple):
    """What was read: ``kind``, the record's ``number``, and whether it is ``old``."""

    kind: str
    number: int
    old: bool


def make_code(secret: bytes, kind: str, number: int, now: int) -> str:
    """Return a code that is good for :data:`VALID` seconds.

    :param secret: key of the database, for this purpose alone
    :param kind: :data:`ACTIVITY` or :data:`DEVICE`
    :param number: id of the record
    :param now: seconds since 1970, UTC
    :return: 32 characters that need no quoting in a URL
    """
    body = _BODY.pack(kind.encode(), number, now + VALID)
    return base64.urlsafe_b64encode(body + _sign(secret, body)).decode()


def read_code(secret: bytes, text, now: int) -> Code:
    """Return what a code says.

    >>> code = make_code(b"key", ACTIVITY, 7, 1000)
    >>> read_code(b"key", code, 1010)
    Code(kind='a', number=7, old=False)
    >>> read_code(b"key", code, 1046).old
    True

    :raises CodeError: forged, mutilated, or of another database
    """
    if not isinstance(text, str) or not _TEXT.fullmatch(text):
        raise CodeError("format")
    try:
        raw = base64.urlsafe_b64decode(text)
    except (ValueError, binascii.Error) as error:
        raise CodeError("format") from error
    body, mac = raw[:-_MAC], raw[-_MAC:]
    if not hmac.compare_digest(mac, _sign(secret, body)):
        raise CodeError("signature")
    kind, number, expires = _BODY.unpack(body)
    return Code(kind.decode(), number, now > expires)


def _sign(secret: bytes, body: bytes) -> bytes:
    # 88 bits: more than anybody guesses in the seconds a code lives.
    return hmac.new(secret, body, hashlib.sha256).digest()[:_MAC]
