import base64
import io
import zipfile
from datetime import date

from openpyxl import Workbook, load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.monthly import KEYS
from ..tools.monthly_file import Form, write_monthly
from .test_bureau import BureauCase
from .test_bureau_registers import BureauRegisterCase


def form_of(env, unit, month=date(2026, 11, 1), code="", **values):
    """Return the bytes of a form; values are ``key=(month, year, last year)``."""
    file = io.BytesIO()
    write_monthly(
        file,
        Form(
            unit,
            code,
            month,
            env["volunteer.monthly.report"]._get_monthly_labels(),
            values={
                key: dict(zip(("month", "year", "last_year"), three, strict=True))
                for key, three in values.items()
            },
            texts={"experience": "Two desks instead of one"},
        ),
    )
    return file.getvalue()


class BureauFilesCase(BureauRegisterCase):
    def upload(self, *files):
        """Return the wizard with files ``(name, bytes)``."""
        attachments = (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create([{"name": name, "raw": data} for name, data in files])
        )
        return self.make(
            "volunteer.filing.upload", attachment_ids=[(6, 0, attachments.ids)]
        )

    def other_table(self):
        file = io.BytesIO()
        book = Workbook()
        book.active["A1"] = "Something else"
        book.save(file)
        return file.getvalue()

    def form(self, unit, **values):
        return form_of(self.env, unit, **values)


@tagged("post_install", "-at_install")
class TestBureauFiles(BureauFilesCase):
    def test_the_form_goes_out_and_comes_back(self):
        filing = self.expect(units=self.first)
        file = io.BytesIO()
        filing._write_template(file)
        book = load_workbook(file)
        page = book.worksheets[0]
        self.assertEqual(page["B2"].value, self.first.name)
        self.assertEqual(page["B4"].value, "2026-11")
        self.assertTrue(page.protection.sheet)
        self.assertTrue(page["B2"].protection.locked)
        row = next(cell.row for cell in page["E"] if cell.value == "activities")
        self.assertFalse(page.cell(row, 2).protection.locked)
        page.cell(row, 2).value = 7
        back = io.BytesIO()
        book.save(back)
        filing.write(
            {"file": base64.b64encode(back.getvalue()), "filename": "back.xlsx"}
        )
        filing.action_hand_in()
        self.assertEqual(filing.figures["values"]["activities"]["month"], 7)
        self.assertEqual(set(filing.figures["values"]), set(KEYS))
        self.assertIn("7", filing.figures_html)

    def test_activities_come_back_too(self):
        """The second sheet is read where there is one, and checked with the first."""
        filing = self.expect(units=self.first)
        file = io.BytesIO()
        filing._write_template(file)
        book = load_workbook(file)
        page, activities = book.worksheets
        row = next(cell.row for cell in page["E"] if cell.value == "activities")

        def hand_in(cells, count):
            page.cell(row, 2).value = count
            for place, value in cells.items():
                activities[place] = value
            back = io.BytesIO()
            book.save(back)
            filing.write(
                {"file": base64.b64encode(back.getvalue()), "filename": "back.xlsx"}
            )
            filing.action_hand_in()

        self.assertFalse(activities["C2"].protection.locked)
        first = {"B2": date(2026, 10, 3), "C2": "Guiding", "E2": 4, "F2": 8.5}
        with self.assertRaises(UserError) as caught:
            hand_in({**first, "G2": -3}, 1)
        name = activities.title
        self.assertIn(
            f"Cell {name}!B2: “2026-10-03” is not in the", str(caught.exception)
        )
        self.assertIn(f"Cell {name}!G2: “-3” cannot be below", str(caught.exception))
        first = {**first, "B2": date(2026, 11, 3), "G2": 12}
        second = {"B3": "2026-11-04", "C3": "<b>Singing", "H3": "Many came"}
        with self.assertRaisesRegex(UserError, f"Cell {name}!A3: A part is more"):
            hand_in({**first, **second}, 1)
        self.assertEqual(filing.state, "expected")
        hand_in({}, 2)
        self.assertEqual(
            filing.figures["activities"],
            [
                [1, "2026-11-03", "Guiding", "", 4, 8.5, 12, ""],
                [2, "2026-11-04", "<b>Singing", "", None, None, None, "Many came"],
            ],
        )
        for words in ("Guiding", "&lt;b&gt;Singing", "8.5", "Many came"):
            self.assertIn(words, filing.figures_html)

    def test_a_monthly_report_needs_its_form(self):
        filing = self.expect(units=self.first)
        with self.assertRaisesRegex(UserError, "attach the filled-in form"):
            filing.action_hand_in()
        for data, problem in (
            (b"nothing", "cannot be read"),
            (self.other_table(), "not the form"),
            (self.form("Second Hospital"), "another unit"),
            (self.form(self.first.name, month=date(2026, 10, 1)), "another month"),
            (self.form(self.first.name, activities=(-1, 0, 0)), "below zero"),
        ):
            filing.write({"file": base64.b64encode(data), "filename": "a.xlsx"})
            with self.assertRaisesRegex(UserError, problem):
                filing.action_hand_in()
        self.assertEqual(filing.state, "expected")

    def test_many_files_at_once(self):
        self.second.credit_code = "91350100M000100Y43"
        owed = self.expect(units=self.first)
        wizard = self.upload(
            ("one.xlsx", self.form(self.first.name, hours_recorded=(12.5, 100, 3))),
            # Known by its code, under a name of its own, and asked by nobody yet.
            ("two.xlsx", self.form("2nd", code="91350100m000100Y43")),
            ("three.xlsx", self.form("Nowhere")),
            ("four.xlsx", self.form(self.first.name)),
            ("five.xlsx", self.form(self.first.name, month=date(2027, 1, 1))),
            ("six.xlsx", self.form(self.second.name, activities=(1.5, 1, 1))),
            ("seven.xlsx", b"PK\x03\x04 nothing"),
        )
        # As a form reads it.
        wizard.invalidate_recordset()
        wizard = wizard.with_context(bin_size=True)
        self.assertEqual((wizard.good_count, wizard.bad_count), (2, 5))
        for text in ("12.5", "no reporting unit", "same unit", "not begun", "Cell B"):
            self.assertIn(text, wizard.preview)
        action = wizard.action_take_over()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual(
            wizard._get_attachments().mapped("name"),
            ["three.xlsx", "four.xlsx", "five.xlsx", "six.xlsx", "seven.xlsx"],
        )
        self.assertEqual(owed.state, "filed")
        self.assertEqual(owed.filename, "one.xlsx")
        self.assertEqual(
            owed.figures["texts"]["experience"], "Two desks instead of one"
        )
        second = self.Filing.search([("unit_id", "=", self.second.id)])
        self.assertEqual((second.state, second.period), ("filed", date(2026, 11, 1)))
        # Handed in already: what is there is not overwritten.
        again = self.upload(("one.xlsx", self.form(self.first.name)))
        self.assertIn("handed in already", again.preview)
        with self.assertRaisesRegex(UserError, "No file is right"):
            again.action_take_over()

    def test_matching_takes_the_same_queries_for_many(self):
        def count(number):
            files = [
                (f"{index}.xlsx", self.form(self.first.name)) for index in range(number)
            ]
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Filing._match_forms_sudo(self.bureau, files)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(1), count(10))

    def test_the_table_of_all_units(self):
        third = self.Unit.create({"name": "Third Hospital"})
        self.expect()
        self.upload(
            (
                "one.xlsx",
                self.form(
                    self.first.name,
                    volunteers=(100, 100, 90),
                    staff_rate=(50, 50, 40),
                    hours_recorded=(12.5, 100, 3),
                    people_served=(40, 400, 4),
                ),
            ),
            (
                "two.xlsx",
                self.form(
                    self.second.name,
                    volunteers=(30, 30, 20),
                    hours_recorded=(7.25, 50, None),
                    people_served=(2, 20, None),
                ),
            ),
        ).action_take_over()
        summary = self.make("volunteer.filing.summary", month="2026-11-15")
        self.assertEqual(summary.line_count, 3)
        rows, _page = self.read_xlsx(summary)
        heads = rows[0]
        labels = self.env["volunteer.monthly.report"]._get_monthly_labels()
        self.assertEqual(heads, ["Unit", *(labels[key] for key in KEYS), "State"])
        found = {row[0]: dict(zip(heads, row, strict=True)) for row in rows[1:4]}
        self.assertEqual(found[self.first.name][labels["hours_recorded"]], 12.5)
        self.assertEqual(found[self.second.name][labels["staff_rate"]], None)
        self.assertEqual(found[third.name]["State"], "Not handed in")
        total = dict(zip(heads, rows[4], strict=True))
        column = chr(ord("A") + heads.index(labels["hours_recorded"]))
        self.assertEqual(total[labels["hours_recorded"]], f"=SUM({column}4:{column}6)")
        # Who is registered with two units would be counted twice; a rate has no sum.
        for key in ("volunteers", "volunteers_staff", "staff_rate", "hours_per_head"):
            self.assertFalse(total[labels[key]], key)
        text = self.read_pdf(summary)
        for part in ("19.75", "42", "汇总2个单位的报表,共3个单位", "1/1"):
            self.assertIn(part, text)
        year = self.make("volunteer.filing.summary", month="2026-11-15", basis="year")
        self.assertIn("150", self.read_pdf(year))
        year.only_accepted = True
        self.assertIn("汇总0个单位的报表,共3个单位", self.read_pdf(year))

    def test_a_month_without_reports(self):
        summary = self.make("volunteer.filing.summary", month="2020-01-15")
        rows, _page = self.read_xlsx(summary)
        self.assertIn("no entries", rows[1][0])
        self.assertTrue(self.read_pdf(summary))

    def test_another_desk_gets_nothing(self):
        self.expect()
        other = self.env["res.company"].create({"name": "Other Bureau"})
        elsewhere = self.make_user("bureau_elsewhere", "volunteer_base.group_officer")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        env = self.env(user=elsewhere, context={})
        wizard = env["volunteer.filing.upload"].create({"company_id": other.id})
        wizard.sudo().company_id = self.bureau
        with self.assertRaises(AccessError):
            wizard._match_files()
        book = env["volunteer.filing.book"].create({"company_id": other.id})
        self.assertEqual(book._get_register_totals(), (0, 0))


@tagged("post_install", "-at_install")
class TestBureauForms(HttpCase, BureauCase):
    def test_forms(self):
        filings = self.expect()
        one = self.first.filing_ids.with_user(self.officer)
        self.authenticate(self.officer.login, self.officer.login)
        answer = self.url_open(one.action_template()["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(load_workbook(io.BytesIO(answer.content)))
        answer = self.url_open(filings.action_template()["url"])
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        self.assertEqual(
            sorted(names),
            [
                "2026-11 First Hospital Monthly Report.xlsx",
                "2026-11 Second Hospital Monthly Report.xlsx",
            ],
        )
        for wrong in ("999999999.xlsx", "x.zip", "1--2.zip", "٣.zip"):
            answer = self.url_open(f"/volunteer/filing/{wrong}")
            self.assertEqual(answer.status_code, 404, wrong)
        with self.assertRaisesRegex(UserError, "Choose monthly reports"):
            self.expect_other().action_template()
        self.make_user("bureau_plain", "base.group_user")
        self.authenticate("bureau_plain", "bureau_plain")
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/volunteer/filing/{one.id}.xlsx")
        self.assertNotEqual(answer.status_code, 200)
