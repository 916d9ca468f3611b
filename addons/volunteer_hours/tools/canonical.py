"""The canonical text of a ledger line, and the digests of lines and notices.

A line's digest is ``sha256(salt + canonical text)``, a notice's is
``sha256(previous notice's digest + its lines' digests in ledger order)``: who holds
the digest of one notice can tell whether anything before it was changed.

What stands in the text must be the same for ever. Hence:

- no names and no labels (renamed, translated), no floats (formatted differently);
- the volunteer stands by the lifelong ``code``, since accounts and partners are merged,
  and a merge rewrites ids; employee, department, user and partner do not stand in the
  text at all: their ids belong to other modules, whose merges rewrite them;
- company, team, project and activity stand by id: companies cannot be merged, and the
  other three are this software's own, which archives a duplicate and never rewrites a
  recorded line;
- a reversal names the ledger number of the line it reverses, in the same company;
- free text (description, another body's name as organiser) stands as a salted hash, so
  that a text can be erased on request while the digest stays provable;
- quality is left out: it is an opinion, settled when the hours are published.

A changed field list is a new version beside the old one, never a change of version 1.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timezone

VERSION = 1

#: Field and type, in the order of the text. A type ending in "!" may not be empty.
FIELDS_V1 = (
    ("company", "integer!"),  # id of the company that records
    ("ledger_no", "integer!"),  # gapless per company
    ("volunteer", "text!"),  # lifelong code
    ("date", "date!"),  # local date of the service
    ("start", "datetime"),  # what counts
    ("stop", "datetime"),
    ("check_in", "datetime"),  # raw stamps
    ("check_out", "datetime"),
    ("minutes", "integer!"),  # granted; negative in a reversal
    ("points", "integer!"),  # hundredths
    ("source", "text!"),  # selection keys
    ("method", "text"),
    ("proven", "boolean"),
    ("in_working_time", "boolean"),
    ("team", "integer"),  # ids
    ("project", "integer"),
    ("activity", "integer"),
    ("organiser_hash", "text"),  # empty: the recording unit itself
    ("description_hash", "text"),
    ("reverses", "integer"),  # ledger number of the reversed line
)

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def canonical_line(values: Mapping) -> str:
    """Return the canonical text, version 1, of a ledger line.

    :param values: a value for every name of :data:`FIELDS_V1`; other keys are ignored.
        Integers are ``int``; datetimes are naive UTC or aware, fractions of a second
        are dropped; ``None`` and ``False`` are empty, except in a boolean field
    :return: ``version=1`` and a ``key=value`` line for each field, joined by line
        feeds. In values, backslash, line feed and carriage return are escaped by a
        backslash, and a key never holds ``=``: two different lines never give one text
    :raises ValueError: when a field is missing or may not be empty
    :raises TypeError: when a value has another type, such as a float
    """
    lines = [f"version={VERSION}"]
    for name, kind in FIELDS_V1:
        if name not in values:
            raise ValueError(f"The ledger line has no {name}.")
        lines.append(f"{name}={_text(name, kind, values[name])}")
    return "\n".join(lines)


def line_digest(salt: str, values: Mapping) -> str:
    """Return the digest of a ledger line.

    :param salt: the line's own random text, see :func:`new_salt`
    :param values: as for :func:`canonical_line`, with the same errors
    :return: SHA-256 in 64 hexadecimal digits
    :raises ValueError: for an empty salt
    """
    return _sha256(_check_salt(salt) + canonical_line(values))


def description_hash(salt: str, text: str | None) -> str:
    """Return the salted hash by which a free text stands in the canonical text.

    :param salt: a random text of its own, see :func:`new_salt`. Erasing a text means
        erasing this salt with it and keeping the hash: short texts could be guessed
        from a hash whose salt is known
    :param text: the description, or the organiser's name; empty gives ``""``
    :return: SHA-256 in 64 hexadecimal digits, or ``""``
    :raises ValueError: for an empty salt with a text
    """
    return _sha256(f"{_check_salt(salt)}\n{text}") if text else ""


def new_salt() -> str:
    """Return a random salt: 32 hexadecimal digits, 128 bits."""
    return secrets.token_hex(16)


class NoticeDigest:
    """The digest of a notice, fed line by line, so that memory stays flat.

    ``count`` is the number of lines fed so far.
    """

    __slots__ = ("_hash", "count")

    def __init__(self, previous: str | None = None):
        """Begin with the digest of the company's previous notice.

        :param previous: 64 hexadecimal digits, or empty for a company's first notice
        :raises ValueError: for anything else
        """
        self._hash = hashlib.sha256()
        self.count = 0
        if previous:
            self._hash.update(_check_digest(previous))

    def update(self, *line_digests: str) -> None:
        """Add lines' digests, in the order of their ledger numbers.

        :param line_digests: 64 hexadecimal digits each
        :raises ValueError: for anything else
        """
        for digest in line_digests:
            self._hash.update(_check_digest(digest))
            self.count += 1

    def hexdigest(self) -> str:
        """Return the digest of what was added so far, in 64 hexadecimal digits."""
        return self._hash.hexdigest()


def notice_digest(previous: str | None, line_digests: Iterable[str]) -> str:
    """Return the digest of a notice.

    :param previous: the previous notice's digest, or empty for a company's first
    :param line_digests: the lines' digests in the order of their ledger numbers; any
        iterable, read once
    :return: SHA-256 in 64 hexadecimal digits
    :raises ValueError: for something that is not a digest
    """
    digest = NoticeDigest(previous)
    for line in line_digests:
        digest.update(line)
    return digest.hexdigest()


def _text(name: str, kind: str, value) -> str:
    required = kind.endswith("!")
    kind = kind.rstrip("!")
    if kind == "boolean":
        if value is not None and not isinstance(value, bool):
            raise TypeError(f"{name} is not a boolean.")
        return "1" if value else "0"
    if value is None or value is False or value == "":
        if required:
            raise ValueError(f"{name} is empty.")
        return ""
    text = _FORMATS[kind](value)
    if text is None:
        raise TypeError(f"{name} is of type {type(value).__name__}, not {kind}.")
    return text


def _integer(value) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return str(int(value))


def _date(value) -> str | None:
    if isinstance(value, datetime) or not isinstance(value, date):
        return None
    return value.isoformat()


def _datetime(value) -> str | None:
    if not isinstance(value, datetime):
        return None
    if value.tzinfo:
        value = value.astimezone(timezone.utc).replace(tzinfo=None)
    return value.replace(microsecond=0).isoformat() + "Z"


def _plain(value) -> str | None:
    return value.translate(_ESCAPES) if isinstance(value, str) else None


_FORMATS = {
    "integer": _integer,
    "date": _date,
    "datetime": _datetime,
    "text": _plain,
}


def _check_salt(salt: str) -> str:
    if not salt:
        raise ValueError("The salt is empty.")
    return salt


def _check_digest(digest: str) -> bytes:
    if not _DIGEST.fullmatch(digest):
        raise ValueError("A digest has 64 hexadecimal digits.")
    return digest.encode("ascii")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
