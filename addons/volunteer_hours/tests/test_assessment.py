from io import BytesIO

from freezegun import freeze_time
from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_targets import TargetsCase


@tagged("post_install", "-at_install")
class TestAssessment(TargetsCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Scheme = cls.env["volunteer.evaluation.scheme"]
        rules = [
            ("attainment", "share", 40, 100),
            ("registered", "share", 20, 100),
            ("inspection", "share", 20, 100),
        ]
        cls.schemes = {
            subject: Scheme.create(
                {
                    "name": f"By hand: {subject}",
                    "subject": subject,
                    "company_id": cls.company.id,
                    "line_ids": [
                        (
                            0,
                            0,
                            dict(
                                zip(
                                    ("name", "figure", "rule", "value", "threshold"),
                                    (rule[0], *rule),
                                    strict=True,
                                )
                            ),
                        )
                        for rule in rules
                    ],
                    "grade_ids": [
                        (0, 0, {"name": "Pass", "minimum": 20}),
                        (0, 0, {"name": "Poor", "minimum": 0}),
                    ],
                }
            )
            for subject in ("team", "department")
        }
        cls.Assessment = cls.env["volunteer.team.assessment"]

    def _assess(self, subject="department", user=None, **vals):
        assessment = self.Assessment.with_user(user or self.officer).create(
            {
                "name": f"{subject} 2025",
                "company_id": self.company.id,
                "subject": subject,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
                "scheme_id": self.schemes[subject].id,
                **vals,
            }
        )
        assessment.action_compute()
        return assessment

    def _row(self, assessment, subject):
        return assessment.sudo().line_ids.filtered(
            lambda line: subject in (line.team_id, line.department_id)
        )

    def test_the_year_that_people_mean(self):
        """In January the year before is assessed, as the unit counts its years."""
        self.env.company.volunteer_year_start = "12"
        with freeze_time("2027-01-20"):
            draft = self.env["volunteer.team.assessment"].new({})
            days = [str(draft.date_from), str(draft.date_to)]
        self.assertEqual(days, ["2025-12-01", "2026-11-30"])

    def test_departments_by_hand(self):
        self.make_target(metric="hours_per_head", value=25)
        for day in ("2025-03-03", "2025-03-04"):
            self.record_hours(self.member, 300, day)
        row = self._row(self._assess(), self.ward)
        # 10 h a head of 25: 40 % of 40 points; all one registered: 20 points.
        self.assertEqual((row.hours_per_head, row.attainment), (10, 40))
        self.assertEqual((row.hours_proven, row.hours_claimed), (0, 10))
        self.assertEqual((row.registered, row.score, row.grade), (100, 36, "Pass"))
        lab = self._row(row.assessment_id, self.lab)
        self.assertEqual((lab.score, lab.grade), (0, "Poor"))
        self.assertIn("36", str(row.calculation_html))

    def test_teams_with_the_marks_of_inspections(self):
        self.make_target(
            scope="team", team_id=self.team.id, metric="hours_per_head", value=10
        )
        self.record_hours(self.citizen, 300)
        inspection = self.env["volunteer.inspection"].create(
            {
                "name": "Check",
                "company_id": self.company.id,
                "kind": "checklist",
                "subject_ids": [(0, 0, {"kind": "team", "team_id": self.team.id})],
            }
        )
        self.env["volunteer.inspection.score"].sudo().create(
            {
                "subject_id": inspection.subject_ids.id,
                "name": "Manual",
                "max_score": 10,
                "rating": "partly",
            }
        )
        inspection.sudo().write({"state": "published", "date_published": "2025-06-01"})
        row = self._row(self._assess("team"), self.team)
        # Three members share five hours: 1.67 of 10.
        self.assertEqual((row.hours_per_head, row.inspection), (1.67, 50))
        self.assertEqual(row.attainment, 16.7)
        self.assertEqual(row.score, 16.68)  # 6.68 + 10; nobody knows a share of staff

    def test_queries_do_not_grow_with_departments(self):
        assessment = self._assess()
        counts = []
        for _round in range(2):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            subjects = assessment.sudo()._get_assessed_sudo()
            assessment.sudo()._count_figures_sudo(subjects)
            counts.append(self.cr.sql_log_count - before)
            for number in range(8):
                unit = self.env["hr.department"].create(
                    {"name": f"D{number}", "company_id": self.company.id}
                )
                self.make_employee(f"E{number}", unit)
            self.env.flush_all()
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], 16)

    def test_confirmed_stays_as_it_is(self):
        assessment = self._assess()
        row = self._row(assessment, self.lab)
        row.with_user(self.officer).opinion = "Short of people"
        assessment.action_compute()
        self.assertEqual(row.opinion, "Short of people", "taken anew, it stays")
        assessment.with_user(self.hr).action_confirm()
        for change in (
            lambda: assessment.action_compute(),
            lambda: assessment.action_confirm(),
            lambda: row.with_user(self.officer).write({"opinion": "x"}),
            lambda: assessment.write({"name": "x"}),
            lambda: assessment.unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                "UPDATE volunteer_team_assessment_line SET score = 99 WHERE id = %s",
                [row.id],
            )

    def test_who_sees_and_does_what(self):
        assessment = self._assess()
        Line = self.env["volunteer.team.assessment.line"]
        for user in (self.head_user, self.stranger, self.leader_user):
            self.assertFalse(Line.with_user(user).search([]), "not confirmed yet")
            with self.assertRaises(AccessError, msg=user.login):
                assessment.with_user(user).action_compute()
            with self.assertRaises(AccessError, msg=user.login):
                assessment.with_user(user).action_confirm()
        with self.assertRaises(AccessError):
            self._row(assessment, self.lab).with_user(self.officer).score = 100
        assessment.action_confirm()
        seen = Line.with_user(self.head_user).search([])
        self.assertEqual(seen.department_id, self.lab, "the own department only")
        self.assertFalse(Line.with_user(self.stranger).search([]))

    def test_a_scheme_for_what_is_assessed(self):
        with self.assertRaises(UserError):
            self._assess(scheme_id=self.schemes["team"].id)

    def test_the_file(self):
        for day in ("2025-03-03", "2025-03-04"):
            self.record_hours(self.member, 300, day)
        assessment = self._assess()
        file = BytesIO()
        self.assertEqual(assessment._write_file(file)[0], 2)
        page = load_workbook(BytesIO(file.getvalue())).active
        rows = {row[0].value: row for row in page.iter_rows(min_row=4)}
        ward = next(row for name, row in rows.items() if "Ward" in str(name))
        self.assertEqual(ward[2].value, 10)
        address = f"/volunteer/assessment/{assessment.id}.xlsx"
        self.authenticate("test_officer", "test_officer")
        self.assertEqual(self.url_open(address).status_code, 200)
        self.authenticate("test_stranger", "test_stranger")
        self.assertEqual(self.url_open(address).status_code, 404)
