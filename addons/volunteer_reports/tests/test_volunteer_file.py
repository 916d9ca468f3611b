import shutil
from datetime import date
from unittest import skipUnless

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import ReportsCase

REPORT = "volunteer_reports.volunteer_file_report"
NUMBER = "11010519491231002X"


@tagged("post_install", "-at_install")
class TestVolunteerFile(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.name = "𠮷田·买买提"
        cls.identity = cls.env["volunteer.identity"].create(
            {
                "volunteer_id": cls.citizen.id,
                "mobile": "13812345678",
                "region": "天宁区",
                "sex": "2",
            }
        )

    def papers(self, user, volunteers=None, **data):
        report = self.env["report.volunteer_reports.volunteer_file"].with_user(user)
        volunteers = volunteers or self.citizen
        return report._get_report_values(volunteers.ids, data)["papers"]

    def cells(self, paper):
        return [
            str(cell)
            for page in paper["pages"]
            for piece in page
            for row in piece.rows
            for cell in row
        ]

    def test_five_groups_and_the_ledgers_sum(self):
        lines = self.claim_recorded(self.citizen, count=3)
        self.reverse(lines[0])
        self.env["volunteer.award"].create(
            {
                "name": "优秀志愿者",
                "volunteer_id": self.citizen.id,
                "company_id": self.company.id,
                "granted_by": "市卫健委",
            }
        )
        [paper] = self.papers(self.officer)
        parts = [piece for page in paper["pages"] for piece in page]
        self.assertGreaterEqual(len([part for part in parts if part.title]), 5)
        cells = self.cells(paper)
        for text in ("𠮷田·买买提", "天宁区", "138****5678", "优秀志愿者", "市卫健委"):
            self.assertIn(text, cells)
        # Two of three services of two hours are left in the ledger.
        _basic, services = [part for part in parts if part.kind == "facts"]
        self.assertEqual(services.rows[0][1::2], ("2", "4"))
        self.assertEqual(services.rows[1][1::2], ("0", "4"))
        self.assertNotIn(lines[0].date.isoformat(), cells)

    def test_period(self):
        self.claim_recorded(self.citizen, dates=[date(2024, 3, 5), date(2025, 3, 5)])
        [paper] = self.papers(self.officer, date_from="2025-01-01")
        self.assertIn("2025-03-05", self.cells(paper))
        self.assertNotIn("2024-03-05", self.cells(paper))
        with self.assertRaises(UserError):
            self.papers(self.officer, date_from="2025-02-01", date_to="2025-01-01")
        with self.assertRaises(UserError):
            self.citizen.with_user(self.officer).action_print_file(date_from="soon")

    def test_who_may(self):
        self.assertTrue(self.papers(self.portal_user))
        for user in (self.stranger, self.leader_user, self.member_user):
            with self.assertRaises(AccessError):
                self.papers(user)
            with self.assertRaises(AccessError):
                self.citizen.with_user(user).action_print_file()
        with self.assertRaises(AccessError):
            self.papers(self.portal_user, self.citizen | self.member)

    def test_numbers_in_full_are_the_offices_and_logged(self):
        self.use_keys()
        self.identity.id_number = NUMBER
        [paper] = self.papers(self.officer)
        self.assertNotIn(NUMBER, self.cells(paper))
        self.assertIn("1101**********002X", self.cells(paper))
        self.assertFalse(self.citizen.disclosure_ids)
        [paper] = self.papers(self.portal_user, full=True)
        self.assertNotIn(NUMBER, self.cells(paper))
        self.assertFalse(self.citizen.disclosure_ids)
        [paper] = self.papers(self.officer, full=True)
        self.assertIn(NUMBER, self.cells(paper))
        self.assertIn("13812345678", self.cells(paper))
        self.assertEqual(
            sorted(self.citizen.disclosure_ids.mapped("what")), ["id_number", "mobile"]
        )
        self.assertEqual(self.citizen.disclosure_ids.user_id, self.officer)

    def test_other_units_records_stay_there(self):
        """The office prints its units' records; the person those of every unit."""
        lines = self.claim_recorded(self.citizen)
        other = self.env["res.company"].create({"name": "Other Hospital"})
        self.citizen.company_ids |= other
        elsewhere = self.make_user("test_elsewhere", "volunteer_base.group_officer")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        report = self.env(user=elsewhere, context={"allowed_company_ids": other.ids})[
            "report.volunteer_reports.volunteer_file"
        ]
        [paper] = report._get_report_values(self.citizen.ids, {})["papers"]
        self.assertNotIn(lines.date.isoformat(), self.cells(paper))
        [paper] = self.papers(self.portal_user)
        self.assertIn(lines.date.isoformat(), self.cells(paper))

    def test_hours_of_a_merged_record(self):
        lines = self.claim_recorded(self.member)
        self.env.execute_query(
            SQL(
                "UPDATE volunteer_volunteer SET merged_into_id = %s, active = FALSE "
                "WHERE id = %s RETURNING id",
                self.citizen.id,
                self.member.id,
            )
        )
        self.env.invalidate_all()
        [paper] = self.papers(self.officer)
        self.assertIn(lines.date.isoformat(), self.cells(paper))

    def test_queries_do_not_grow(self):
        people = self.citizen
        for number in range(19):
            people |= self.make_volunteer(f"Person {number}")
        self.claim_recorded(self.citizen)
        self.papers(self.officer, people)
        counts = []
        for volunteers in (self.citizen, people):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.papers(self.officer, volunteers)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertLess(counts[1], 50)

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_pdf(self):
        self.claim_recorded(self.citizen, count=28)
        pdf, kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(REPORT, (self.citizen | self.member).ids)
        )
        self.assertEqual(kind, "pdf")
        pages = self.read_pdf(pdf)
        text = "".join(pages)
        # The rare character is drawn, but WebKit gives it no text to read back.
        for expected in ("田·买买提", self.citizen.code, self.member.code, "天宁区"):
            self.assertIn(expected, text)
        self.assertEqual(text.count(f"{self.start.year - 1}-01-"), 28)
        self.assertIn("1/", pages[0][-6:])

    def test_merged_records_are_one_file(self):
        """What the kept record says stands, and who was chosen twice prints once."""
        older = self.citizen
        kept = self.make_volunteer("Kept")
        self.env["volunteer.identity"].create(
            {"volunteer_id": kept.id, "region": "钟楼区"}
        )
        older.sudo().merged_into_id = kept
        [paper] = self.papers(self.officer, kept | older)
        self.assertIn("钟楼区", self.cells(paper))
        self.assertNotIn("天宁区", self.cells(paper))
