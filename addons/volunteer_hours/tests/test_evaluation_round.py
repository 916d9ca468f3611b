from datetime import date, datetime
from decimal import Decimal

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import HoursCase

HR = "volunteer_hours.group_hr"
PERIOD = (date(2025, 1, 1), date(2025, 12, 31))


class EvaluationCase(HoursCase):
    """The year 2025 of a unit: its ledger, its staff, and HR."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls.make_user("test_hr", HR)
        # In 2025 they were there already.
        (cls.leader | cls.citizen).date_registered = "2020-01-01"
        cls.employee = cls.hire(cls.member, "Member at Work")
        cls.unregistered = cls.hire(None, "Never Registered")
        cls.scheme = cls.env["volunteer.evaluation.scheme"].create(
            {
                "name": "Test scheme",
                "cap": 20,
                "line_ids": [
                    Command.create(
                        {
                            "name": "Hours",
                            "figure": "hours",
                            "rule": "share",
                            "value": 20,
                            "threshold": 25,
                        }
                    ),
                    Command.create(
                        {
                            "name": "Quality",
                            "figure": "quality",
                            "rule": "fixed",
                            "value": 2,
                            "threshold": 4.5,
                        }
                    ),
                ],
                "grade_ids": [
                    Command.create({"name": "Good", "minimum": 10}),
                    Command.create({"name": "Took part", "minimum": 0.01}),
                ],
            }
        )
        cls.round = cls.make_round()

    @classmethod
    def hire(cls, volunteer, name, since="2020-01-01", **vals):
        """Make an employee, who began on ``since``."""
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "volunteer_id": volunteer and volunteer.id,
                "date_version": since,
                "contract_date_start": since,
                **vals,
            }
        )

    @classmethod
    def make_round(cls, **vals):
        return (
            cls.env["volunteer.evaluation.round"]
            .with_user(cls.hr)
            .create(
                {
                    "year": 2025,
                    "company_id": cls.company.id,
                    "scheme_id": cls.scheme.id,
                    **vals,
                }
            )
        )

    def serve(self, day, minutes=120, volunteer=None, **vals):
        """Record a line of a day."""
        line = self.claim(volunteer, date=day, minutes=minutes, **vals)
        self.record(line)
        return line

    def sheet(self, volunteer=None, evaluation_round=None):
        return (evaluation_round or self.round).sheet_ids.filtered(
            lambda sheet: (
                sheet.volunteer_id == (volunteer or self.member) and sheet.is_current
            )
        )

    def confirm(self, sheet):
        """As Human Resources does in the end."""
        sheet.sudo().write(
            {
                "state": "confirmed",
                "final_score": sheet.score,
                "final_grade": sheet.grade,
                "hr_on": datetime(2026, 1, 20, 2, 0),
            }
        )
        sheet.flush_recordset()


@tagged("post_install", "-at_install")
class TestEvaluationRound(EvaluationCase):
    def test_everybody_gets_a_sheet(self):
        self.serve("2025-03-03")
        self.round.action_compute()
        names = self.round.sheet_ids.mapped("volunteer_name")
        self.assertEqual(
            sorted(names), ["Citizen", "Leader", "Member", "Never Registered"]
        )
        member = self.sheet()
        self.assertEqual(member.employee_id, self.employee)
        self.assertEqual(member.hours_claimed, 2)
        self.assertEqual((member.services, member.score), (1, 1.6))
        self.assertEqual(member.grade, "Took part")
        self.assertEqual(member.scheme["version"], 1)
        self.assertEqual([step["points"] for step in member.calculation][0], "1.60")
        nobody = self.round.sheet_ids.filtered(
            lambda sheet: sheet.employee_id == self.unregistered
        )
        self.assertEqual((nobody.services, nobody.score, nobody.grade), (0, 0, False))

    def test_populations(self):
        for population, names in (
            ("staff", ["Member", "Never Registered"]),
            ("volunteers", ["Citizen", "Leader"]),
        ):
            with self.subTest(population=population):
                evaluation_round = self.make_round(population=population)
                evaluation_round.action_compute()
                found = evaluation_round.sheet_ids.mapped("volunteer_name")
                self.assertEqual(sorted(found), names)

    def test_who_left_counts_with_hours_only(self):
        self.serve("2025-03-03", volunteer=self.citizen)
        self.citizen.action_leave("Moved away")
        self.leader.action_leave("Retired")
        self.round.action_compute()
        self.assertTrue(self.sheet(self.citizen))
        self.assertFalse(self.sheet(self.leader))

    def test_year_ends_at_midnight_of_the_unit(self):
        # 23:00 to 23:30 in Shanghai on New Year's Eve.
        start = datetime(2025, 12, 31, 15, 0)
        activity = self.make_activity(
            start, datetime(2025, 12, 31, 15, 30), self.member
        )
        self.assertEqual(activity.date, date(2025, 12, 31))
        self.serve("2025-12-31", 60)
        self.serve("2026-01-01", 30)
        # 00:30 in Shanghai on New Year's Day: 16:30 of the old year as UTC.
        late = self.make_activity(
            datetime(2025, 12, 31, 16, 30), datetime(2025, 12, 31, 18, 0), self.member
        )
        late.signup_ids.action_mark_absent()
        activity.signup_ids.action_mark_absent()
        self.round.action_compute()
        self.assertEqual(self.sheet().hours_claimed, 1)
        self.assertEqual(self.sheet().no_shows, 1)

    def test_quality_is_the_mean_of_standing_marks(self):
        lines = [self.serve(f"2025-04-0{day}") for day in (1, 2, 3)]
        for line, mark in zip(lines, (5, 4, 5), strict=True):
            self.set_quality(line, mark)
        self.round.action_compute()
        self.assertEqual(self.sheet().quality, 4.67)
        self.assertEqual(self.sheet().score, 6.8)
        reversal = self.Hour.browse(lines[1].action_reverse("Not there"))
        self.record_reversal(reversal)
        self.round.action_compute()
        self.assertEqual(self.sheet().quality, 5)
        self.assertEqual(self.sheet().services, 2)
        self.assertEqual(self.sheet().hours_claimed, 4)

    def set_quality(self, line, mark):
        self.env.flush_all()
        self.env.cr.execute("SET session_replication_role = replica")
        self.env.cr.execute(
            "UPDATE volunteer_hour SET quality = %s WHERE id = %s", (mark, line.id)
        )
        self.env.cr.execute("SET session_replication_role = origin")
        self.env.invalidate_all()

    def record_reversal(self, reversal):
        for _step in range(3):
            waiting = reversal.filtered(lambda line: line.state == "submitted")
            if not waiting:
                break
            user = waiting.approver_id or self.other_officer
            waiting.with_user(user).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        self.assertEqual(set(reversal.mapped("state")), {"recorded"})

    def test_only_what_is_recorded_counts(self):
        self.claim(date="2025-05-05").action_submit()
        self.round.action_compute()
        self.assertEqual(self.sheet().hours_claimed, 0)

    def test_opening_balances_are_of_no_period(self):
        line = self.serve("2025-05-05")
        self.env.flush_all()
        self.env.cr.execute("SET session_replication_role = replica")
        self.env.cr.execute(
            "UPDATE volunteer_hour SET is_opening = true WHERE id = %s", line.ids
        )
        self.env.cr.execute("SET session_replication_role = origin")
        self.round.action_compute()
        self.assertEqual(self.sheet().hours_claimed, 0)

    def test_merged_records_are_one_person(self):
        double = self.make_volunteer("Member Again")
        self.serve("2025-02-01", volunteer=double)
        self.serve("2025-02-02")
        self.round.action_compute()
        self.assertEqual(len(self.round.sheet_ids), 5)
        double.sudo().write({"merged_into_id": self.member.id, "active": False})
        self.round.action_compute()
        self.assertEqual(len(self.round.sheet_ids), 4)
        self.assertEqual(self.sheet().hours_claimed, 4)

    def test_figures_anew_leave_confirmed_sheets(self):
        self.serve("2025-03-03")
        self.round.action_compute()
        self.confirm(self.sheet())
        self.serve("2025-03-04")
        self.serve("2025-03-04", volunteer=self.citizen)
        self.scheme.cap = 0.5
        self.round.action_compute()
        self.assertEqual(self.sheet().hours_claimed, 2)
        self.assertEqual(self.sheet().score, 1.6)
        self.assertEqual(self.sheet().scheme["version"], 1)
        self.assertEqual(self.sheet(self.citizen).score, 0.5)
        self.assertEqual(self.sheet(self.citizen).scheme["version"], 2)

    def test_opinions_survive_new_figures(self):
        self.round.action_compute()
        self.sheet().sudo().write({"state": "department", "self_text": "My year"})
        self.serve("2025-03-03")
        self.round.action_compute()
        self.assertEqual(self.sheet().hours_claimed, 2)
        self.assertEqual(self.sheet().self_text, "My year")
        self.assertEqual(self.sheet().state, "department")

    def test_changed_since(self):
        line = self.serve("2025-03-03")
        self.serve("2025-03-04")
        self.round.action_compute()
        for sheet in self.round.sheet_ids:
            self.confirm(sheet)
        Sheet = self.env["volunteer.evaluation"].with_user(self.hr)
        domain = [("round_id", "=", self.round.id), ("changed_since", "=", True)]
        self.assertFalse(self.sheet().changed_since)
        self.assertFalse(Sheet.search(domain))
        reversal = self.Hour.browse(line.action_reverse("Not there"))
        self.record_reversal(reversal)
        self.env.invalidate_all()
        self.assertTrue(self.sheet().changed_since)
        self.assertEqual(Sheet.search(domain), self.sheet())
        self.assertEqual(self.sheet().hours_claimed, 4, "frozen")
        unchanged = Sheet.search([domain[0], ("changed_since", "=", False)])
        self.assertEqual(unchanged, self.round.sheet_ids - self.sheet())

    def test_changed_since_takes_one_query(self):
        self.round.action_compute()
        self.env.flush_all()
        for sheets in (self.round.sheet_ids[:1], self.round.sheet_ids):
            sheets.invalidate_recordset(["changed_since"])
            with self.assertQueryCount(1):
                sheets.mapped("changed_since")

    def test_score_as_in_a_spreadsheet(self):
        """Counted by hand: hours x 20 / 25, 2 points from a mean of 4.50, at most 20.

        ======  =====  ==========  =======
        hours   mean   by hand     score
        ======  =====  ==========  =======
         3.55   4.49   2.84        2.84
        12.35   4.50   9.88 + 2    11.88
        20.05   none   16.04       16.04
        24.95   5.00   19.96 + 2   20.00
        33.40   1.00   20 (aim)    20.00
        ======  =====  ==========  =======
        """
        Round = self.env["volunteer.evaluation.round"]
        from ..models.evaluation.volunteer_evaluation_figures import Figures
        from ..models.evaluation.volunteer_evaluation_population import Person

        for minutes, mean, expected in (
            (213, "4.49", "2.84"),
            (741, "4.50", "11.88"),
            (1203, None, "16.04"),
            (1497, "5.00", "20.00"),
            (2004, "1.00", "20.00"),
        ):
            figures = Figures(minutes, quality=mean and Decimal(mean))
            vals = Round._prepare_sheet_vals(
                Person("Somebody", None, None, None), figures, 25, self.scheme._freeze()
            )
            with self.subTest(minutes=minutes):
                self.assertEqual(vals["score"], float(expected))

    def test_query_count_does_not_grow(self):
        self.round.action_compute()
        counts = []
        for people in (1, 20):
            for number in range(people):
                self.make_volunteer(f"Somebody {people} {number}")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.round.action_compute()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)


@tagged("post_install", "-at_install")
class TestEvaluationPeriods(EvaluationCase):
    def test_dates_and_name_follow_the_choice(self):
        self.assertEqual((self.round.date_from, self.round.date_to), PERIOD)
        self.assertIn("2025", self.round.name)
        half = self.make_round(period="half", number="2")
        self.assertEqual(half.date_from, date(2025, 7, 1))
        with self.assertRaises(ValidationError):
            self.make_round(period="half", number="3")

    def test_year_that_starts_in_december(self):
        self.company.volunteer_year_start = "12"
        evaluation_round = self.make_round()
        self.assertEqual(evaluation_round.date_from, date(2024, 12, 1))
        self.assertEqual(evaluation_round.date_to, date(2025, 11, 30))

    def test_nothing_moves_once_under_way(self):
        self.round.action_compute()
        self.round.sudo().state = "open"
        with self.assertRaises(UserError):
            self.round.year = 2024
        with self.assertRaises(UserError):
            self.round.unlink()
        self.round.sudo().state = "closed"
        with self.assertRaises(UserError):
            self.round.action_compute()

    def test_drafts_go_with_their_sheets(self):
        self.round.action_compute()
        sheets = self.round.sheet_ids
        self.round.unlink()
        self.assertFalse(sheets.exists())

    def test_rights(self):
        for user in (self.officer, self.stranger, self.portal_user, self.leader_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.round.with_user(user).action_compute()
        with self.assertRaises(AccessError):
            self.round.with_user(self.officer).name = "Mine"
        with self.assertRaises(AccessError):
            self.round.state = "closed"

    def test_another_units_hr(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        hr = self.make_user("test_hr_2", HR)
        hr.write(
            {"company_id": other.id, "company_ids": [Command.set(other.ids)]},
        )
        with self.assertRaises(AccessError):
            self.round.with_user(hr).action_compute()

    def test_scheme_of_another_unit(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        theirs = self.scheme.copy({"company_id": other.id})
        teams = self.scheme.copy({"subject": "team"})
        for scheme in (theirs, teams):
            with self.subTest(scheme=scheme.name), self.assertRaises(ValidationError):
                self.make_round(scheme_id=scheme.id)
