"""Names of files inside an archive: safe on every system, whatever they came from."""

import re
import unicodedata

#: Bytes of a name in UTF-8; file systems hold 255, and folders stand before it.
MAX_BYTES = 120
_BAD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"COM{number}" for number in range(1, 10)),
    *(f"LPT{number}" for number in range(1, 10)),
}


def safe_name(text: str, used: set | None = None) -> str:
    """Return a file name that leads nowhere else and that no other file has.

    >>> safe_name("../../etc/passwd"), safe_name("门诊/导医 𠮷·田.jpg")
    ('_._etc_passwd', '门诊_导医 𠮷·田.jpg')
    >>> used = set()
    >>> safe_name("a.jpg", used), safe_name("A.JPG", used), safe_name("..", used)
    ('a.jpg', 'A (2).JPG', '_')

    :param used: names given so far, in lower case; the new one is added
    """
    name = _BAD.sub("_", unicodedata.normalize("NFC", text or ""))
    name = re.sub(r"\.{2,}", ".", name)
    # Marks that turn the direction of writing hide what a name ends with.
    name = "".join(one for one in name if unicodedata.category(one) not in ("Cf", "Cs"))
    name = " ".join(name.split()).lstrip(". ").rstrip(". ") or "_"
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 8:
        stem, extension = name, ""
    if stem.upper() in _RESERVED:
        stem = f"_{stem}"
    extension = f".{extension}" if extension else ""
    stem = _cut(stem, MAX_BYTES - len(extension.encode()))
    name, number = f"{stem}{extension}", 1
    while used is not None and name.lower() in used:
        number += 1
        mark = f" ({number})"
        room = MAX_BYTES - len((mark + extension).encode())
        name = f"{_cut(stem, room)}{mark}{extension}"
    if used is not None:
        used.add(name.lower())
    return name


def _cut(text, size):
    """Return a text of at most so many bytes, whole characters only."""
    return text.encode()[:size].decode(errors="ignore").rstrip()
