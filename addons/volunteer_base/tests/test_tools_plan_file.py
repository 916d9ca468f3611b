import io
import zipfile
from datetime import date, datetime, time
from unittest.mock import patch

from openpyxl import Workbook

from odoo.tests import BaseCase, tagged

from ..tools import plan_file, table_file
from ..tools.plan_file import parse_plan_rows, read_plan
from ..tools.table_file import TableError, read_table

HEADER = ["序号", "志愿服务项目", "服务对象", "服务内容", "活动时间"]
FIRST = ["1", "志愿手拉手", "就诊儿童及家长", "导医导诊、自助挂号服务", "1-12月"]
SECOND = ["2", "健康“童”行", "幼儿园,小学", "爱心体检", "4月及11月"]
CSV = (
    "序号,志愿服务项目,服务对象,服务内容,活动时间\r\n"
    "1,志愿手拉手,就诊儿童及家长,导医导诊、自助挂号服务,1-12月\r\n"
    '2,健康“童”行,"幼儿园,小学",爱心体检,4月及11月\r\n'
)


def workbook(rows, formats=None):
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def replaced(data, name, change):
    """Return the archive with one entry changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                content = change(content)
            new.writestr(entry.filename, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


class TableCase(BaseCase):
    def assert_error(self, expected, data, filename="plan.csv"):
        with self.assertRaises(TableError) as caught:
            read_table(data, filename)
        error = caught.exception
        self.assertEqual((error.code, error.row, error.column), expected)
        self.assertIn(error.code, plan_file.CODES)

    def assert_plan_error(self, expected, data):
        """The plan's reader says the same, with the form's heading for the column."""
        rows, (error,) = read_plan(data, "plan.csv")
        self.assertFalse(rows)
        self.assertEqual((error.code, error.row, error.column), expected)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPlanCsv(TableCase):
    def test_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
            with self.subTest(encoding=encoding):
                rows = read_table(CSV.encode(encoding), "plan.csv")
                self.assertEqual(rows, [HEADER, FIRST, SECOND])
        big_endian = b"\xfe\xff" + CSV.encode("utf-16-be")
        self.assertEqual(read_table(big_endian, "x"), [HEADER, FIRST, SECOND])

    def test_separators_and_line_ends(self):
        plain = CSV.replace('"幼儿园,小学"', "幼儿园、小学")
        for separator in "\t;":
            text = plain.replace(",", separator).replace("\r\n", "\n")
            with self.subTest(separator=separator):
                rows = read_table(text.encode(), "plan.csv")
                self.assertEqual(rows[:2], [HEADER, FIRST])

    def test_wrong_encoding_names_row_and_column(self):
        data = CSV.encode()
        broken = data.replace("就诊".encode(), b"\xff\xff\xff")
        self.assert_plan_error(("encoding", 2, "服务对象"), broken)
        self.assert_plan_error(("encoding", 1, "服务对象"), CSV.encode("utf-16-le"))
        self.assert_plan_error(("encoding", 1, "序号"), b"\x00\x01\x02")
        self.assert_plan_error(("encoding", 1, "序号"), b"\xff\xfe\x00")
        self.assert_plan_error(
            ("encoding", 2, "服务内容"), CSV.replace("导医", "\ufffd").encode()
        )

    def test_quotes(self):
        self.assert_error(("quotes", 2, ""), b'a,b\n1,"never closed\n2,3\n')
        self.assert_error(("quotes", 2, ""), b'a,b\n1,"a"b\n')
        long = b"a" * (table_file.MAX_CELL + 1)
        self.assert_error(("too_long", 2, "2"), b"a,b\n1," + long)
        rows = read_table(b'a,b\n1,"two\nlines"\n2,x', "x.csv")
        self.assertEqual(rows, [["a", "b"], ["1", "two\nlines"], ["2", "x"]])

    def test_limits(self):
        self.assert_error(("empty", 0, ""), b"")
        self.assert_error(("empty", 0, ""), b" \r\n\r\n")
        self.assert_error(("empty", 0, ""), b"\xef\xbb\xbf")
        self.assert_error(("too_large", 0, ""), b"1," * table_file.MAX_BYTES)
        self.assert_error(("too_many_columns", 2, "51"), b"a,b\n" + b"," * 50)
        many = b"a,b\n" * (table_file.MAX_ROWS + 1)
        self.assert_error(("too_many_rows", table_file.MAX_ROWS + 1, ""), many)

    def test_empty_rows_keep_their_numbers(self):
        rows = read_table(b"a,b\n\n,\n1,2\n\n,,\n", "x.csv")
        self.assertEqual(rows, [["a", "b"], [], ["", ""], ["1", "2"]])

    def test_other_kinds_of_files(self):
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
        self.assert_error(("xls", 0, ""), old, "plan.xls")
        self.assert_error(("xls", 0, ""), old, "plan.xlsx")
        self.assert_error(("xls", 0, ""), old, "plan.csv")
        self.assert_error(("xls", 0, ""), b"<html>", "PLAN.XLS")
        self.assert_error(("not_a_table", 0, ""), CSV.encode(), "plan.xlsx")
        self.assert_error(("not_a_table", 0, ""), b"PK\x03\x04rest", "plan.xlsx")


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPlanXlsx(TableCase):
    def test_same_rows_as_csv(self):
        data = workbook([HEADER, [1, *FIRST[1:]], [2.0, *SECOND[1:]]])
        for name in ("plan.xlsx", "plan.csv", ""):
            with self.subTest(name=name):
                self.assertEqual(read_table(data, name), [HEADER, FIRST, SECOND])

    def test_values(self):
        values = [
            7,
            1.5,
            True,
            None,
            " text ",
            date(2017, 2, 15),
            datetime(2017, 2, 15, 9, 30),
            time(9, 30),
            datetime(2017, 2, 15),
            datetime(2017, 2, 1),
            datetime(2017, 2, 1),
        ]
        formats = {"I1": 'm"月"d"日"', "J1": 'yyyy"年"m"月"', "K1": 'm"月"'}
        (row,) = read_table(workbook([values], formats), "x.xlsx")
        self.assertEqual(
            row,
            [
                "7",
                "1.5",
                "1",
                "",
                "text",
                "2017-02-15",
                "2017-02-15 09:30",
                "09:30",
                "2月15日",
                "2017年2月",
                "2月",
            ],
        )

    def test_formulas_give_saved_values(self):
        data = workbook([["=1+1", "x"]])
        self.assertEqual(read_table(data, "x.xlsx"), [["", "x"]])
        data = replaced(
            data,
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b"<v></v>", b"<v>2</v>").replace(
                b"<v />", b"<v>2</v>"
            ),
        )
        self.assertEqual(read_table(data, "x.xlsx"), [["2", "x"]])

    def test_gaps_and_formatted_empty_rows(self):
        book = Workbook()
        sheet = book.active
        sheet["A1"] = "a"
        sheet["B3"] = "b"
        sheet["C900"].number_format = "0.00"
        stream = io.BytesIO()
        book.save(stream)
        rows = read_table(stream.getvalue(), "x.xlsx")
        self.assertEqual(rows, [["a", ""], [], ["", "b"]])

    def test_limits(self):
        rows, columns = table_file.MAX_ROWS, table_file.MAX_COLUMNS
        fits = workbook([[1] * columns])
        self.assertEqual(len(read_table(fits, "x.xlsx")[0]), columns)
        wide = workbook([[1], [1] * (columns + 1)])
        self.assert_error(("too_many_columns", 2, "51"), wide)
        high = workbook([[1]] * (rows + 1))
        self.assert_error(("too_many_rows", rows + 1, ""), high)
        self.assert_error(("empty", 0, ""), b"", "x.xlsx")
        self.assertEqual(read_table(workbook([]), "x.xlsx"), [])

    def test_false_dimension(self):
        data = replaced(
            workbook([["a", "b"], ["c", "d"]]),
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
        )
        self.assertEqual(read_table(data, "x.xlsx"), [["a", "b"], ["c", "d"]])

    def test_archive_that_unpacks_to_too_much(self):
        data = replaced(
            workbook([["a"]]),
            "docProps/app.xml",
            lambda xml: b" " * (table_file.MAX_BYTES * 4),
        )
        self.assertLess(len(data), table_file.MAX_BYTES)
        self.assert_error(("too_large", 0, ""), data)
        with patch.object(table_file, "MAX_ENTRIES", 3):
            self.assert_error(("too_large", 0, ""), workbook([["a"]]))
        with patch.object(table_file, "MAX_UNPACKED_BYTES", 1000):
            self.assert_error(("too_large", 0, ""), workbook([["a"]]))

    def test_broken_archives(self):
        data = workbook([HEADER, FIRST])
        self.assert_error(("not_a_table", 0, ""), data[: len(data) // 2])
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("content.xml", "<x/>")
        self.assert_error(("not_a_table", 0, ""), stream.getvalue(), "x.ods")
        sheet = "xl/worksheets/sheet1.xml"
        for change in (
            lambda xml: xml[:50],
            lambda xml: b"",
            lambda xml: b'<!DOCTYPE x [<!ENTITY a "aa">]>' + xml,
        ):
            with self.subTest(change=change):
                self.assert_error(("not_a_table", 0, ""), replaced(data, sheet, change))
        for place in range(30, len(data), 97):
            damaged = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
            with self.subTest(place=place):
                try:
                    read_table(damaged, "x.xlsx")
                except TableError:
                    continue


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPlanRows(BaseCase):
    def errors(self, rows):
        plan, errors = parse_plan_rows(rows)
        for error in errors:
            self.assertIn(error.code, plan_file.CODES)
        return plan, [(e.code, e.row, e.column, e.value) for e in errors]

    def test_good_rows(self):
        plan, errors = parse_plan_rows([HEADER, FIRST, [], ["", " "], SECOND])
        self.assertEqual(errors, [])
        self.assertEqual([row.row for row in plan], [2, 5])
        self.assertEqual(plan[1][1:], (2, *SECOND[1:]))
        self.assertEqual(plan[0].sequence, 1)
        self.assertEqual(plan[0].period, "1-12月")

    def test_header_forms(self):
        spaced = [" 序 号", "志愿服务\n项目", "服务对象 ", "服务内容", "活动\u3000时间"]
        wide = [*HEADER[:4], "责任科室", "责任人", "活动时间", "完成情况", ""]
        row = [*FIRST[:4], "团委", "王*", "1-12月", ""]
        title = ["常州市儿童医院2017年志愿服务计划", "", "", "", ""]
        for rows in (
            [spaced, FIRST],
            [wide, row],
            [title, [], HEADER, FIRST],
            [HEADER, ["１", *FIRST[1:]]],
        ):
            with self.subTest(rows=rows):
                plan, errors = self.errors(rows)
                self.assertEqual(errors, [])
                self.assertEqual([list(map(str, line[1:])) for line in plan], [FIRST])

    def test_wrong_header(self):
        plan, errors = self.errors([["编号", *HEADER[1:]], FIRST])
        self.assertEqual(plan, [])
        self.assertEqual(
            errors,
            [("header_missing", 1, "序号", "编号"), ("header_unknown", 1, "1", "编号")],
        )
        _plan, errors = self.errors([HEADER[:4], FIRST[:4]])
        self.assertEqual(errors, [("header_missing", 1, "活动时间", "")])
        _plan, errors = self.errors([[*HEADER, "序号"], FIRST])
        self.assertEqual(errors, [("header_duplicate", 1, "序号", "序号")])
        _plan, errors = self.errors([FIRST, SECOND])
        self.assertEqual(len(errors), 10)
        _plan, errors = self.errors([["序号"], ["1"]])
        self.assertEqual(len(errors), 4)

    def test_nothing_to_read(self):
        self.assertEqual(self.errors([])[1], [("empty", 0, "", "")])
        self.assertEqual(self.errors([[], [""]])[1], [("empty", 0, "", "")])
        self.assertEqual(self.errors([HEADER])[1], [("empty", 1, "", "")])

    def test_every_broken_row_is_named(self):
        plan, errors = self.errors(
            [
                HEADER,
                FIRST,
                ["x", *FIRST[1:]],
                ["1", *FIRST[1:]],
                ["3", " ", *FIRST[2:]],
                ["4", "name", "whom"],
                ["5", *FIRST[1:], "", "extra"],
                ["", *FIRST[1:]],
                ["1.5", "", *FIRST[2:]],
                ["0", *FIRST[1:]],
                ["合计"],
                ["8", *FIRST[1:], "", " "],
            ]
        )
        self.assertEqual([row.sequence for row in plan], [1, 8])
        self.assertEqual(
            errors,
            [
                ("not_integer", 3, "序号", "x"),
                ("duplicate", 4, "序号", "1"),
                ("blank", 5, "志愿服务项目", ""),
                ("missing_cell", 6, "服务内容", ""),
                ("too_many_columns", 7, "7", "extra"),
                ("blank", 8, "序号", ""),
                ("not_integer", 9, "序号", "1.5"),
                ("blank", 9, "志愿服务项目", ""),
                ("not_integer", 10, "序号", "0"),
                ("missing_cell", 11, "志愿服务项目", ""),
                ("not_integer", 11, "序号", "合计"),
            ],
        )

    def test_long_values_are_shortened(self):
        _plan, errors = self.errors([HEADER, ["九" * 500, *FIRST[1:]]])
        self.assertEqual(len(errors[0][3]), 80)

    def test_read_plan(self):
        plan, errors = read_plan(CSV.encode("gbk"), "计划.csv")
        self.assertEqual((len(plan), errors), (2, []))
        plan, errors = read_plan(b"", "x.csv")
        self.assertEqual((plan, errors), ([], [TableError("empty")]))
