from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .test_point_account import PointCase


@tagged("post_install", "-at_install")
class TestPointRules(PointCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_user("test_manager", "volunteer_base.group_manager")
        cls.Rule = cls.env["volunteer.point.rule"]
        # Of the company alone: what else is in the database stays out of it.
        cls.vals = {
            "name": "Rule",
            "company_id": cls.company.id,
            "date_from": "2000-01-01",
        }

    def rule(self, event, **vals):
        return self.Rule.create({**self.vals, "event": event, **vals})

    def pass_course(self, day, volunteer=None):
        course = self.env["volunteer.course"].create(
            {"name": f"Course {day}", "company_id": self.company.id}
        )
        return self.env["volunteer.qualification"].create(
            {
                "volunteer_id": (volunteer or self.member).id,
                "course_id": course.id,
                "date_from": day,
            }
        )

    def test_each_event_once(self):
        rule = self.rule("qualification", points=2)
        self.pass_course("2020-02-01")
        withdrawn = self.pass_course("2020-02-02")
        withdrawn.sudo().active = False
        self.assertEqual(len(rule._apply_sudo()), 1)
        self.assertEqual(self.balance(), 200)
        self.assertFalse(rule._apply_sudo())
        self.pass_course("2020-03-01", self.citizen)
        rule._apply_sudo()
        self.assertEqual(self.balance(), 200)
        move = self.account(self.citizen).move_ids
        self.assertEqual(str(move.date), "2020-03-01")
        self.assertEqual(move.display_name, "Rule")

    def test_up_to_the_cap_of_a_year(self):
        rule = self.rule("qualification", points=2, year_cap=5)
        for month in range(1, 5):
            self.pass_course(f"2020-{month:02}-01")
        rule._apply_sudo()
        self.assertEqual(self.balance(), 500)
        moves = self.account().move_ids.sorted("date")
        self.assertEqual(moves.mapped("hundredths"), [200, 200, 100])
        self.pass_course("2020-12-31")
        self.pass_course("2021-01-01")
        self.assertEqual(len(rule._apply_sudo()), 1)
        self.assertEqual(self.balance(), 700)

    def test_what_was_before_the_rule_gets_nothing(self):
        rule = self.rule("qualification", date_from="2020-06-01")
        self.pass_course("2020-05-31")
        self.assertFalse(rule._apply_sudo())
        self.pass_course("2020-06-01")
        self.assertEqual(len(rule._apply_sudo()), 1)

    def test_of_a_unit_and_those_below_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        far = self.Rule.create({**self.vals, "event": "led", "company_id": other.id})
        near = self.rule("led")
        self.activity.leader_id = self.leader
        self.activity.sudo().state = "done"
        self.assertFalse(far._apply_sudo())
        self.assertEqual(near._apply_sudo().account_id, self.account(self.leader))

    def test_first_service_and_very_good_ones(self):
        first, good = self.rule("first", points=5), self.rule("quality", points=0.5)
        lines = self.claim(date="2020-01-02") | self.claim(date="2020-01-03")
        lines[1].sudo().quality = 5
        self.record(lines)
        first._apply_sudo()
        self.assertEqual(self.balance(), 600 + 500)
        self.assertEqual(str(self.account().move_ids.date), "2020-01-02")
        good._apply_sudo()
        self.assertEqual(self.balance(), 600 + 550)
        self.earn(date="2020-01-01")
        self.assertFalse(first._apply_sudo())

    def test_points_of_reversed_hours_are_taken_back(self):
        first = self.rule("first", points=5)
        good = self.rule("quality", points=2, year_cap=2)
        line = self.claim(date="2020-01-02")
        line.sudo().quality = 5
        self.record(line)
        first._apply_sudo()
        good._apply_sudo()
        self.assertEqual(self.balance(), 300 + 700)
        self.reverse(line)
        for _ in range(2):
            first._apply_sudo()
            good._apply_sudo()
            self.assertEqual(self.balance(), 0)
        self.assertFalse(self.Account._find_wrong_sudo())

    def test_leading_counts_where_somebody_served(self):
        rule = self.rule("led")
        led = {"leader_id": self.citizen.id, "state": "done"}
        empty = self.make_activity("2020-03-01 01:00:00", "2020-03-01 03:00:00")
        empty.sudo().write(led)
        self.assertFalse(rule._apply_sudo())
        activity = self.make_activity("2020-03-02 01:00:00", "2020-03-02 03:00:00")
        line = self.claim(date="2020-03-02", activity_id=activity.id)
        self.record(line)
        leader = activity.leader_id
        activity.sudo().write(led)
        rule._apply_sudo()
        self.assertEqual(self.balance(self.citizen), 100)
        activity.sudo().leader_id = leader
        self.reverse(line)
        rule._apply_sudo()
        self.assertEqual(self.balance(self.citizen), 0)

    def test_a_merged_person_has_one_first_service(self):
        duplicate = self.make_volunteer("Member")
        self.earn(duplicate)
        self.earn()
        rule = self.rule("first", points=5)
        self.assertEqual(len(rule._apply_sudo()), 2)
        duplicate._merge_into_sudo(self.member)
        self.assertFalse(rule._apply_sudo())
        self.assertEqual(self.balance(), 600 + 1000)

    def test_every_event_is_looked_for(self):
        events = dict(self.Rule._fields["event"].selection)
        for event in events:
            with self.subTest(event=event):
                self.rule(event)._apply_sudo()

    def test_queries_do_not_grow(self):
        rule = self.rule("qualification")

        def count(people):
            for number, person in enumerate(people, 1):
                self.pass_course(f"2020-01-{number:02}", person)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(rule._apply_sudo()), len(people))
            return self.env.cr.sql_log_count - before

        people = [self.make_volunteer(f"Other {number}") for number in range(21)]
        self.env["volunteer.point.account"]._get_accounts_sudo(self.member)
        one = count(people[:1])
        self.assertLessEqual(count(people[1:]), one)

    def test_the_office_gives_points(self):
        rule = self.rule("manual", points=2, year_cap=3)
        rule = rule.with_user(self.officer)
        with freeze_time("2026-06-01 04:00:00"):
            rule.action_give(self.member.ids, "Helped at the fair")
            self.assertEqual(self.balance(), 200)
            self.assertEqual(self.account().move_ids.reason, "Helped at the fair")
            rule.action_give((self.member | self.citizen).ids, "Again")
            self.assertEqual(self.balance(), 300)
            self.assertEqual(self.balance(self.citizen), 200)
            with self.assertRaisesRegex(UserError, "all points of this year: .*Member"):
                rule.action_give(self.member.ids, "Once more")
        with freeze_time("2027-01-01 04:00:00"):
            rule.action_give(self.member.ids, "In the new year")
        self.assertEqual(self.balance(), 500)

    def test_who_gives_points(self):
        rule = self.rule("manual")
        for user in (self.member_user, self.leader_user, self.portal_user):
            with self.assertRaises(AccessError):
                rule.with_user(user).action_give(self.citizen.ids, "Why not")
        own = self.make_volunteer("Officer", self.officer)
        with self.assertRaisesRegex(AccessError, "your own points"):
            rule.with_user(self.officer).action_give(own.ids, "Why not")
        with self.assertRaisesRegex(UserError, "give a reason"):
            rule.with_user(self.officer).action_give(self.member.ids, " ")
        with self.assertRaisesRegex(UserError, "not for the office"):
            self.rule("led").with_user(self.officer).action_give(
                self.member.ids, "Why not"
            )
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.env["volunteer.volunteer"].create(
            {"name": "Far", "company_id": elsewhere.id}
        )
        with self.assertRaises(AccessError):
            rule.with_user(self.officer).action_give(stranger.ids, "Why not")

    def test_who_makes_rules(self):
        with self.assertRaises(AccessError):
            self.Rule.with_user(self.officer).create({**self.vals, "event": "led"})
        rule = self.Rule.with_user(self.manager).create(
            {**self.vals, "event": "qualification"}
        )
        self.pass_course("2020-01-01")
        self.assertIn("1 events", rule.action_apply()["params"]["message"])
        self.assertEqual(self.balance(), 100)
        with self.assertRaises(AccessError):
            rule.with_user(self.officer).action_apply()
        with self.assertRaisesRegex(UserError, "has given points"):
            rule.event = "led"
        with self.assertRaisesRegex(ValidationError, "two decimals"):
            self.rule("manual", points=2_000_000)

    def test_every_night(self):
        self.rule("qualification")
        self.pass_course("2020-01-01")
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_point_rule_cron_apply"
            ).method_direct_trigger()
        self.assertEqual(self.balance(), 100)


@tagged("post_install", "-at_install")
class TestPointCorrection(PointCase):
    def test_given_and_taken_with_a_reason(self):
        self.earn()
        people = self.member | self.citizen
        people.with_user(self.officer).action_correct_points(2.5, "Forgotten")
        self.assertEqual(self.balance(), 550)
        self.assertEqual(self.balance(self.citizen), 250)
        told = self.env["volunteer.message"].search(
            [("volunteer_id", "in", people.ids), ("body", "like", "Forgotten")]
        )
        self.assertEqual(told.volunteer_id, people)
        # What was spent by mistake may leave a debt.
        self.account(self.citizen).with_user(self.officer).action_correct(-3, "Twice")
        self.assertEqual(self.balance(self.citizen), -50)
        move = self.account(self.citizen).move_ids[0]
        self.assertEqual(move.create_uid, self.officer)

    def test_by_the_screen(self):
        wizard = self.env["volunteer.point.wizard"].with_user(self.officer)
        wizard.with_context(
            active_model="volunteer.volunteer", active_ids=self.member.ids
        ).create({"points": 4, "reason": "Helped"}).action_apply()
        self.assertEqual(self.balance(), 400)
        rule = self.env["volunteer.point.rule"].create(
            {"name": "Fair", "event": "manual", "points": 1}
        )
        wizard.with_context(
            active_model="volunteer.point.account", active_ids=self.account().ids
        ).create({"rule_id": rule.id, "reason": "Helped"}).action_apply()
        self.assertEqual(self.balance(), 500)
        action = self.member.with_user(self.officer).action_open_points()
        self.assertEqual(action["res_id"], self.account().id)
        self.assertEqual(self.member.with_user(self.officer).points_balance, 5)

    def test_refused(self):
        self.earn()
        account = self.account()
        for points in (0, 0.001, 10**9, float("nan"), "5", None):
            with self.subTest(points=points), self.assertRaises(UserError):
                account.with_user(self.officer).action_correct(points, "Why not")
        with self.assertRaisesRegex(UserError, "give a reason"):
            account.with_user(self.officer).action_correct(1, "")
        for user in (self.member_user, self.leader_user, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                account.with_user(user).action_correct(1, "Why not")
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.member.with_user(user).action_correct_points(1, "Why not")
        self.officer.group_ids += self.env.ref("volunteer_base.group_manager")
        self.member.user_id = False
        self.member.user_id = self.officer
        with self.assertRaisesRegex(AccessError, "your own points"):
            account.with_user(self.officer).action_correct(1, "Why not")
        self.assertEqual(self.balance(), 300)

    def test_queries_do_not_grow(self):
        def count(people):
            self.env["volunteer.point.account"]._get_accounts_sudo(people)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people.with_user(self.officer).action_correct_points(1, "For all")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        people = self.env["volunteer.volunteer"].union(
            *(self.make_volunteer(f"Other {number}") for number in range(22))
        )
        count(people[:1])
        one = count(people[1:2])
        self.assertLessEqual(count(people[2:]), one + 1)


@tagged("post_install", "-at_install")
class TestPointCheck(PointCase):
    def test_a_difference_is_found_told_and_counted_anew(self):
        self.earn()
        account = self.account()
        account._move_sudo("spend", -100, reason="A cup")
        self.assertNotIn(account, self.Account._find_wrong_sudo())
        self.env.cr.execute(
            "UPDATE volunteer_point_account SET balance = 999 WHERE id = %s",
            [account.id],
        )
        with (
            self.assertLogs("odoo.addons.volunteer_hours", "WARNING"),
            self.enter_registry_test_mode(),
        ):
            for _night in range(2):
                self.env.ref(
                    "volunteer_hours.volunteer_point_account_cron_check"
                ).method_direct_trigger()
        domain = [("volunteer_matter", "=", "points_differ")]
        todo = self.env["mail.activity"].search(domain)
        self.assertEqual(len(todo), 1)
        self.assertIn("Member", todo.note)
        with self.assertRaises(AccessError):
            account.with_user(self.officer).action_recount()
        manager = new_test_user(
            self.env,
            "manager",
            "volunteer_base.group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        account.with_user(manager).action_recount()
        self.assertEqual(self.balance(), 200)
        self.Account._cron_check()
        self.assertFalse(self.env["mail.activity"].search(domain))

    def test_a_missing_account_is_opened(self):
        self.earn()
        self.env.cr.execute("DELETE FROM volunteer_point_account")
        self.env.invalidate_all()
        wrong = self.Account._find_wrong_sudo()
        self.assertIn(self.member, wrong.volunteer_id)
        wrong._recount_sudo()
        self.assertEqual(self.balance(), 300)

    def test_history_adds_up(self):
        line = self.earn()
        self.account()._move_sudo("spend", -100, reason="A cup")
        self.reverse(line)
        entries = self.env["volunteer.point.entry"].with_user(self.member_user)
        entries = entries.search([("volunteer_id", "=", self.member.id)])
        self.assertEqual(sum(entries.mapped("hundredths")), self.balance())
        self.assertEqual(sorted(entries.mapped("kind")), ["hours", "reversal", "spend"])
        self.assertEqual(set(entries.mapped("about")), {"A cup", "Guiding Patients"})
        for user, seen in (
            (self.portal_user, 0),
            (self.leader_user, 0),
            (self.stranger, 0),
            (self.officer, 3),
        ):
            found = self.env["volunteer.point.entry"].with_user(user)
            found = found.search([("volunteer_id", "=", self.member.id)])
            self.assertEqual(len(found), seen, user.login)
