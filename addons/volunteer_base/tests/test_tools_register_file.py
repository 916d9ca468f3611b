from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.register_file import CODES, parse_register
from ..tools.register_headings import (
    HEADINGS,
    TARGETS,
    find_header,
    guess_targets,
    normalise,
)
from ..tools.register_words import spell, word_key
from ..tools.resident_id import check_character

TODAY = date(2026, 11, 22)


def resident_id(serial, birth="19900531"):
    digits = f"320402{birth}{serial:03d}"
    return digits + check_character(digits)


def parse(targets, *rows, tables=None):
    header = [f"H{place}" for place in range(len(targets))]
    return parse_register([header, *rows], 0, targets, tables or {}, TODAY)


@tagged("post_install", "-at_install")
class TestHeadings(BaseCase):
    def test_forms_of_a_heading(self):
        for heading in (
            "手机号码",
            " *手机 号码（必填）",
            "手机号码(11位)",
            "手机号码：",
        ):
            self.assertEqual(normalise(heading), "手机号码")
        self.assertEqual(normalise("（手机）"), "手机", "nothing but parentheses")
        self.assertEqual(normalise("ID Number"), "idnumber")

    def test_every_heading_means_one_thing(self):
        seen = {}
        for target, headings in HEADINGS.items():
            for heading in headings:
                self.assertEqual(normalise(heading), heading)
                self.assertNotIn(heading, seen, f"{target} and {seen.get(heading)}")
                seen[heading] = target

    def test_export_of_a_platform(self):
        header = [
            "序号",
            "真实姓名",
            "性别",
            "证件类型",
            "证件号码",
            "联系电话",
            "政治面貌",
        ]
        self.assertEqual(
            guess_targets(header),
            ["", "name", "sex", "id_type", "id_number", "mobile", "political_status"],
        )

    def test_memory_wins(self):
        remembered = {"备用号": "mobile", "姓名": "", "电话": "nonsense"}
        self.assertEqual(
            guess_targets(["姓名", "备用号", "电话"], remembered), ["", "mobile", ""]
        )

    def test_no_target_twice(self):
        self.assertEqual(guess_targets(["手机", "联系电话"]), ["mobile", ""])
        self.assertTrue(set(guess_targets(list(TARGETS))) - {""})

    def test_header_below_titles(self):
        rows = [
            ["某医院志愿者名册"],
            [],
            ["填报:", "张"],
            ["姓名", "手机"],
            ["甲", "1"],
        ]
        self.assertEqual(find_header(rows), 3)
        self.assertEqual(find_header([["a", "b"], ["c", "d"]]), 0)
        self.assertIsNone(find_header([]))


@tagged("post_install", "-at_install")
class TestRegisterRows(BaseCase):
    def assert_value(self, target, text, value, tables=None):
        [row], errors = parse([target], [text], tables=tables)
        self.assertFalse(errors)
        self.assertEqual(row.values[target], value)

    def assert_code(self, target, text, code, tables=None):
        rows, [error] = parse([target], [text], tables=tables)
        self.assertFalse(rows)
        self.assertEqual((error.row, error.column, error.code), (2, "H0", code))
        self.assertIn(code, CODES)
        return error

    def test_mobiles(self):
        for text in (
            "13800005678",
            "138 0000-5678",
            "+8613800005678",
            "１３８００００５６７８",
        ):
            self.assert_value("mobile", text, "13800005678")
        self.assert_value("mobile", "0519-12345678", "051912345678")
        for text in ("12", "abc", "28000056780", "1" * 21):
            error = self.assert_code("mobile", text, "not_a_mobile")
            self.assertEqual(error.value, "", "a number is not repeated")
        self.assert_code("mobile", "1.38E+10", "scientific")

    def test_dates(self):
        for text in (
            "1990-05-31",
            "1990/5/31",
            "1990.5.31",
            "1990年5月31日",
            "19900531",
        ):
            self.assert_value("birth_date", text, date(1990, 5, 31))
        self.assert_value("birth_date", "1990-05-31 00:00:00", date(1990, 5, 31))
        for text in ("1990-02-30", "31.05.1990", "1990", "5月31日", "1800-01-01"):
            self.assert_code("birth_date", text, "not_a_date")
        self.assert_code("birth_date", "2026-11-23", "future_date")

    def test_words(self):
        self.assert_value("kind", "在职 职工", "staff")
        self.assert_value("sex", "男", "1")
        self.assert_value("is_contract", "是", True)
        self.assert_value("is_contract", "否", False)
        self.assert_code("is_contract", "也许", "not_yes_or_no")
        self.assert_code("kind", "外星人", "unknown_kind")
        self.assert_value("team", "A 队", 7, {"team": {word_key("A队"): 7}})
        self.assert_code("team", "B", "unknown_word", {"team": {"a队": 7}})
        skills = {"skills": {"急救": 1, "英语": 2}}
        self.assert_value("skills", "急救、英语，急救", (1, 2), skills)
        error = self.assert_code("skills", "急救、飞", "unknown_word", skills)
        self.assertEqual(error.value, "飞")

    def test_formulas_and_errors_of_spreadsheets(self):
        for text in ("=1+1", "@SUM(A1)", "#REF!", "#N/A"):
            for target in ("name", "address", "code", "email"):
                self.assert_code(target, text, "formula")
        self.assert_code("name", "x" * 201, "too_long_text")

    def test_resident_ids(self):
        number = resident_id(1)
        [row], _errors = parse(["id_number"], [f" {number[:6]} {number[6:]} "])
        self.assertEqual(
            row.values,
            {
                "id_number": number,
                "id_type": "111",
                "birth_date": date(1990, 5, 31),
                "sex": "1",
            },
        )
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        for text, code in (
            (wrong, "id_checksum"),
            ("123", "id_length"),
            ("x" * 18, "id_characters"),
            (resident_id(1, "20991231"), "id_future"),
            ("110105194913310021", "id_birth_date"),
        ):
            error = self.assert_code("id_number", text, code)
            self.assertEqual(error.value, "", "a number is not repeated")

    def test_what_the_id_number_says(self):
        number = resident_id(2)  # a woman
        targets = ["id_number", "birth_date", "sex"]
        for birth, sex, expected in (
            ("1990-05-31", "女", []),
            ("", "未说明", []),
            ("1990-05-30", "女", ["birth_differs"]),
            ("1990-05-31", "男", ["sex_differs"]),
        ):
            rows, errors = parse(targets, [number, birth, sex])
            self.assertEqual([error.code for error in errors], expected)
            if rows:
                self.assertEqual(rows[0].values["sex"], "2")

    def test_other_documents(self):
        [row], _errors = parse(["id_type", "id_number"], ["护照", "e1234567"])
        self.assertEqual(row.values, {"id_type": "414", "id_number": "E1234567"})
        _rows, [error] = parse(["id_type", "id_number"], ["护照", "e1"])
        self.assertEqual(error.code, "id_short")

    def test_keys_that_stand_twice(self):
        number = resident_id(1)
        rows, errors = parse(
            ["id_number", "external_number"],
            [number, "A"],
            ["", "A"],
            [number.lower(), "B"],
            ["", "C"],
        )
        self.assertEqual([row.row for row in rows], [2, 5])
        self.assertEqual(
            [(error.row, error.code, error.value) for error in errors],
            [(3, "twice", "2"), (4, "twice", "2")],
        )

    def test_rows_of_any_length(self):
        rows, errors = parse(
            ["name", "", "mobile"],
            ["甲"],
            [],
            ["", "", ""],
            ["乙", "ignored", "13800005678", "more"],
        )
        self.assertEqual([row.values for row in rows], [{"name": "甲"}])
        self.assertEqual([(e.row, e.code) for e in errors], [(5, "too_many_cells")])

    def test_every_error_of_a_row(self):
        _rows, errors = parse(["mobile", "email", "birth_date"], ["1", "x", "y"])
        self.assertEqual(
            [error.code for error in errors],
            ["not_a_mobile", "not_an_email", "not_a_date"],
        )

    def test_spelling(self):
        self.assertEqual(spell({"1": "男 M"}), {"1": "1", "男": "1", "m": "1"})
