import base64
import io

from PIL import Image

from odoo.tests import tagged

from ..controllers.join_page import MAX_BYTES, MAX_REQUEST
from .common_join import JoinCase


@tagged("post_install", "-at_install")
class TestJoinFiles(JoinCase):
    def _picture(self, size=(900, 600), kind="PNG"):
        buffer = io.BytesIO()
        Image.new("RGB", size, "green").save(buffer, kind)
        return buffer.getvalue()

    def test_files(self):
        response = self._send(
            files=[
                ("photo", ("me.png", self._picture(), "image/png")),
                ("files", ("../licence.html", b"%PDF-1.7 x", "text/html")),
            ]
        )
        self.assert_thanked(response)
        volunteer = self._applicants()
        self.assertTrue(volunteer.image_128)
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "volunteer.identity"),
                ("res_id", "=", volunteer.identity_ids.id),
                ("res_field", "=", False),
            ]
        )
        self.assertEqual(attachment.name, "licence.pdf")
        self.assertEqual(attachment.mimetype, "application/pdf")
        self.assertFalse(attachment.public)
        self.assertEqual(
            volunteer.with_user(self.officer).application_file_ids, attachment
        )
        self.assertEqual(attachment.with_user(self.officer).raw, b"%PDF-1.7 x")
        for user in (self.leader, self.staff, self.portal):
            self.assertFalse(
                self.env["ir.attachment"]
                .with_user(user)
                .search([("id", "=", attachment.id)])
            )

    def test_files_that_are_none(self):
        page = b"<html><script>alert(1)</script></html>"
        for name, content, sentence in (
            ("files", page, "Only PDF, JPEG and PNG"),
            ("files", b"%PDF-" + b"x" * MAX_BYTES, "up to 5 MB"),
            ("photo", page, "Only PDF, JPEG and PNG"),
            ("photo", b"%PDF-1.7", "Only PDF, JPEG and PNG"),
            ("photo", b"\x89PNG\r\n\x1a\nbroken", "cannot be read"),
        ):
            with self.subTest(name=name, size=len(content)):
                self.assert_sent_back(
                    self._send(files=[(name, ("a.png", content, "image/png"))]),
                    sentence,
                )
        many = [("files", (f"{n}.pdf", b"%PDF-1.7", "x/y")) for n in range(4)]
        self.assert_sent_back(self._send(files=many), "Up to three files")

    def test_picture_of_many_pixels(self):
        bomb = self._picture((9000, 9000), "PNG")
        self.assertLess(len(bomb), MAX_BYTES)
        self.assert_sent_back(
            self._send(files=[("photo", ("a.png", bomb, "image/png"))]),
            "12 megapixels",
        )

    def test_photo_is_small(self):
        self._send(files=[("photo", ("me.png", self._picture(), "image/png"))])
        photo = base64.b64decode(self._applicants().image_128)
        with Image.open(io.BytesIO(photo)) as picture:
            self.assertLessEqual(max(picture.size), 128)

    def test_too_much(self):
        response = self._send(
            files=[("files", ("a.pdf", b"%PDF-" + b"x" * MAX_REQUEST, "x/y"))]
        )
        self.assertEqual(response.status_code, 413)
        self.assertFalse(self._applicants())
