from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon


class MoneyCommon(VolunteerCommon):
    def _spend(self, amount, **vals):
        return self.env["volunteer.money"].create(
            {
                "project_id": self.project.id,
                "amount": amount,
                "date": "2026-06-01",
                **vals,
            }
        )


@tagged("post_install", "-at_install")
class TestMoney(MoneyCommon):
    def test_planned_against_spent(self):
        self._spend(100, kind="planned")
        self._spend(30)
        self._spend(45.5, cost="meal")
        project = self.project.with_user(self.officer)
        self.assertEqual((project.money_planned, project.money_spent), (100, 75.5))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._spend(0)

    def test_an_activity_of_the_project(self):
        other = self.project.copy({"name": "Other"})
        activity = self._new_activity(project_id=other.id, team_id=self.team.id)
        with self.assertRaises(ValidationError):
            self._spend(10, activity_id=activity.id)

    def test_fund_of_a_year(self):
        fund = self.env["volunteer.fund"].create(
            {"year": 2026, "company_id": self.company.id, "amount": 1000}
        )
        self._spend(200)
        self._spend(50, kind="planned")
        self._spend(70, source="own")
        self._spend(80, date="2025-12-31")
        self.assertEqual((fund.planned, fund.spent, fund.left), (50, 200, 800))

    def test_leaders_read_their_own_teams_money(self):
        money = self._spend(10)
        other = self.env["volunteer.project"].create(
            {"name": "Other", "company_id": self.company.id, "manager_id": self.env.uid}
        )
        hidden = self._spend(10, project_id=other.id)
        found = self.env["volunteer.money"].with_user(self.leader)
        self.assertEqual(found.search([("id", "in", (money | hidden).ids)]), money)
        with self.assertRaises(AccessError):
            money.with_user(self.leader).write({"amount": 5})
        with self.assertRaises(AccessError):
            money.with_user(self.staff).read(["amount"])
        self.assertEqual(self.project.with_user(self.leader).money_spent, 10)

    def test_attainment_of_a_project(self):
        today = self.company._get_volunteer_today()
        plan = self.env["volunteer.plan"].create(
            {
                "name": "Plan",
                "year": today.year,
                "company_id": self.company.id,
                "line_ids": [
                    (0, 0, {"name": "A", "period": f"{today.month}月"}),
                    (0, 0, {"name": "B", "period": f"{today.month % 12 + 1}月"}),
                ],
            }
        )
        plan.line_ids.project_id = self.project
        activity = self._new_activity(hours=24, seats=4)
        activity.sudo().write({"state": "done", "date": today})
        activity.slot_ids.sudo().taken = 1
        self.project.invalidate_recordset()
        self.assertEqual(self.project.attainment, 0.5)
        self.assertEqual(self.project.seat_rate, 0.25)


@tagged("post_install", "-at_install")
class TestDonation(MoneyCommon):
    def _donate(self, **vals):
        return (
            self.env["volunteer.donation"]
            .with_user(self.officer)
            .create(
                {
                    "donor": "A donor",
                    "amount": 500,
                    "date": "2026-03-05",
                    "company_id": self.company.id,
                    **vals,
                }
            )
        )

    def test_numbers_in_order(self):
        donations = self._donate() | self._donate() | self._donate(date="2025-01-01")
        donations.action_receive()
        self.assertEqual(
            donations.mapped("number"), ["2026-0001", "2026-0002", "2025-0001"]
        )
        with self.assertRaises(UserError):
            donations[0].action_receive()
        # The five-digit number after 9999 is no smaller one.
        range_ = self.env["ir.sequence.date_range"].search(
            [
                ("sequence_id.code", "=", "volunteer.donation"),
                ("sequence_id.company_id", "=", self.company.id),
                ("date_from", "=", "2026-01-01"),
            ]
        )
        range_.number_next = 9999
        more = self._donate() | self._donate() | self._donate()
        more.action_receive()
        self.assertEqual(
            more.mapped("number"), ["2026-9999", "2026-10000", "2026-10001"]
        )
        with self.assertRaises(UserError):
            donations[0].write({"amount": 5})
        with self.assertRaises(UserError):
            donations[0].unlink()
        donations[0].action_cancel("Given back")
        self._donate().action_receive()
        self.assertEqual(donations[0].cancel_reason, "Given back")
        with self.assertRaises(UserError):
            donations[0].action_cancel("Once more")

    def test_goods_are_named(self):
        goods = self._donate(kind="goods")
        with self.assertRaises(UserError):
            goods.action_receive()
        goods.goods = "20 umbrellas"
        goods.action_receive()
        self.assertEqual(goods.state, "received")

    def test_no_more_than_was_given(self):
        donation = self._donate()
        with self.assertRaises(ValidationError):
            self._spend(10, source="donation", donation_id=donation.id)
        donation.action_receive()
        self._spend(400, source="donation", donation_id=donation.id)
        self.assertEqual(donation.left, 100)
        with self.assertRaisesRegex(ValidationError, "2026-0001"):
            self._spend(200, source="donation", donation_id=donation.id)
        with self.assertRaises(UserError):
            donation.action_cancel("Mistake")

    def test_donors_are_the_offices(self):
        donation = self._donate()
        with self.assertRaises(AccessError):
            donation.with_user(self.leader).read(["donor"])
        money = self._spend(10)
        with self.assertRaises(AccessError):
            money.with_user(self.leader).read(["donation_id"])

    def test_receipt(self):
        donation = self._donate(goods="20 umbrellas", kind="goods")
        donation.action_receive()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "volunteer_base.volunteer_donation_report", donation.ids
        )[0]
        self.assertIn("2026-0001", html.decode())
        self.assertIn("20 umbrellas", html.decode())


@tagged("post_install", "-at_install")
class TestSubsidy(MoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity(hours=24, seats=5)
        cls.other = cls._new_volunteer("Second")
        cls.activity.slot_ids.action_sign_up_volunteers(
            (cls.staff_volunteer | cls.other).ids
        )
        cls.activity.signup_ids.sudo().state = "attended"

    def _sheet(self, **vals):
        return (
            self.env["volunteer.subsidy"]
            .with_user(self.officer)
            .create(
                {
                    "name": "Guides",
                    "company_id": self.company.id,
                    "project_id": self.project.id,
                    "date_from": self.activity.date,
                    "date_to": self.activity.date,
                    "transport": 10,
                    "meal": 15,
                    **vals,
                }
            )
        )

    def test_once_each(self):
        sheet = self._sheet()
        sheet.action_fill()
        self.assertEqual(sheet.line_ids.volunteer_id, self.staff_volunteer | self.other)
        self.assertEqual(sheet.total, 50)
        with self.assertRaises(UserError):
            self._sheet().action_fill()
        sheet.line_ids[0].meal = 0
        sheet.action_pay()
        costs = {
            money.cost: money.amount
            for money in self.project.money_ids.filtered(
                lambda money: money.kind == "actual"
            )
        }
        self.assertEqual(costs, {"transport": 20, "meal": 15})
        for change in (
            lambda: sheet.line_ids[0].write({"meal": 100}),
            lambda: sheet.line_ids.unlink(),
            lambda: sheet.write({"meal": 100}),
            sheet.action_pay,
            sheet.unlink,
        ):
            with self.assertRaises(UserError):
                change()

    def test_only_who_was_present(self):
        self.activity.signup_ids.sudo().state = "absent"
        with self.assertRaises(UserError):
            self._sheet().action_fill()

    def test_sheet_on_paper(self):
        sheet = self._sheet()
        sheet.action_fill()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("volunteer_base.volunteer_subsidy_report", sheet.ids)[0]
            .decode()
        )
        self.assertIn("Second", html)
        self.assertEqual(html.count('class="o_sign"'), 2)

    def test_booklet_of_posts(self):
        self.post.manual = "<p>Smile first.</p>"
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html(
                "volunteer_base.volunteer_post_report",
                (self.post | self.second_post).ids,
            )[0]
            .decode()
        )
        self.assertIn("Smile first.", html)
        self.assertIn("2. Escort", " ".join(html.split()).replace("<t>", ""))
