from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

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


@tagged("post_install", "-at_install")
class TestCoverage(IndicatorCase):
    """Hours against visits and bed days."""

    def enter(self, value, department=None, kind="visits", month=3, until=None):
        return self.env["volunteer.coverage.base"].create(
            {
                "company_id": self.company.id,
                "department_id": department and department.id,
                "kind": kind,
                "value": value,
                "date_from": date(2025, month, 1),
                **({"date_to": until} if until else {}),
            }
        )

    def test_only_months_that_are_known(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3), date(2025, 6, 3)])
        self.enter(4000, self.department)
        # Two hours of March for 4,000 visits; June has no figure.
        for scope, record in (
            ("team", self.team),
            ("department", self.department),
            ("company", self.company),
        ):
            figures = self.figures_of(scope, record)
            self.assertEqual(figures["coverage_visits"], 0.5, scope)
            self.assertIsNone(figures["coverage_beds"], scope)

    def test_the_whole_goes_before_its_parts(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.enter(4000, self.department)
        self.enter(10000)
        self.assertEqual(
            self.figures_of("company", self.company)["coverage_visits"], 0.2
        )
        ward = self.env["hr.department"].create(
            {
                "name": "Ward",
                "company_id": self.company.id,
                "parent_id": self.department.id,
            }
        )
        self.enter(100, ward, kind="beds")
        self.enter(200, self.department, kind="beds")
        self.assertEqual(self.figures_of("company", self.company)["coverage_beds"], 1)
        self.assertEqual(
            self.figures_of("department", self.department)["coverage_beds"], 1
        )

    def test_service_for_the_department_that_asked(self):
        other = self.env["hr.department"].create(
            {"name": "Paediatrics", "company_id": self.company.id}
        )
        self.env["volunteer.request"].sudo().create(
            {
                "name": "Readers for children",
                "company_id": self.company.id,
                "department_id": other.id,
                "user_id": self.officer.id,
                "date_from": "2025-01-01",
                "reason": "They wait long",
                "project_id": self.project.id,
            }
        )
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.enter(1000, other)
        self.enter(1000, self.department)
        self.assertEqual(self.figures_of("department", other)["coverage_visits"], 2)
        self.assertEqual(
            self.figures_of("department", self.department)["coverage_visits"], 0
        )

    def test_a_figure_once(self):
        self.enter(4000, self.department, until=date(2025, 12, 31))
        self.enter(4000, self.department, kind="beds")
        self.enter(4000)
        for bad in ({"month": 6}, {"month": 3}):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.enter(1, self.department, **bad)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.enter(1, self.department, month=2, until=date(2025, 2, 27))


@tagged("post_install", "-at_install")
class TestScorecard(ReportsCase):
    def make(self, user=None, **vals):
        wizard = (
            self.env["volunteer.scorecard.make"]
            .with_user(user or self.officer)
            .create(
                {
                    "company_id": self.company.id,
                    "subject": "team",
                    "period": "year",
                    "day": "2025-06-01",
                    **vals,
                }
            )
        )
        wizard.action_draw_up()
        return self.env["volunteer.scorecard"].search([("team_id", "=", self.team.id)])

    def row(self, card, formula):
        return card.value_ids.filtered(lambda row: row.indicator_id.formula == formula)

    def test_figures_definitions_and_score(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3), date(2024, 3, 3)])
        card = self.make()
        row = self.row(card, "hours_per_head")
        self.assertEqual((row.value, row.target), (0.67, 25))
        self.assertEqual(row.attainment, 2.7)
        self.assertEqual((row.trend, row.history[0]), ("same", ["2020", None]))
        self.assertTrue(row.definition and row.sparkline)
        self.assertFalse(self.row(card, "registered"))
        self.assertFalse(self.row(card, "satisfaction").is_known)
        self.assertEqual(self.row(card, "satisfaction").value_text, "–")
        # 2.7 % of hours, 0 % proven, 0 % on time, no complaint 100 %.
        measured = card.value_ids.filtered("is_measured")
        self.assertEqual(
            set(measured.indicator_id.mapped("formula")),
            {"hours_per_head", "proven_share", "on_time", "complaints"},
        )
        self.assertAlmostEqual(card.score, 25.7, 1)
        self.assertIn("<svg", card.radar)

    def test_aims_of_sums_are_a_part_of_the_year(self):
        card = self.make(period="quarter")
        self.assertEqual(card.period_label, "2025 Q2")
        self.assertEqual(self.row(card, "hours_per_head").target, 6.25)
        self.assertEqual(self.row(card, "on_time").target, 100)

    def test_drawn_up_twice_is_one(self):
        card = self.make()
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.assertEqual(self.make(), card)
        self.assertEqual(self.row(card, "hours_per_head").value, 0.67)

    def test_entered_by_hand(self):
        indicator = self.env["volunteer.indicator"].create(
            {
                "name": "Wheelchairs",
                "definition": "Lent",
                "unit": "number",
                "target": 10,
                "company_id": self.company.id,
            }
        )
        card = self.make().with_user(self.officer)
        row = card.value_ids.filtered(lambda one: one.indicator_id == indicator)
        self.assertFalse(row.is_known)
        card.write({"value_ids": [fields.Command.update(row.id, {"value": 5})]})
        self.assertEqual((row.attainment, row.is_known), (50, True))
        # With the hours of which there are none.
        self.assertEqual(card.score_basic, 25)
        card.action_compute()
        self.assertEqual(row.value, 5)
        later = self.make(day="2026-06-01") - card
        row_later = later.value_ids.filtered(lambda one: one.indicator_id == indicator)
        self.assertEqual(row_later.history[-1], ["2025", 5])
        row.action_clear()
        self.assertFalse(row.is_known)
        with self.assertRaises(UserError):
            self.row(card, "activities").value = 7
        with self.assertRaises(AccessError):
            row.attainment = 100

    def test_confirmed_stays(self):
        card = self.make().with_user(self.officer)
        card.action_confirm()
        for deed in (
            card.action_confirm,
            card.action_compute,
            card.unlink,
            card.value_ids[:1].action_clear,
            lambda: card.write({"opinion": "Good"}),
        ):
            with self.assertRaises(UserError):
                deed()
        figures = card.value_ids.mapped("value")
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.make()
        self.assertEqual(card.value_ids.mapped("value"), figures)

    def test_who_reads_which(self):
        other = self.env["volunteer.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        self.make(team_ids=[fields.Command.set((self.team | other).ids)])
        hr = self.make_user("test_hr", "volunteer_hours.group_hr")
        for user, seen in (
            (self.officer, self.team | other),
            (hr, self.team | other),
            (self.leader_user, self.team),
            (self.member_user, self.env["volunteer.team"]),
        ):
            cards = self.env["volunteer.scorecard"].with_user(user).search([])
            self.assertEqual(cards.team_id.sudo(), seen, user.login)
            rows = self.env["volunteer.indicator.value"].with_user(user).search([])
            self.assertEqual(rows.team_id.sudo(), seen, user.login)
        mine = self.env["volunteer.scorecard"].with_user(self.leader_user).search([])
        for deed in (mine.action_compute, mine.action_confirm):
            with self.assertRaises(AccessError):
                deed()
        with self.assertRaises(AccessError):
            self.make(self.leader_user)

    def test_department_head_and_other_units(self):
        department = self.env["hr.department"].create(
            {"name": "Surgery", "company_id": self.company.id}
        )
        department.manager_id = self.env["hr.employee"].create(
            {
                "name": "Head",
                "company_id": self.company.id,
                "user_id": self.stranger.id,
                "department_id": department.id,
            }
        )
        self.make(subject="department")
        Card = self.env["volunteer.scorecard"]
        self.assertEqual(
            Card.with_user(self.stranger).search([]).department_id.sudo(), department
        )
        elsewhere = self.env["res.company"].create({"name": "Other Hospital"})
        outsider = self.make_user("test_outsider", "volunteer_base.group_officer")
        outsider.write(
            {"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id}
        )
        self.assertFalse(self.env(user=outsider, context={})[Card._name].search([]))
        with self.assertRaises(AccessError):
            self.env(user=outsider, context={})["volunteer.scorecard.make"].create(
                {"company_id": self.company.id, "subject": "company"}
            ).action_draw_up()
