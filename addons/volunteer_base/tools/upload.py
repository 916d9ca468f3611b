"""Files that strangers send: told apart by what they hold, never by their name."""

import io
import re
import unicodedata

from PIL import Image

#: First bytes → MIME type and ending.
_SIGNATURES = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)
#: Pixels of the largest picture that is opened: a small file can hold a huge one. What
#: is called 12 megapixels has 4032 × 3024.
MAX_PIXELS = 4032 * 3024
_BAD = re.compile(r"[^\w\-. ()（）【】]+")


class UploadError(ValueError):
    """``reason`` is ``kind``, ``size``, ``pixels`` or ``picture``."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def check_file(name: str, content: bytes, limit: int) -> tuple[str, bytes, str]:
    """Return ``(name, content, MIME type)`` of a file that may be kept.

    >>> check_file("../a.exe", b"%PDF-1.7", 100)
    ('a.pdf', b'%PDF-1.7', 'application/pdf')

    :param name: as the browser sent it
    :param limit: bytes
    :raises UploadError: too large, or neither PDF, JPEG nor PNG
    """
    if len(content) > limit:
        raise UploadError("size")
    for signature, mimetype, ending in _SIGNATURES:
        if content.startswith(signature):
            return f"{_clean_stem(name)}.{ending}", content, mimetype
    raise UploadError("kind")


def shrink_photo(content: bytes, limit: int, side: int) -> bytes:
    """Return a photo as a small JPEG, without what the camera wrote into it.

    :param limit: bytes
    :param side: pixels of the longer side
    :raises UploadError: too large a file or a picture, or no picture
    """
    _name, content, mimetype = check_file("photo", content, limit)
    if mimetype == "application/pdf":
        raise UploadError("kind")
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UploadError("pixels")
            # Decoded small where the format allows it.
            picture.draft("RGB", (side, side))
            turned = _upright(picture).convert("RGB")
    except UploadError:
        raise
    # Pillow raises all sorts of errors on damaged files.
    except Exception as error:
        raise UploadError("picture") from error
    turned.thumbnail((side, side))
    buffer = io.BytesIO()
    turned.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _upright(picture):
    """Return a picture as the camera's orientation mark says it is looked at."""
    turns = {3: Image.ROTATE_180, 6: Image.ROTATE_270, 8: Image.ROTATE_90}
    turn = turns.get(picture.getexif().get(0x0112))
    picture.load()
    return picture.transpose(turn) if turn is not None else picture


def _clean_stem(name):
    """Return the name without folders, ending and odd characters."""
    text = unicodedata.normalize("NFC", name or "").replace("\\", "/")
    stem = text.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return _BAD.sub("_", stem).strip("._ ")[:60] or "file"
