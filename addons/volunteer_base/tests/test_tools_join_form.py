import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import phone
from ..tools.join_form import LENGTH, NOTE_LENGTH, read_form

# The example of GB 11643-1999, nobody's number.
NUMBER = "11010519491231002X"
KINDS = frozenset(("staff", "retiree", "student", "minor", "community"))
TYPES = frozenset(("111", "414"))
TODAY = date(2026, 3, 5)
FORM = {
    "kind": "community",
    "name": " 志愿者甲 ",
    "id_type": "111",
    "id_number": "1101 0519 4912 3100 2x",
    "mobile": "+86 138 0013 8000",
    "region": "区",
}


def read(partial=False, **changes):
    form = {key: value for key, value in {**FORM, **changes}.items() if value != ""}
    return read_form(form, KINDS, TYPES, TODAY, partial=partial)


class TestToolsJoinForm(BaseCase):
    def assert_errors(self, expected, **changes):
        self.assertEqual(read(**changes)[1], expected)

    def test_examples(self):
        tried = doctest.testmod(phone)
        self.assertTrue(tried.attempted)
        self.assertEqual(tried.failed, 0)

    def test_normal_forms(self):
        values, errors = read(email=" Someone@Example.COM ", note="a\r\nb\x00\u202e")
        self.assertEqual(errors, {})
        self.assertEqual(values["name"], "志愿者甲")
        self.assertEqual(values["id_number"], NUMBER)
        self.assertEqual(values["birth_date"], date(1949, 12, 31))
        self.assertEqual(values["sex"], "2")
        self.assertEqual(values["mobile"], "13800138000")
        self.assertEqual(values["email"], "someone@example.com")
        self.assertEqual(values["note"], "a\nb")
        self.assertIs(values["minor"], False)

    def test_missing(self):
        self.assertEqual(
            set(read_form({}, KINDS, TYPES, TODAY)[1].values()), {"missing"}
        )
        for name in ("kind", "name", "mobile", "region"):
            self.assert_errors({name: "missing"}, **{name: ""})
        values, errors = read_form({}, KINDS, TYPES, TODAY, partial=True)
        self.assertEqual(errors, {})
        self.assertIsNone(values["minor"])

    def test_document(self):
        self.assert_errors(
            {"id_number": "checksum"} | {},
            id_number=NUMBER[:-1] + "1",
            birth_date="1949-12-31",
            sex="2",
        )
        self.assert_errors({"sex": "differs"}, sex="1")
        self.assert_errors({"birth_date": "differs"}, birth_date="1950-01-01")
        self.assert_errors(
            {"birth_date": "missing", "sex": "missing"},
            id_type="414",
            id_number="E12345678",
        )
        self.assert_errors(
            {"id_number": "characters"},
            id_type="414",
            id_number="<script>",
            birth_date="1990-01-01",
            sex="1",
        )

    def test_minor(self):
        passport = {"id_type": "414", "id_number": "E12345678", "sex": "1"}
        missing = dict.fromkeys(
            ("guardian_name", "guardian_relation", "guardian_mobile"), "missing"
        )
        # On the day before and the day of the eighteenth birthday.
        self.assert_errors(missing, birth_date="2008-03-06", mobile="", **passport)
        self.assert_errors({}, birth_date="2008-03-05", **passport)
        values, errors = read(
            birth_date="2012-01-01",
            kind="student",
            guardian_name="监护人",
            guardian_relation="母亲",
            guardian_mobile="13900139000",
            **passport,
        )
        self.assertEqual(errors, {})
        self.assertEqual((values["kind"], values["minor"]), ("minor", True))
        self.assert_errors({"kind": "adult"}, kind="minor")
        self.assert_errors({"birth_date": "date"}, birth_date="1880-01-01", **passport)
        self.assert_errors(
            {"birth_date": "future"}, birth_date="2027-01-01", **passport
        )

    def test_hostile(self):
        self.assert_errors({"name": "long"}, name="x" * 61)
        self.assert_errors({"address": "long"}, address="x" * (LENGTH + 1))
        self.assert_errors({"note": "long"}, note="x" * (NOTE_LENGTH + 1))
        for mobile in ("12345", "1380013800a", "x" * 9999, "١٣٨٠٠١٣٨٠٠٠"):
            self.assert_errors({"mobile": "mobile"}, mobile=mobile)
        for email in ("a", "a@b", "a b@c.de", "<a@c.de>", "a@c.de,b@c.de", "x" * 200):
            self.assert_errors({"email": "email"}, email=email)
        self.assert_errors({"kind": "choice"}, kind="superuser")
        self.assert_errors({"education_id": "choice"}, education_id="1 OR 1=1")
        self.assert_errors({"education_id": "choice"}, education_id="9" * 30)
        self.assert_errors({"platform_id": "missing"}, external_number="X1")
        values, _errors = read_form({"name": ["a"], "note": 3}, KINDS, TYPES, TODAY)
        self.assertEqual((values["name"], values["note"]), ("", ""))
