import doctest
import io

from PIL import Image

from odoo.tests import BaseCase

from ..tools import token, upload
from ..tools.upload import UploadError, check_file, shrink_photo


class TestToolsUpload(BaseCase):
    def assert_refused(self, reason, function, *args):
        with self.assertRaises(UploadError) as caught:
            function(*args)
        self.assertEqual(caught.exception.reason, reason)

    def picture(self, size, kind="JPEG", **options):
        buffer = io.BytesIO()
        Image.new("RGB", size, "red").save(buffer, kind, **options)
        return buffer.getvalue()

    def test_examples(self):
        for module in (token, upload):
            tried = doctest.testmod(module)
            self.assertTrue(tried.attempted)
            self.assertEqual(tried.failed, 0)

    def test_names(self):
        for name, stem in (
            ("执业证书.pdf", "执业证书"),
            ("C:\\secret\\a b.PDF", "a b"),
            ("<x>.pdf", "x"),
            ("", "file"),
            ("...", "file"),
            ("x" * 300 + ".pdf", "x" * 60),
        ):
            self.assertEqual(check_file(name, b"%PDF-", 9)[0], f"{stem}.pdf")

    def test_refused(self):
        self.assert_refused("size", check_file, "a.pdf", b"%PDF-" + b"x" * 9, 9)
        for content in (b"", b"MZ", b"GIF89a", b"<svg/>", b"PK\x03\x04"):
            self.assert_refused("kind", check_file, "a.pdf", content, 99)

    def test_photo(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010E] = "where I live"
        content = self.picture((400, 200), exif=exif)
        small = shrink_photo(content, 10**6, 100)
        self.assertNotIn(b"where I live", small)
        with Image.open(io.BytesIO(small)) as picture:
            # Turned upright.
            self.assertEqual(picture.size, (50, 100))
        large = self.picture((4100, 3100), "PNG")
        self.assert_refused("pixels", shrink_photo, large, 10**7, 100)
        broken = self.picture((400, 200), "PNG")[:20]
        self.assert_refused("picture", shrink_photo, broken, 10**6, 100)
        self.assert_refused("kind", shrink_photo, b"%PDF-1.7", 10**6, 100)
