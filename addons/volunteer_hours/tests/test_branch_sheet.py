import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .evaluation_common import SheetsCase

LINE = "volunteer.branch.sheet.line"


class BranchCase(SheetsCase):
    """A branch with one below it; the secretary of the lower one is no officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Branch = cls.env["volunteer.branch"]
        cls.general = Branch.create({"name": "General", "company_id": cls.company.id})
        cls.ward_branch, cls.league = Branch.create(
            [
                {
                    "name": "Ward Branch",
                    "company_id": cls.company.id,
                    "parent_id": cls.general.id,
                },
                {"name": "League", "company_id": cls.company.id, "kind": "league"},
            ]
        )
        cls.secretary = cls.make_volunteer("Secretary", cls.stranger)
        cls.ward_branch.secretary_id = cls.secretary
        cls.secretary.branch_id = cls.general
        (cls.member | cls.citizen).branch_id = cls.ward_branch
        cls.leader.branch_id = cls.league
        cls.people = cls.member | cls.citizen | cls.leader | cls.secretary
        cls.people.write({"date_registered": "2024-05-01"})

    def make(self, user=None, **vals):
        sheet = (
            self.env["volunteer.branch.sheet"]
            .with_user(user or self.officer)
            .create({"company_id": self.company.id, "year": 2025, **vals})
        )
        sheet.action_show()
        return sheet

    def row(self, sheet, volunteer):
        return sheet.line_ids.filtered(lambda line: line.code == volunteer.code)

    def names(self, sheet):
        return set(sheet.line_ids.mapped("name"))


@tagged("post_install", "-at_install")
class TestBranchSheet(BranchCase):
    def test_what_a_member_did(self):
        self.record(
            self.claim(date="2025-03-05")
            | self.claim(date="2025-12-31", minutes=30)
            | self.claim(date="2026-01-01")
        )
        self.claim(date="2025-03-06")  # a draft
        Report = self.env["volunteer.community.report"]
        Report.create(
            [
                {
                    "volunteer_id": self.member.id,
                    "community": "Lakeside",
                    "date": "2024-11-01",
                    "receipt": base64.b64encode(b"%PDF-1.4"),
                    "receipt_name": "receipt.pdf",
                },
                {
                    "volunteer_id": self.member.id,
                    "community": "Hillside",
                    "date": "2026-02-01",
                },
            ]
        )
        self.env["volunteer.project.claim"].create(
            [
                {
                    "project_id": project.id,
                    "company_id": self.company.id,
                    "volunteer_id": self.member.id,
                    "state": state,
                    "date_claimed": claimed,
                    "date_done": done,
                }
                for project, state, claimed, done in (
                    (self.project, "done", "2024-12-01", "2025-01-05"),
                    (self.project.copy(), "done", "2025-12-01", "2026-01-05"),
                    (self.project.copy(), "released", "2025-05-01", False),
                )
            ]
        )
        self.env["volunteer.wish"].create(
            {
                "name": "A kite",
                "company_id": self.company.id,
                "state": "done",
                "claimed_by_id": self.member.id,
                "date_claimed": "2025-05-01",
                "date_done": "2025-06-01",
            }
        )
        star = {
            "name": "Star",
            "kind": "star",
            "reached_on": "2025-01-01",
            "granted_by": "Test Hospital",
            "volunteer_id": self.member.id,
            "company_id": self.company.id,
        }
        self.env["volunteer.award"].create(
            [
                {**star, "star_level": 1, "state": "granted", "date": "2025-02-01"},
                {**star, "star_level": 2, "state": "granted", "date": "2026-02-01"},
            ]
        )
        self.confirm()
        row = self.row(self.make(), self.member)
        self.assertEqual(
            row.read(
                [
                    "reported",
                    "community",
                    "receipt",
                    "projects_claimed",
                    "projects_done",
                    "wishes_claimed",
                    "wishes_done",
                    "hours_proven",
                    "hours_claimed",
                    "services",
                    "star_level",
                    "grade",
                ]
            )[0],
            {
                "id": row.id,
                "reported": True,
                "community": "Lakeside",
                "receipt": True,
                "projects_claimed": 1,
                "projects_done": 1,
                "wishes_claimed": 1,
                "wishes_done": 1,
                "hours_proven": 0.0,
                "hours_claimed": 2.5,
                "services": 2,
                "star_level": 1,
                "grade": "Good",
            },
        )
        # A quarter has a grade of its own, or none.
        quarter = self.row(self.make(period="quarter", number="1"), self.member)
        self.assertEqual((quarter.hours_claimed, quarter.grade), (2, False))

    def test_branches_below_and_everybody_once(self):
        self.record(
            self.claim(date="2025-03-05")
            | self.claim(self.secretary, date="2025-03-05")
        )
        sheet = self.make()
        self.assertEqual(
            [
                (one.name, one.members, one.hours_a_head, one.is_total)
                for one in sheet.sum_ids
            ],
            [
                ("General", 3, 1.33, False),
                ("Ward Branch", 2, 1, False),
                ("League", 1, 0, False),
                ("Everybody, counted once", 4, 1, True),
            ],
        )

    def test_members_of_the_period(self):
        self.citizen.write({"date_registered": "2026-01-01"})
        self.member.with_user(self.officer).action_leave("Moved")
        self.member.write({"date_left": "2025-01-01"})
        sheet = self.make(branch_id=self.ward_branch.id)
        self.assertEqual(self.names(sheet), {"Member"})
        self.assertEqual(str(sheet.line_ids.date_left), "2025-01-01")
        self.member.write({"date_left": "2024-12-31"})
        self.assertFalse(self.make(branch_id=self.ward_branch.id).line_ids)
        self.assertEqual(
            self.names(self.make(year=2024, branch_id=self.ward_branch.id)), {"Member"}
        )

    def test_hours_of_merged_records_count_once(self):
        twin = self.make_volunteer("Twin")
        twin.branch_id = self.ward_branch
        twin.write({"date_registered": "2024-05-01"})
        self.record(self.claim(twin, date="2025-03-05") | self.claim(date="2025-03-06"))
        self.env["volunteer.merge"].with_user(self.officer).create(
            {
                "volunteer_ids": (twin | self.member).ids,
                "keep_id": self.member.id,
            }
        ).action_merge()
        sheet = self.make(branch_id=self.ward_branch.id)
        self.assertEqual(self.names(sheet), {"Member", "Citizen"})
        self.assertEqual(self.row(sheet, self.member).hours_claimed, 4)

    def test_who_sees_what(self):
        self.assertEqual(
            self.names(self.make(self.hr_user)), set(self.people.mapped("name"))
        )
        own = self.make(self.stranger)
        self.assertEqual(self.names(own), {"Member", "Citizen"})
        self.assertEqual(
            own.sum_ids.mapped("name"), ["Ward Branch", "Everybody, counted once"]
        )
        with self.assertRaises(AccessError):
            self.make(self.stranger, branch_id=self.league.id)
        for user in (self.colleague, self.leader_user, self.head_user):
            with self.assertRaises(AccessError):
                self.make(user)
        with self.assertRaises(AccessError):
            self.make(self.portal_user)
        # Nobody reads the sheet of somebody else, whatever they may make themselves.
        for user in (self.officer, self.colleague):
            self.assertFalse(
                self.env[LINE].with_user(user).search([("sheet_id", "=", own.id)])
            )
            for method in ("action_show", "action_download", "action_print"):
                with self.assertRaises(AccessError):
                    getattr(own.with_user(user), method)()
        with self.assertRaises(AccessError):
            own.line_ids[0].write({"grade": "Excellent"})
        # Who is not in charge any more takes nothing away.
        self.ward_branch.secretary_id = False
        with self.assertRaises(AccessError):
            own._get_paper_pages()

    def test_other_units_see_nothing(self):
        for user in self.make_other_unit():
            self.env["volunteer.branch"].create(
                {"name": "Theirs", "company_id": user.company_id.id}
            )
            theirs = self.env["volunteer.branch.sheet"].with_user(user)
            theirs = theirs.with_context(allowed_company_ids=user.company_ids.ids)
            with self.assertRaises(AccessError):
                theirs.create({"company_id": self.company.id, "year": 2025})
            sheet = theirs.create({"company_id": user.company_id.id, "year": 2025})
            sheet.action_show()
            self.assertFalse(sheet.line_ids)

    def test_what_is_asked_anew_leaves_no_old_rows(self):
        sheet = self.make()
        sheet.write({"year": 2024})
        self.assertFalse(sheet.is_made or sheet.line_ids or sheet.sum_ids)
        with self.assertRaises(ValidationError):
            sheet.write({"period": "half", "number": "3"})

    def test_year_that_starts_in_december(self):
        self.company.volunteer_year_start = "12"
        sheet = self.make()
        self.assertEqual(
            (str(sheet.date_from), str(sheet.date_to)), ("2024-12-01", "2025-11-30")
        )

    def count_queries(self, sheet):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        sheet.action_show()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_as_many_queries_for_one_as_for_twenty(self):
        sheet = self.make(branch_id=self.league.id)
        self.assertEqual(len(sheet.line_ids), 1)
        few = self.count_queries(sheet)
        for number in range(19):
            volunteer = self.make_volunteer(f"Volunteer {number}")
            volunteer.write(
                {"date_registered": "2024-05-01", "branch_id": self.league.id}
            )
        self.count_queries(sheet)
        self.assertEqual(self.count_queries(sheet), few)
        self.assertEqual(len(sheet.line_ids), 20)

    def test_file(self):
        self.record(self.claim(date="2025-03-05"))
        sheet = self.make(self.stranger)
        stream = io.BytesIO()
        self.assertEqual(sheet._write_file(stream), (2, 120))
        page = load_workbook(io.BytesIO(stream.getvalue())).worksheets[0]
        titles = [cell.value for cell in page[3]]
        found = {
            row[2].value: dict(zip(titles, (cell.value for cell in row), strict=True))
            for row in page.iter_rows(min_row=4, max_row=5)
        }
        self.assertEqual(found["Member"]["Claimed Hours"], 2)
        self.assertEqual(found["Member"]["Reported to a Community"], "Not reported")
        self.assertEqual(found["Citizen"]["Party or League Branch"], "Ward Branch")

    def test_paper(self):
        sheet = self.make(self.hr_user)
        html = (
            self.env["ir.actions.report"]
            .with_user(self.hr_user)
            ._render_qweb_html(
                "volunteer_hours.volunteer_branch_sheet_paper", sheet.ids
            )[0]
            .decode()
        )
        self.assertEqual(html.count('class="article'), 1)
        # The sums, and a page for each of the three branches.
        self.assertEqual(html.count('class="o_sheet o_landscape"'), 4)
        for name in (*self.people.mapped("name"), "Everybody, counted once"):
            self.assertIn(name, html)


@tagged("post_install", "-at_install")
class TestBranchSheetScreens(BranchCase, HttpCase):
    def test_menu_and_download(self):
        menu = self.env.ref("volunteer_hours.volunteer_branch_sheet_menu").id
        for user, shown in (
            (self.officer, True),
            (self.hr_user, True),
            (self.stranger, True),
            (self.colleague, False),
        ):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            self.assertEqual(menu in menus, shown, user.login)
        sheet = self.make(self.stranger)
        url = sheet.action_download()["url"]
        for user, status in ((self.stranger, 200), (self.officer, 404)):
            user.password = user.login
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(url).status_code, status, user.login)
