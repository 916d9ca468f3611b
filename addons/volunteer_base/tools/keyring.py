"""Keys for identity numbers: encryption, and an index for exact search.

Numbers are encrypted with MultiFernet (AES-128-CBC and HMAC, several keys: the first
encrypts, all decrypt, which is how keys are rotated). Equality and uniqueness are
checked on an HMAC-SHA256 under a second key, so neither needs decryption.

Keys come from the environment: ``VOLUNTEER_KEYS`` holds JSON text, or
``VOLUNTEER_KEY_FILE`` the path of a file with it::

    {"encryption": ["newest Fernet key", "older one"], "index": "base64, 32 bytes"}

No key is ever part of a representation, a message or an exception's context.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Callable, Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

ENV_KEYS = "VOLUNTEER_KEYS"
ENV_KEY_FILE = "VOLUNTEER_KEY_FILE"
INDEX_KEY_BYTES = 32
CODES = (
    "missing",
    "unreadable",
    "malformed",
    "undecryptable",
    "exists",
    "unwritable",
)


class KeyringError(Exception):
    """Keys or a token cannot be used; ``code`` is one of :data:`CODES`.

    ``path`` is the key file concerned, or ``None``.
    """

    def __init__(self, code: str, path: str | None = None):
        super().__init__(f"{code}: {path}" if path else code)
        self.code = code
        self.path = path


class Keyring:
    """Encryption keys, newest first, and the key of the search index."""

    __slots__ = ("_fernet", "_index_key")

    def __init__(self, encryption: list[bytes], index: bytes):
        """Take the keys as bytes.

        :param encryption: Fernet keys (32 bytes in URL-safe base64), newest first
        :param index: at least 32 bytes, raw
        :raises KeyringError: ``malformed``
        """
        fernet = None
        try:
            fernet = MultiFernet([Fernet(key) for key in encryption])
        except (ValueError, TypeError):
            fernet = None
        if fernet is None or len(index) < INDEX_KEY_BYTES:
            raise KeyringError("malformed")
        self._fernet = fernet
        self._index_key = index

    def __repr__(self) -> str:
        return "<Keyring>"

    def __reduce__(self):
        raise TypeError("A keyring is not serialised.")

    def encrypt(self, text: str) -> str:
        """Return the text encrypted under the newest key.

        :param text: any text; empty text stays empty
        :return: an ASCII token, another one at every call
        """
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def decrypt(self, token: str) -> str:
        """Return the text of a token made under any of the keys.

        :param token: what :meth:`encrypt` returned; empty stays empty
        :raises KeyringError: ``undecryptable`` when no key fits or the token is damaged
        """
        return self._apply(self._fernet.decrypt, token)

    def rotate(self, token: str) -> str:
        """Return the token's text encrypted again under the newest key.

        :param token: what :meth:`encrypt` returned, under any of the keys
        :raises KeyringError: ``undecryptable``
        """
        return self._apply(self._fernet.rotate, token)

    def index(self, id_type: str, number: str) -> str:
        """Return the search index of a document number.

        :param id_type: kind of document (GA/T 517: ``111`` resident identity card ...)
        :param number: the number; white space, letter case and full-width forms do
            not matter
        :return: 64 hexadecimal digits, equal for equal numbers of one kind; ``""`` for
            an empty number
        """
        text = unicodedata.normalize("NFKC", number or "")
        text = "".join(text.split()).upper()
        if not text:
            return ""
        message = f"{(id_type or '').strip()}:{text}".encode()
        return hmac.new(self._index_key, message, hashlib.sha256).hexdigest()

    @staticmethod
    def _apply(method, token: str) -> str:
        if not token:
            return ""
        result = None
        try:
            result = method(token.encode()).decode()
        except (InvalidToken, ValueError):
            result = None
        if result is None:
            raise KeyringError("undecryptable")
        return result


# One entry: (what the keys were read from, the keyring). A changed file or variable
# replaces it, so that old keys do not linger.
_cache: dict[str, tuple] = {}


def load_keyring(environ: Mapping[str, str] | None = None) -> Keyring:
    """Return the keyring that the environment names.

    :param environ: the environment, the process's own when omitted;
        ``VOLUNTEER_KEYS`` wins over ``VOLUNTEER_KEY_FILE``. The keyring is kept until
        the text or the file changes
    :raises KeyringError: ``missing`` (neither variable is set, or no such file),
        ``unreadable`` (the file may not be read), ``malformed``
    """
    if environ is None:
        environ = os.environ
    text = environ.get(ENV_KEYS)
    path = None
    if text:
        source = (ENV_KEYS, hashlib.sha256(text.encode()).digest())
    else:
        path = environ.get(ENV_KEY_FILE)
        if not path:
            raise KeyringError("missing")
        source = _file_version(path)
    cached = _cache.get("keyring")
    if cached and cached[0] == source:
        return cached[1]
    keyring = parse_keys(text if text else _read_file(path), path)
    _cache["keyring"] = (source, keyring)
    return keyring


def forget_keys() -> None:
    """Forget the keyring that :func:`load_keyring` keeps."""
    _cache.clear()


def parse_keys(text: str, path: str | None = None) -> Keyring:
    """Return the keyring of a JSON text.

    :param text: ``{"encryption": [keys, newest first], "index": "base64"}``
    :param path: where the text stood, for the error
    :raises KeyringError: ``malformed``
    """
    keyring = None
    try:
        keys = json.loads(text)
        encryption = keys["encryption"]
        if isinstance(encryption, list) and encryption:
            keyring = Keyring(
                [key.encode("ascii") for key in encryption], _decode(keys["index"])
            )
    except (ValueError, TypeError, KeyError, AttributeError, KeyringError):
        keyring = None
    # Raised here, not in the handler: the handled error would stay attached, and a
    # JSON error carries the whole text, keys included.
    if keyring is None:
        raise KeyringError("malformed", path)
    return keyring


def generate() -> dict:
    """Return fresh keys, ready to be written as JSON.

    :return: ``{"encryption": [one Fernet key], "index": base64 of 32 random bytes}``
    """
    return {
        "encryption": [Fernet.generate_key().decode()],
        "index": base64.urlsafe_b64encode(
            secrets.token_bytes(INDEX_KEY_BYTES)
        ).decode(),
    }


def with_new_key(keys: Mapping) -> dict:
    """Return the keys with a fresh encryption key in front: the first step of rotation.

    :param keys: ``{"encryption": [...], "index": ...}`` as in the key file
    :return: the same with one more key; the index key stays, since all index values
        depend on it
    """
    fresh = Fernet.generate_key().decode()
    return {**keys, "encryption": [fresh, *keys["encryption"]]}


def without_old_keys(keys: Mapping) -> dict:
    """Return the keys with the newest encryption key only: the last step of rotation.

    :param keys: as in the key file; what was encrypted with the others must have been
        encrypted anew before, or it is lost
    """
    return {**keys, "encryption": keys["encryption"][:1]}


def change_key_file(path: str, change: Callable[[Mapping], dict]) -> None:
    """Replace a key file by its changed content, whole or not at all.

    :param path: an existing key file; the old content is kept beside it as ``path.old``
    :param change: :func:`with_new_key` or :func:`without_old_keys`
    :raises KeyringError: ``missing``, ``unreadable``, ``malformed``, ``unwritable``
    """
    _file_version(path)
    text = _read_file(path)
    parse_keys(text, path)
    code = None
    try:
        _write_private(f"{path}.old", text, os.O_TRUNC)
        _write_private(
            f"{path}.new", json.dumps(change(json.loads(text)), indent=2), os.O_TRUNC
        )
        os.replace(f"{path}.new", path)
    except OSError:
        code = "unwritable"
    if code:
        raise KeyringError(code, path)
    forget_keys()


def _write_private(path: str, text: str, flag: int) -> None:
    """Write a file that only its owner may read; ``flag`` says what if it exists."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flag, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text.rstrip("\n") + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def write_key_file(path: str) -> None:
    """Write fresh keys into a new file that only its owner may read (mode 600).

    :param path: the file to make, in an existing folder
    :raises KeyringError: ``exists`` when there is such a file (keys are never
        overwritten: without them no number can be read again), ``unwritable``
    """
    code = None
    try:
        _write_private(path, json.dumps(generate(), indent=2), os.O_EXCL)
    except FileExistsError:
        code = "exists"
    except OSError:
        code = "unwritable"
    if code:
        raise KeyringError(code, path)


def _file_version(path: str) -> tuple:
    code = None
    try:
        status = os.stat(path)
    except FileNotFoundError:
        code = "missing"
    except (OSError, ValueError):
        code = "unreadable"
    if code:
        raise KeyringError(code, path)
    return (path, status.st_mtime_ns, status.st_size, status.st_ino)


def _read_file(path: str) -> str:
    text = code = None
    try:
        with open(path, encoding="utf-8-sig") as stream:
            text = stream.read()
    except UnicodeDecodeError:
        code = "malformed"
    except OSError:
        code = "unreadable"
    if code:
        raise KeyringError(code, path)
    return text


def _decode(text: str) -> bytes:
    """Return the bytes of standard or URL-safe base64, padded or not."""
    plain = text.strip().replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return b""
