from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import ReportsCase

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


class IndicatorCase(ReportsCase):
    """A team of a department, and the figures of its year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Indicator = cls.env["volunteer.indicator"].sudo()
        cls.department = cls.env["hr.department"].create(
            {"name": "Surgery", "company_id": cls.company.id}
        )
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "Member",
                "company_id": cls.company.id,
                "department_id": cls.department.id,
                "volunteer_id": cls.member.id,
            }
        )
        cls.team.department_id = cls.department

    def figures_of(self, scope="team", record=None, span=YEAR):
        """Return the figures of one record and period as plain numbers."""
        record = record or self.team
        found = self.Indicator._get_values_sudo(scope, record, [span])
        return {key: figure.value for key, figure in found[record.id, 0].items()}

    def hold(self, day, **vals):
        """Return an activity of a day in 2025 that was held."""
        start = datetime(2025, *day, 0, 0)
        with freeze_time(start - timedelta(days=3)):
            activity = self.make_activity(start, start + timedelta(hours=3))
        with freeze_time(start + timedelta(days=1)):
            activity.signup_ids[:1].sudo().state = "attended"
            activity.signup_ids[1:].sudo().state = "absent"
            activity.write(vals)
            activity.action_done()
        return activity


@tagged("post_install", "-at_install")
class TestIndicators(IndicatorCase):
    """A year of one team, counted by hand beside the machine."""

    def test_nothing_is_unknown_not_zero(self):
        figures = self.figures_of()
        for formula in (
            "proven_share",
            "trained",
            "seats_filled",
            "came",
            "served_per_hour",
            "on_time",
            "cost_per_head",
            "satisfaction",
            "key_groups",
            "coverage_visits",
            "coverage_beds",
        ):
            self.assertIsNone(figures[formula], formula)
        for formula in ("activities", "served", "praise", "complaints", "publicity"):
            self.assertEqual(figures[formula], 0, formula)
        self.assertNotIn("registered", figures)

    def test_activities_needs_and_presence(self):
        self.hold((3, 3), people_served=30)
        elderly = self.env.ref("volunteer_base.volunteer_tag_population_elderly")
        elderly.is_key_group = True
        self.project.population_ids = elderly
        self.hold((4, 3), people_served=50)
        figures = self.figures_of()
        self.assertEqual(figures["activities"], 2)
        self.assertEqual(figures["served"], 80)
        # Two of ten seats each, and one of two came.
        self.assertEqual(figures["seats_filled"], 20)
        self.assertEqual(figures["came"], 50)
        self.assertEqual(figures["key_groups"], 100)
        self.project.population_ids = False
        self.assertEqual(self.figures_of()["key_groups"], 0)

    def test_hours(self):
        days = [date(2025, 3, 3), date(2025, 3, 4)]
        lines = self.claim_recorded(self.member, dates=days)
        self.claim_recorded(self.citizen, dates=days[:1])
        self.hold((3, 5), people_served=12)
        figures = self.figures_of()
        self.assertEqual(figures["proven_share"], 0)
        self.assertEqual(figures["served_per_hour"], 2)
        # Three members all year, six hours.
        self.assertEqual(figures["hours_per_head"], 2)
        # Recorded long after ten working days.
        self.assertEqual(figures["on_time"], 0)
        self.reverse(lines[0])
        self.assertEqual(self.figures_of()["hours_per_head"], 1.33)

    def test_money_by_people_who_served(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3), date(2025, 3, 4)])
        self.claim_recorded(self.citizen, dates=[date(2025, 3, 3)])
        self.env["volunteer.money"].create(
            [
                {
                    "project_id": self.project.id,
                    "kind": kind,
                    "cost": "meal",
                    "amount": amount,
                    "date": "2025-03-03",
                }
                for kind, amount in (("planned", 999), ("actual", 50))
            ]
        )
        self.assertEqual(self.figures_of()["cost_per_head"], 25)
        # The same person twice, under a duplicate record, is one.
        self.citizen.sudo().merged_into_id = self.member
        self.assertEqual(self.figures_of()["cost_per_head"], 50)

    def test_praise_complaints_and_publicity(self):
        self.env["volunteer.incident"].create(
            [
                {
                    "kind": kind,
                    # 31 December 23:30 and 1 January 00:30 in Shanghai.
                    "date": date_utc,
                    "activity_id": self.activity.id,
                    "company_id": self.company.id,
                    "description": "Said",
                }
                for kind, date_utc in (
                    ("praise", "2025-12-31 15:30:00"),
                    ("praise", "2025-12-31 16:30:00"),
                    ("complaint", "2025-06-01 00:00:00"),
                )
            ]
        )
        self.env["volunteer.publicity"].create(
            {
                "name": "In the paper",
                "media": "Daily",
                "date": "2025-06-01",
                "company_id": self.company.id,
                "team_id": self.team.id,
            }
        )
        for scope, record in (
            ("team", self.team),
            ("department", self.department),
            ("company", self.company),
        ):
            figures = self.figures_of(scope, record)
            self.assertEqual(figures["praise"], 1, scope)
            self.assertEqual(figures["complaints"], 1, scope)
            self.assertEqual(figures["publicity"], 1, scope)

    def test_staff_registered(self):
        self.env["hr.employee"].create(
            {
                "name": "Nobody",
                "company_id": self.company.id,
                "department_id": self.department.id,
            }
        )
        self.assertEqual(
            self.figures_of("department", self.department)["registered"], 50
        )

    def test_what_is_below_counts_in(self):
        child = self.env["volunteer.team"].create(
            {
                "name": "Ward Guides",
                "company_id": self.company.id,
                "parent_id": self.team.id,
            }
        )
        self.project.team_id = child
        self.hold((3, 3), people_served=30)
        self.assertEqual(self.figures_of()["served"], 30)
        self.assertEqual(self.figures_of("team", child)["served"], 30)

    def test_another_bodys_hours_are_not_ours(self):
        self.claim_recorded(
            self.member, dates=[date(2025, 3, 3)], organiser="Red Cross"
        )
        self.assertIsNone(self.figures_of()["proven_share"])

    def test_constant_queries(self):
        teams = self.team
        for number in range(20):
            teams |= self.team.create(
                {"name": f"T{number}", "company_id": self.company.id}
            )
        spans = [YEAR, (date(2026, 1, 1), date(2026, 12, 31))]
        self.env["volunteer.coverage.base"].create(
            {
                "department_id": self.department.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
                "value": 1000,
            }
        )
        self.Indicator._get_values_sudo("team", teams, spans)
        counts = []
        for some in (self.team, teams):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Indicator._get_values_sudo("team", some, spans)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 30)
