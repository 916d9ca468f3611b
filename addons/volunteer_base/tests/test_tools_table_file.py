import io
import zipfile

from openpyxl import Workbook

from odoo.tests import BaseCase, tagged

from ..tools.table_file import Limits, TableError, read_table

LIMITS = Limits(1024 * 1024, 10 * 1024 * 1024, 100, 20)


@tagged("-at_install", "post_install")
class TestHostileWorkbooks(BaseCase):
    def _workbook(self, change, name="xl/worksheets/sheet1.xml"):
        """Return a .xlsx file whose sheet's XML went through ``change``."""
        book = Workbook()
        book.active.append(["a"])
        old, new = io.BytesIO(), io.BytesIO()
        book.save(old)
        with (
            zipfile.ZipFile(old) as source,
            zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for entry in source.infolist():
                content = source.read(entry)
                if entry.filename == name:
                    content = change(content)
                target.writestr(entry.filename, content)
        return new.getvalue()

    def _refuse(self, content):
        with self.assertRaises(TableError) as caught:
            read_table(content, "x.xlsx", LIMITS, True)
        return caught.exception

    def test_row_far_below(self):
        for cell in (b'<c r="A4000000" t="inlineStr"><is><t>b</t></is></c>', b""):
            row = b'<row r="4000000">' + cell + b"</row></sheetData>"
            error = self._refuse(
                self._workbook(
                    lambda xml, row=row: xml.replace(b"</sheetData>", row, 1)
                )
            )
            self.assertEqual(error.code, "too_many_rows")
            self.assertLess(error.row, 200, "it does not count up to there")

    def test_gaps_and_formatted_rows_are_read(self):
        empty = b"".join(b'<row r="%d"/>' % number for number in range(2, 500))
        rows = empty + b"</sheetData>"
        content = self._workbook(lambda xml: xml.replace(b"</sheetData>", rows, 1))
        self.assertEqual(read_table(content, "x.xlsx", LIMITS, True), [["a"]])
        far = b'<row r="90"><c r="A90"><v>1</v></c></row></sheetData>'
        content = self._workbook(lambda xml: xml.replace(b"</sheetData>", far, 1))
        rows = read_table(content, "x.xlsx", LIMITS, True)
        self.assertEqual((len(rows), rows[-1]), (90, ["1"]))

    def test_document_type_anywhere_before_the_content(self):
        doctype = b'<!DOCTYPE x [<!ENTITY a "b">]>'
        for before in (b"", b"<!--" + b" " * 100_000 + b"-->"):
            for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
                for head in (b"<worksheet", b"<workbook"):
                    content = self._workbook(
                        lambda xml, before=before, head=head: xml.replace(
                            head, before + doctype + head, 1
                        ),
                        name,
                    )
                    if head == (b"<worksheet" if "sheets" in name else b"<workbook"):
                        self.assertEqual(self._refuse(content).code, "not_a_table")

    def test_words_in_cells_are_no_document_type(self):
        text = b'<c r="B1" t="inlineStr"><is><t>&lt;!DOCTYPE</t></is></c></row>'
        content = self._workbook(lambda xml: xml.replace(b"</row>", text, 1))
        self.assertEqual(
            read_table(content, "x.xlsx", LIMITS, True), [["a", "<!DOCTYPE"]]
        )
