from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import HoursCase


class StarsCase(HoursCase):
    """Stars at 4, 8 and 20 hours, so that a few claims reach them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Award = cls.env["volunteer.award"]
        cls.env["volunteer.star"].create(
            [
                {
                    "company_id": cls.company.id,
                    "level": level,
                    "name": f"Star {level}",
                    "hours": hours,
                }
                for level, hours in enumerate((4, 8, 20), 1)
            ]
        )

    def serve(self, *days, volunteer=None, minutes=240, **vals):
        """Record a claim of four hours on each of these days of March 2026."""
        lines = self.Hour.browse()
        for day in days:
            lines |= self.claim(
                volunteer, date=date(2026, 3, day), minutes=minutes, **vals
            )
        self.record(lines)
        return lines

    def stars(self, volunteer=None, *states):
        """Return ``[(level, day of March, state)]`` of somebody."""
        domain = [
            ("volunteer_id", "=", (volunteer or self.member).id),
            ("kind", "=", "star"),
        ]
        if states:
            domain.append(("state", "in", states))
        return [
            (star.star_level, star.reached_on.day, star.state)
            for star in self.Award.search(domain, order="star_level, id")
        ]

    def grant(self, stars):
        stars = stars.with_user(self.officer)
        stars.action_review()
        self.company.volunteer_award_days = 0
        stars.action_publish()
        stars.action_grant()


@tagged("post_install", "-at_install")
class TestStars(StarsCase):
    def test_every_level_passed_has_its_own_day(self):
        """Several levels at once: none is skipped, each is dated by its service."""
        self.serve(2, 5, 9)
        self.assertEqual(self.stars(), [(1, 2, "proposed"), (2, 5, "proposed")])
        # What was recorded later may be of an earlier day; what is dated stays.
        self.serve(3, 4)
        self.assertEqual(
            self.stars(),
            [(1, 2, "proposed"), (2, 5, "proposed"), (3, 9, "proposed")],
        )

    def test_one_long_day_reaches_two(self):
        self.serve(2, minutes=480)
        self.assertEqual(self.stars(), [(1, 2, "proposed"), (2, 2, "proposed")])

    def test_nothing_is_proposed_twice(self):
        self.serve(2)
        self.serve(3, minutes=60)
        self.assertFalse(self.Award._propose_stars_sudo(self.company))
        self.assertEqual(self.stars(), [(1, 2, "proposed")])

    def test_a_rejected_star_stays_rejected(self):
        self.serve(2)
        star = self.Award.search([("volunteer_id", "=", self.member.id)])
        star.with_user(self.officer).action_reject("The hours are of somebody else")
        self.serve(3, minutes=60)
        self.assertEqual(self.stars(), [(1, 2, "rejected")])
        star.with_user(self.officer).action_propose_again()
        self.assertEqual(self.stars(), [(1, 2, "proposed")])

    def test_reversal_takes_proposed_stars_back(self):
        """Who reaches it again is proposed again, on the new day."""
        first, _second = self.serve(2, 5)
        self.reverse(first)
        self.assertEqual(
            self.stars(),
            [(1, 2, "proposed"), (2, 5, "withdrawn")],
        )
        withdrawn = self.Award.search([("state", "=", "withdrawn")])
        self.assertTrue(withdrawn.decision_note)
        self.serve(7)
        self.assertEqual(
            self.stars(None, "proposed"), [(1, 2, "proposed"), (2, 7, "proposed")]
        )

    def reverse(self, line):
        reversal = self.Hour.browse(
            line.with_user(self.officer).action_reverse("Did not take place")
        )
        reversal.with_user(self.leader_user).action_approve()
        reversal.with_user(self.other_officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        self.assertEqual(reversal.state, "recorded")

    def test_reversal_marks_granted_stars(self):
        """The office looks at them: it keeps or withdraws them."""
        line = self.serve(2)
        star = self.Award.search([("volunteer_id", "=", self.member.id)])
        self.grant(star)
        self.reverse(line)
        self.assertEqual(star.state, "granted")
        self.assertTrue(star.fell_below)
        todo = self.member._get_office_todos_sudo("star_below")
        self.assertEqual(len(todo), 1)
        tile = {
            tile["key"]: tile["count"]
            for tile in self.env["volunteer.home"].with_user(self.officer).get_tiles()
        }
        self.assertEqual(tile["stars_fallen"], 1)
        star.with_user(self.officer).action_keep()
        self.assertFalse(star.fell_below)
        self.assertFalse(self.member._get_office_todos_sudo("star_below"))
        with self.assertRaises(UserError):
            star.with_user(self.officer).action_keep()

    def test_reaching_it_again_takes_the_mark_away(self):
        line = self.serve(2)
        star = self.Award.search([("volunteer_id", "=", self.member.id)])
        self.grant(star)
        self.reverse(line)
        self.serve(6, minutes=180)
        self.assertTrue(star.fell_below)
        self.serve(7, minutes=60)
        self.assertEqual(self.stars(), [(1, 2, "granted")])
        self.assertFalse(star.fell_below)
        self.assertFalse(self.member._get_office_todos_sudo("star_below"))

    def test_proven_hours_only_where_the_unit_says_so(self):
        self.company.volunteer_star_hours = "proven"
        self.serve(2, 5)
        self.assertFalse(self.stars())
        self.assertEqual(self.member.star_level, 0)
        self.company.volunteer_star_hours = "all"
        self.Award._propose_stars_sudo(self.company)
        self.assertEqual(len(self.stars()), 2)
        self.env.invalidate_all()
        self.assertEqual(self.member.star_level, 2)
        self.assertEqual(self.member.stars, "★★☆")
        self.assertEqual(self.member.star_missing, 12)

    def test_hours_with_others_where_the_unit_says_so(self):
        self.company.volunteer_count_outside = False
        self.serve(2, organiser="Red Cross", project_id=False)
        self.assertFalse(self.stars())
        self.company.volunteer_count_outside = True
        self.Award._propose_stars_sudo(self.company)
        self.assertEqual(self.stars(), [(1, 2, "proposed")])

    def test_merged_records_count_for_the_kept_one(self):
        """And a star that both have is had once."""
        self.serve(2)
        duplicate = self.make_volunteer("Member again")
        self.serve(4, volunteer=duplicate)
        self.assertEqual(self.stars(duplicate), [(1, 4, "proposed")])
        duplicate._merge_into_sudo(self.member)
        self.Award._propose_stars_sudo(self.company)
        self.assertEqual(self.stars(), [(1, 2, "proposed"), (2, 4, "proposed")])

    def test_balances_carried_over_come_first(self):
        """A balance dated later than a service still counts before it."""
        opening = self.claim(date=date(2026, 3, 20), minutes=240)
        opening.sudo().write({"is_opening": True})
        service = self.claim(date=date(2026, 3, 2), minutes=240)
        self.record(opening | service)
        self.assertEqual(self.stars(), [(1, 20, "proposed"), (2, 2, "proposed")])

    def test_queries_do_not_grow(self):
        """Recording many people's hours takes no more queries than one's."""

        def queries(people):
            lines = self.Hour.browse()
            for person in people:
                lines |= self.claim(person, date=date(2026, 3, 2), minutes=480)
            self.approve_all(lines)
            notice = self.env["volunteer.notice"].create(
                {"company_id": self.company.id}
            )
            notice.with_user(self.officer).action_publish()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            notice.with_user(self.officer).action_close()
            return self.env.cr.sql_log_count - before

        people = [self.make_volunteer(f"Person {number}") for number in range(21)]
        one = queries(people[:1])
        self.assertLessEqual(queries(people[1:]), one)
        self.assertEqual(self.Award.search_count([("kind", "=", "star")]), 42)

    def test_roster_queries_do_not_grow(self):
        names = [
            "volunteer_id",
            "volunteer_code",
            "unit_name",
            "star_hours",
            "former_star",
            "name",
            "state",
        ]
        people = [self.make_volunteer(f"Person {number}") for number in range(20)]
        lines = self.Hour.browse()
        for person in people:
            lines |= self.claim(person, date=date(2026, 3, 2), minutes=240)
        self.record(lines)
        stars = self.Award.with_user(self.officer).search([("kind", "=", "star")])
        self.assertEqual(len(stars), 20)
        stars.read(names)
        counts = []
        for some in (stars[:1], stars):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_roster_says_what_somebody_had_before(self):
        self.serve(2)
        self.grant(self.Award.search([("volunteer_id", "=", self.member.id)]))
        self.serve(5)
        star = self.Award.search([("star_level", "=", 2)])
        self.assertEqual(star.former_star, "Star 1")
        self.assertEqual(star.unit_name, "Guides")
        self.assertEqual(star.star_hours, 8)

    def test_who_may_look_for_stars(self):
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.assertRaises(AccessError, msg=user.login):
                self.Award.with_user(user).action_look_for_stars()
        answer = self.Award.with_user(self.officer).action_look_for_stars()
        self.assertEqual(answer["params"]["type"], "info")


@tagged("post_install", "-at_install")
class TestStarTable(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Star = cls.env["volunteer.star"]

    def test_shipped_table_where_a_unit_has_none(self):
        tables = self.company._get_star_thresholds_sudo()
        self.assertEqual(
            [star.hours for star in tables[self.company]], [100, 300, 600, 1000, 1500]
        )

    def test_the_table_of_the_unit_above(self):
        below = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.Star.create({"level": 1, "name": "Only one", "hours": 50})
        table = below._get_star_thresholds_sudo()[below]
        self.assertEqual([(star.level, star.hours) for star in table], [(1, 50)])

    def test_levels_rise_without_a_gap(self):
        self.Star.create({"level": 1, "name": "One", "hours": 50})
        for level, hours in ((3, 100), (2, 50), (2, 20)):
            with self.assertRaises(ValidationError, msg=(level, hours)):
                with self.env.cr.savepoint():
                    self.Star.create({"level": level, "name": "x", "hours": hours})
        second = self.Star.create({"name": "Two", "hours": 90})
        self.assertEqual(second.level, 2)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            (self.Star.search([]) - second).unlink()
        second.unlink()

    def test_who_changes_it(self):
        vals = {"level": 1, "name": "One", "hours": 50, "company_id": self.company.id}
        with self.assertRaises(AccessError):
            self.Star.with_user(self.officer).create(vals)
        with self.assertRaises(AccessError):
            self.Star.with_user(self.officer).action_use_default()
        manager = self.make_user("star_manager", "volunteer_base.group_manager")
        self.Star.with_user(manager).action_use_default()
        self.Star.with_user(manager).action_use_default()
        self.assertEqual(
            self.Star.search([("company_id", "=", self.company.id)]).mapped("hours"),
            [100, 300, 600, 1000, 1500],
        )
