import io
from datetime import date

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.volunteer_hours.tests.test_targets import NOON, TargetsCase

from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestLeague(TargetsCase, ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head.volunteer_id = cls.make_volunteer("Head", cls.head_user, kind="staff")
        cls.worker = cls.make_employee("Worker", cls.clinic)
        cls.pharmacy = cls.env["hr.department"].create(
            {"name": "Pharmacy", "company_id": cls.company.id}
        )
        cls.make_target(metric="hours_per_head", value=25)
        cls.aim = cls.make_target(
            scope="department",
            department_id=cls.lab.id,
            metric="hours_per_head",
            value=4,
        )

    def setUp(self):
        super().setUp()
        # 5 hours in the ward, 4 in the lab; a year before it was the other way round.
        self.record_hours(self.member, 300)
        self.record_hours(self.head.volunteer_id, 240)
        self.record_hours(self.member, 60, "2024-03-04")
        self.record_hours(self.head.volunteer_id, 180, "2024-03-04")
        self.record_hours(self.head.volunteer_id, 420, "2024-12-04")

    def league(self, user=None, **vals):
        with freeze_time(NOON):
            return (
                self.env["volunteer.league"]
                .with_user(user or self.officer)
                .create({"company_id": self.company.id, "year": 2025, **vals})
            )

    def test_figures_are_those_of_the_targets(self):
        league = self.league()
        figures = {
            line.department_id: (
                line.place,
                line.staff,
                line.registered,
                line.hours,
                line.hours_per_head,
                line.aim,
                line.attainment,
                line.last_hours_per_head,
                line.change_mark,
                line.status,
            )
            for line in league.line_ids
        }
        # The clinic counts the ward below it, and the last December has not come yet.
        self.assertEqual(
            figures,
            {
                self.ward: (1, 1, 100, 5, 5, 25, 20, 1, "▲1", "behind"),
                self.lab: (2, 1, 100, 4, 4, 4, 100, 3, "▼1", "reached"),
                self.clinic: (3, 2, 50, 5, 2.5, 25, 10, 0.5, "=", "behind"),
            },
        )
        with freeze_time(NOON):
            self.assertEqual(self.aim.actual, 4)
            self.assertEqual(self.aim.status, "reached")
        self.assertEqual(league.behind_count, 2)
        self.assertEqual(
            league.line_ids.mapped("department_id"), self.ward | self.lab | self.clinic
        )

    def test_places_by_something_else(self):
        self.assertEqual(
            self.league(rank_by="attainment").line_ids.department_id,
            self.lab | self.ward | self.clinic,
        )
        by_hours = self.league(rank_by="hours")
        self.assertEqual(by_hours.line_ids.mapped("place"), [1, 1, 3])
        by_rate = self.league(rank_by="registered")
        self.assertEqual(
            set(by_rate.line_ids.mapped("change_mark")), {False, ""} & {""}
        )
        top = self.league(top_only=True)
        self.assertEqual(top.line_ids.department_id, self.lab | self.clinic)

    def test_units_side_by_side(self):
        other = self.env["res.company"].create({"name": "Second Hospital"})
        self.make_employee("Elsewhere", self.env["hr.department"], company_id=other.id)
        self.officer.company_ids |= other
        with freeze_time(NOON):
            league = (
                self.env["volunteer.league"]
                .with_user(self.officer)
                .with_context(allowed_company_ids=[self.company.id, other.id])
                .create({"scope": "company", "year": 2025})
            )
        self.assertEqual(
            [
                (line.name, line.staff, line.hours, line.hours_per_head, line.status)
                for line in league.line_ids
            ],
            [
                ("Test Hospital", 3, 9, 3, "behind"),
                ("Second Hospital", 1, 0, 0, False),
            ],
        )

    def test_screen(self):
        with (
            freeze_time(NOON),
            Form(self.env["volunteer.league"].with_user(self.officer)) as form,
        ):
            self.assertEqual(len(form.line_ids), 3)
            form.rank_by = "attainment"
            self.assertEqual(form.line_ids._records[0]["name"], "Lab")
            form.year = 1990
            self.assertEqual(len(form.line_ids), 0)
            form.year = 2025
        line = form.record.line_ids[0]
        action = line.action_open_service()
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(sum(rows.mapped("hours")), line.hours)
        action = form.record.action_open_lines()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]),
            form.record.line_ids,
        )

    def test_circular_names_units(self):
        league = self.league()
        for words in (
            "2025",
            "In front: Clinic / Ward (5 hours a head), Lab",
            "reached by: Lab",
        ):
            self.assertIn(words, league.circular)
        behind = league.circular.split("Behind")[1]
        self.assertIn("Clinic / Ward", behind)
        self.assertNotIn("Lab", behind)
        for person in (self.head, self.nurse, self.worker):
            self.assertNotIn(person.name, league.circular)
        # What the office wrote is printed, nothing else.
        league.circular = "Well done."
        league.flush_recordset()
        self.assertIn("Well done.", league._get_register_notes())
        league.with_circular = False
        self.assertNotIn("Well done.", league._get_register_notes())

    def test_dates_in_words(self):
        """A circular writes 2025年6月30日, whatever shape dates have on screen."""
        league = self.league()
        league.date_to = date(2025, 6, 30)
        self.assertIn("as of June 30, 2025", league._draft_circular())
        self.assertIn("by June 30, 2025.", league._get_register_notes()[0])
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese = league.with_context(lang="zh_CN")
        self.assertIn("2025年6月30日", chinese._draft_circular())
        self.assertIn("2025年6月30日", chinese._get_register_notes()[0])
        self.assertRegex(chinese._get_register_caption(), r"20\d\d年1?\d月[123]?\d日")

    def test_file_and_paper(self):
        league = self.league()
        file = io.BytesIO()
        league._write_register_xlsx(file)
        page = load_workbook(file).active
        self.assertEqual(page["A1"].value, "League of Departments, 2025")
        rows = list(page.iter_rows(min_row=4, max_row=6, values_only=True))
        self.assertEqual(
            [row[:6] for row in rows],
            [
                (1, "Clinic / Ward", 1, 1, 5, 5),
                (2, "Lab", 1, 1, 4, 4),
                (3, "Clinic", 2, 0.5, 5, 2.5),
            ],
        )
        self.assertEqual([row[11][0] for row in rows], ["※", "R", "※"])
        pdf = league.with_context(force_report_rendering=True)._render_register_pdf()
        text = "".join(self.read_pdf(pdf))
        # In Chinese as far as it is translated: numbers, names and signs.
        for words in ("2025", "Clinic/Ward", "▲1", "※"):
            self.assertIn(words, text)

    def test_nobody_served_last_year(self):
        league = self.league(year=2024)
        self.assertEqual(league.line_ids[0].department_id, self.lab)
        self.assertEqual(set(league.line_ids.mapped("change_mark")), {""})

    def test_empty_year(self):
        league = self.league(year=2031)
        self.assertEqual(set(league.line_ids.mapped("hours")), {0})
        none = self.league(
            user=self.env.user,
            company_id=self.env["res.company"].create({"name": "New"}).id,
        )
        self.assertFalse(none.line_ids)
        self.assertFalse(none.circular)
        none = none.with_context(allowed_company_ids=none.company_id.ids)
        [table] = none._get_register_paper()
        self.assertTrue(table["empty"])

    def test_rights(self):
        self.assertEqual(len(self.league(self.hr).line_ids), 3)
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                self.league(user)
        league = self.league()
        with self.assertRaises(AccessError):
            league.with_user(self.hr).line_ids[0].action_open_service()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaises(AccessError):
            self.league(company_id=other.id)

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.league()._get_league_rows()
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(20):
            department = self.env["hr.department"].create(
                {"name": f"Ward {number}", "company_id": self.company.id}
            )
            self.make_employee(f"Nurse {number}", department)
        self.assertLessEqual(count(), few + 1)
        self.assertLessEqual(few, 60)
