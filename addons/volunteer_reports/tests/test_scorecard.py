from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReportsCase


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
        # Without a group there is no menu: home shows the way, and all of it is read.
        home = self.env["volunteer.home"]
        tiles = {
            tile["key"]: tile for tile in home.with_user(self.stranger).get_tiles()
        }
        tile = tiles["scorecards"]
        self.assertEqual((tile["count"], tile["urgent"]), (1, False))
        [card] = Card.with_user(self.stranger).search(tile["action"]["domain"])
        self.assertTrue(card.web_read({"radar": {}, "value_ids": {"fields": {}}}))
        rows = card.action_open_values()
        self.assertTrue(
            self.env[rows["res_model"]]
            .with_user(self.stranger)
            .search_count(rows["domain"])
        )
        card.action_pdf()
        for user in (self.member_user, self.leader_user):
            tiles = home.with_user(user).get_tiles()
            self.assertNotIn("scorecards", [tile["key"] for tile in tiles])
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
