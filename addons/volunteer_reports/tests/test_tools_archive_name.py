from odoo.tests import BaseCase, tagged

from ..tools.archive_name import MAX_BYTES, safe_name


@tagged("post_install", "-at_install")
class TestArchiveName(BaseCase):
    def test_leads_nowhere_else(self):
        for text in (
            "../../etc/passwd",
            "..\\..\\windows",
            "/etc/passwd",
            "C:\\boot.ini",
            "a\x00b",
            "..",
            ".",
            "",
            None,
            " . . ",
            "name\nline",
            "photo\u202egpj.exe",
            "CON",
            "con.txt",
        ):
            name = safe_name(text)
            self.assertTrue(name, repr(text))
            self.assertNotRegex(name, r'[/\\:\x00-\x1f<>"|?*\u202e]')
            self.assertNotIn(
                name.rpartition(".")[0] or name, ("", ".", "..", "CON", "con")
            )
            self.assertFalse(name.startswith("."), name)

    def test_rare_characters_stay(self):
        self.assertEqual(safe_name("𠮷田·买买提.jpg"), "𠮷田·买买提.jpg")

    def test_no_two_are_the_same(self):
        used = set()
        names = [safe_name("活动照片.jpg", used) for _time in range(5)]
        names += [safe_name("活动照片.JPG", used)]
        self.assertEqual(len({name.lower() for name in names}), 6)
        self.assertTrue(all(name.lower().endswith(".jpg") for name in names))

    def test_short_enough(self):
        used = set()
        for _time in range(3):
            name = safe_name("长" * 300 + ".jpeg", used)
            self.assertLessEqual(len(name.encode()), MAX_BYTES)
            self.assertTrue(name.endswith(".jpeg"))
