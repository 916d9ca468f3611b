from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReportsCase

SUMS = [
    "hours:sum",
    "hours_proven:sum",
    "hours_claimed:sum",
    "person_times:sum",
    "people_served:sum",
    "heads:count_distinct",
    "activities:count_distinct",
    "hours_per_head:avg",
    "proven_share:avg",
]


@tagged("post_install", "-at_install")
class TestHourAnalysis(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = [("company_id", "=", cls.company.id), ("state", "=", "recorded")]

    def figures(self, groupby=(), user=None, domain=(), sums=SUMS):
        rows = (
            self.env["volunteer.hour.analysis"]
            .with_user(user or self.officer)
            ._read_group([*self.domain, *domain], list(groupby), sums)
        )
        return {
            row[: len(groupby)]: dict(
                zip(
                    (spec.partition(":")[0] for spec in sums),
                    row[len(groupby) :],
                    strict=True,
                )
            )
            for row in rows
        }

    def hold(self, served):
        """Two people serve an activity of 3.5 hours on the spot and are recorded."""
        signups = self.activity.signup_ids.with_user(self.officer)
        signups.action_check_in("roster", self.start)
        signups.action_check_out(self.stop)
        lines = self.Hour.search([("signup_id", "in", signups.ids)])
        self.record(lines)
        self.activity.people_served = served
        self.activity.action_done()
        return lines

    def test_figures_are_the_ledgers(self):
        lines = self.hold(served=40)
        lines |= self.claim_recorded(self.citizen, dates=[self.start.date()])
        self.claim(self.member, date=self.start.date())
        [total] = self.figures().values()
        self.assertEqual(
            total,
            {
                "hours": sum(lines.mapped("hours")),
                "hours_proven": 7,
                "hours_claimed": 2,
                "person_times": 3,
                "people_served": 40,
                "heads": 2,
                "activities": 1,
                "hours_per_head": 4.5,
                "proven_share": 77.78,
            },
        )

    def test_shares_are_weighted(self):
        """A total is not the average of its groups, whatever their size."""
        self.claim_recorded(self.member, 1)
        self.claim_recorded(self.citizen, 3)
        groups = self.figures(["volunteer_id"], sums=["hours_per_head:avg"])
        self.assertEqual(
            {key[0]: row["hours_per_head"] for key, row in groups.items()},
            {self.member: 2, self.citizen: 6},
        )
        days = self.figures(["date:day"])
        self.assertEqual([row["hours_per_head"] for row in days.values()], [2, 2, 2])
        self.assertEqual([row["heads"] for row in days.values()], [2, 1, 1])
        [total] = self.figures().values()
        self.assertEqual((total["heads"], total["hours_per_head"]), (2, 4))

    def test_people_served_are_counted_once(self):
        self.hold(served=40)
        for groupby in ("date:month", "team_id", "project_id", "venue", "weekday"):
            [row] = self.figures([groupby]).values()
            self.assertEqual((row["people_served"], row["hours"]), (40, 7), groupby)
        # They are nobody's in particular.
        rows = self.figures(["kind"])
        self.assertEqual(
            {key[0]: (row["people_served"], row["hours"]) for key, row in rows.items()},
            {"staff": (False, 3.5), "community": (False, 3.5), False: (40, False)},
        )

    def test_reversed_hours_are_taken_off(self):
        kept, taken = self.claim_recorded(self.citizen, 2)
        self.reverse(taken)
        [total] = self.figures().values()
        self.assertEqual(
            (total["hours"], total["person_times"], total["heads"]),
            (kept.hours, 1, 1),
        )

    def test_merged_people_are_one(self):
        double = self.make_volunteer("Citizen Again")
        self.claim_recorded(self.citizen)
        self.claim_recorded(double, dates=[date(2025, 6, 1)])
        double.merged_into_id = self.citizen
        [(row, figures)] = self.figures(["volunteer_id"]).items()
        self.assertEqual(row[0], self.citizen)
        self.assertEqual((figures["heads"], figures["hours"]), (1, 4))

    def test_day_and_clock_are_of_the_unit(self):
        """Monday 2 June, 07:30 in Shanghai, is Sunday by Greenwich."""
        self.company.volunteer_tz = "Asia/Shanghai"
        self.claim_recorded(
            self.citizen,
            dates=[date(2025, 6, 2)],
            start="2025-06-01 23:30:00",
            stop="2025-06-02 01:30:00",
        )
        [row] = self.figures(["weekday", "start_hour"])
        self.assertEqual(row, ("1", "07"))

    def test_opening_balances_have_no_day(self):
        line = self.claim(self.citizen)
        line.sudo().write({"is_opening": True})
        self.record(line)
        self.assertEqual(self.figures(["date:month"]), {})

    def test_whom_it_shows(self):
        self.hold(served=40)
        outsider = self.make_user("test_other_leader", "volunteer_base.group_leader")
        hr = self.make_user("test_hr", "volunteer_hours.group_hr")
        for user, hours in (
            (self.officer, 7),
            (hr, 7),
            (self.leader_user, 7),
            (outsider, False),
        ):
            [row] = self.figures(user=user).values()
            self.assertEqual(row["hours"], hours, user.login)
        for user in (self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                self.figures(user=user)
        # Political status is for the office alone.
        for name in ("party_member", "branch_id"):
            self.figures([name])
            for user in (self.leader_user, hr):
                with self.assertRaises(AccessError):
                    self.figures([name], user=user)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        elsewhere = self.make_user("test_elsewhere", "volunteer_base.group_officer")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        rows = (
            self.env(user=elsewhere, context={})["volunteer.hour.analysis"]
            .search(self.domain)
            .ids
        )
        self.assertEqual(rows, [])

    def test_leaders_see_the_lines_they_may_open(self):
        self.hold(served=40)
        rows = self.env["volunteer.hour.analysis"].with_user(self.leader_user)
        rows = rows.search(self.domain)
        opened = set()
        for row in rows:
            action = row.action_open_line()
            record = self.env[action["res_model"]].browse(action["res_id"])
            self.assertTrue(record.with_user(self.leader_user).has_access("read"))
            opened.add((record._name, record.id))
        self.assertEqual(
            opened,
            {
                ("volunteer.activity", self.activity.id),
                *(("volunteer.hour", row.hour_id.id) for row in rows if row.hour_id),
            },
        )
        self.assertEqual(len(opened), 3)

    def test_every_column_can_be_asked_for(self):
        self.hold(served=40)
        Analysis = self.env["volunteer.hour.analysis"].with_user(self.officer)
        for name, field in Analysis._fields.items():
            if not field.store or name == "id":
                continue
            if field.aggregator:
                Analysis._read_group(self.domain, [], [f"{name}:{field.aggregator}"])
            elif field.type != "date":
                self.assertTrue(Analysis._read_group(self.domain, [name]), name)
        names = [name for name, field in Analysis._fields.items() if field.store]
        self.assertEqual(len(Analysis.search_read(self.domain, names)), 3)

    def test_queries_do_not_grow(self):
        self.claim_recorded(self.citizen, 2)
        before = self.cr.sql_log_count
        self.figures(["department_id"])
        few = self.cr.sql_log_count - before
        self.claim_recorded(self.member, 20)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.figures(["department_id"])
        self.assertLessEqual(self.cr.sql_log_count - before, few)
