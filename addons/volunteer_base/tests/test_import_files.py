import io
import re
import zipfile

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..tools import register_file
from .test_import import ImportCase


@tagged("post_install", "-at_install")
class TestHostileFiles(ImportCase):
    """Each gets a sentence, nothing is imported, and the next file works."""

    def assert_refused(self, sentence, content, filename="register.xlsx"):
        register = self._upload(content, filename)
        self.assertEqual(register.state, "failed")
        self.assertRegex(register.message, sentence)
        with self.assertRaises(UserError):
            register.action_run()
        return register

    def test_wrong_types(self):
        unreadable = "cannot be read"
        self.assert_refused(unreadable, b"\x89PNG\r\n\x1a\n" + bytes(100))
        self.assert_refused(unreadable, b"%PDF-1.7 ...", "register.xlsx")
        self.assert_refused(unreadable, b"PK\x03\x04" + b"x" * 50)
        self.assert_refused("as .xlsx", b"\xd0\xcf\x11\xe0" + bytes(100), "a.xls")
        self.assert_refused("UTF-8", b"\x00\x01\x02\xff\xfe", "a.csv")
        self.assert_refused("no rows", b"\xe5\xa7\x93\xe5\x90\x8d\r\n", "a.csv")
        self.assert_refused("never closed", '姓名\n"甲'.encode(), "a.csv")

    def test_too_many_columns(self):
        good = ["姓名", *(f"c{n}" for n in range(199))]
        register = self._upload(self._csv(good, ["甲"] * 200))
        self.assertEqual(register.state, "checked", register.message)
        wide = [*good, "one more"]
        self.assert_refused("200 columns", self._csv(wide, ["甲"]), "a.csv")
        self.assert_refused("200 columns", self._xlsx(wide, ["甲"]))

    def test_too_many_rows(self):
        rows = b"name\n" + b"x\n" * register_file.LIMITS.rows
        self.assert_refused("20,000 rows|20000 rows", rows, "a.csv")

    def test_fifty_megabytes(self):
        with self.assertRaisesRegex(UserError, "larger than 20 MB"):
            self._upload(bytes(50 * 1024 * 1024), check=False)

    def test_zip_bomb(self):
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._xlsx(["姓名"], ["甲"]))) as old,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for entry in old.infolist():
                content = old.read(entry)
                if entry.filename.endswith("sheet1.xml"):
                    content += b" " * (250 * 1024 * 1024)
                new.writestr(entry.filename, content)
        self.assertLess(len(stream.getvalue()), 1024 * 1024)
        self.assert_refused("unpacks to too much", stream.getvalue())

    def test_entities(self):
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._xlsx(["姓名"], ["甲"]))) as old,
            zipfile.ZipFile(stream, "w") as new,
        ):
            for entry in old.infolist():
                content = old.read(entry)
                if entry.filename.endswith("sheet1.xml"):
                    content = content.replace(
                        b"<worksheet",
                        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                        b"<worksheet",
                        1,
                    )
                new.writestr(entry.filename, content)
        self.assert_refused("cannot be read", stream.getvalue())

    def test_formulas_are_not_calculated(self):
        register = self._upload(
            self._csv(
                ["姓名", "地址"],
                ['=HYPERLINK("http://example.com","x")', "a"],
                ["甲", "=1+1"],
                ["<script>alert(1)</script>", "http://example.com"],
            ),
            good_rows_only=True,
        )
        self.assertEqual(register.problem_ids.mapped("row"), [2, 3])
        self.assertNotIn("<script>", register.preview)
        self.assertIn("&lt;script&gt;", register.preview)
        register.action_run()
        self.assertEqual(self._imported(register).name, "<script>alert(1)</script>")

    def test_unknown_headings(self):
        unknown = self._csv(["a", "b"], ["1", "2"])
        self.assert_refused("No heading is known", unknown, "a.csv")
        register = self.assert_refused(
            "Choose the platform",
            self._csv(["姓名", "志愿汇编号"], ["甲", "1"]),
            "a.csv",
        )
        register.platform_id = self.platform
        register.action_check()
        self.assertEqual(register.state, "checked")
        nameless = self._csv(["性别"], ["男"])
        self.assert_refused("which column holds the name", nameless, "a.csv")

    def test_old_encodings(self):
        content = self._csv(["姓名", "性别"], ["张三", "男"]).decode()
        for encoding in ("gb18030", "utf-8-sig", "utf-16"):
            register = self._upload(content.encode(encoding))
            register.action_run()
            self.assertEqual(self._imported(register).name, "张三", encoding)

    def test_without_keys(self):
        self._use_keys(present=False)
        with self.assertRaisesRegex(UserError, "no usable key"):
            self._upload(self._csv(["姓名"], ["甲"]))


@tagged("post_install", "-at_install")
class TestMistakesPage(ImportCase, HttpCase):
    def test_download(self):
        register = self._upload(self._csv(["姓名", "手机"], ["甲", "1"]))
        url = f"/volunteer/import/{register.id}/mistakes"
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertRegex(response.headers["Content-Disposition"], r"register-.+\.xlsx")
        sheet = load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(sheet["A2"].value, "甲")
        self.assertTrue(re.match("手机: ", sheet["C2"].value))

    def test_others_find_nothing(self):
        register = self._upload(self._csv(["姓名", "手机"], ["甲", "1"]))
        url = f"/volunteer/import/{register.id}/mistakes"
        self._new_user("import_colleague2", "volunteer_base.group_officer")
        for login in ("import_colleague2", "test_staff", "test_portal"):
            self.authenticate(login, login)
            for path in (url, "/volunteer/import/999999/mistakes"):
                self.assertEqual(self.url_open(path).status_code, 404, login)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(url).url)

    def test_file_that_is_gone(self):
        register = self._upload(self._csv(["姓名", "手机"], ["甲", "1"]))
        register.sudo().file_cipher = False
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(f"/volunteer/import/{register.id}/mistakes")
        self.assertEqual(response.status_code, 410)
        self.assertTrue(response.text)
