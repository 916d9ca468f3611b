from datetime import date

from freezegun import freeze_time

from odoo.tests import Form

from .common import HoursCase


class TestLateList(HoursCase):
    """Monday, 2 March 2026: a service of that day is due on Monday, 16 March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["volunteer.working.day"].search([]).unlink()

    def make(self, **vals):
        return self.claim(date="2026-03-02", late_reason="Paper lost", **vals)

    def late(self, *kinds):
        return self.Hour.search(
            [("lateness", "in", kinds), ("company_id", "=", self.company.id)]
        )

    def test_lateness(self):
        with freeze_time("2026-03-02 10:00:00"):
            line = self.make()
        self.assertEqual(line.due_date, date(2026, 3, 16))
        for now, lateness, days in (
            ("2026-03-11 10:00:00", False, 0),
            ("2026-03-12 10:00:00", "soon", 0),
            ("2026-03-16 10:00:00", "soon", 0),
            # The day has begun in the unit, not yet in Greenwich.
            ("2026-03-16 17:00:00", "late", 1),
            ("2026-03-22 10:00:00", "late", 4),
        ):
            with self.subTest(now=now), freeze_time(now):
                line.invalidate_recordset()
                self.assertEqual((line.lateness, line.days_late), (lateness, days))
                self.assertEqual(self.late(lateness), line)
                others = {"late", "soon", False} - {lateness}
                self.assertFalse(self.late(*others))

    def test_what_is_done_is_not_late(self):
        line = self.make()
        self.assertEqual(self.late("late"), line)
        line.action_cancel()
        self.assertFalse(self.late("late", "soon"))
        recorded = self.make()
        self.record(recorded)
        self.assertFalse(recorded.lateness)
        self.Hour.browse(recorded.with_user(self.officer).action_reverse("Wrong"))
        self.assertFalse(self.late("late", "soon"))

    def test_holder(self):
        draft, asked, office, approved = (
            self.make(minutes=30 * n) for n in range(1, 5)
        )
        (asked | office | approved).action_submit()
        (office | approved).with_user(self.leader_user).action_approve()
        approved.with_user(self.officer).action_approve()
        group = self.env.ref("volunteer_base.group_officer")
        holders = {
            draft: "To be submitted",
            asked: self.leader_user.name,
            office: group.name,
            approved: "To be published",
        }
        for line, holder in holders.items():
            self.assertEqual(line.holder, holder)
            self.assertTrue(line.held_since)
        mine = self.Hour.with_user(self.officer)
        domain = [("lateness", "=", "late")]
        groups = mine.formatted_read_group(domain, ["holder"], ["__count"])
        self.assertEqual({group["holder"] for group in groups}, set(holders.values()))
        for group in groups:
            found = mine.search(domain + list(group["__extra_domain"]))
            self.assertEqual(found.mapped("holder"), [group["holder"]])
        self.assertEqual(mine.search(domain + [("holder", "ilike", "publi")]), approved)
        self.assertEqual(asked.held_since, asked._get_since(asked.submitted_on))

    def test_constant_queries(self):
        lines = self.Hour.concat(*(self.make(minutes=30) for _n in range(10)))
        lines.action_submit()
        names = ["lateness", "days_late", "holder", "held_since", "due_unsure"]

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(names)
            return self.env.cr.sql_log_count - before

        queries(lines)
        self.assertLessEqual(queries(lines), queries(lines[0]) + 1)

    def test_tile_opens_the_list(self):
        self.make()
        tiles = self.env["volunteer.home"].with_user(self.officer).get_tiles()
        tile = {tile["key"]: tile for tile in tiles}["overdue"]
        self.assertEqual(tile["count"], 1)
        found = self.Hour.with_user(self.officer).search_count(tile["action"]["domain"])
        self.assertEqual(found, 1)

    def test_due_dates_follow_the_table(self):
        waiting, recorded = self.make(), self.make(minutes=60)
        self.record(recorded)
        Day = self.env["volunteer.working.day"]
        holiday = Day.create({"date": "2026-03-10", "working": "rest"})
        self.assertEqual(waiting.due_date, date(2026, 3, 17))
        self.assertEqual(recorded.due_date, date(2026, 3, 16))
        holiday.date = "2026-03-18"
        self.assertEqual(waiting.due_date, date(2026, 3, 16))
        Day.create({"date": "2026-03-07", "working": "work"})
        self.assertEqual(waiting.due_date, date(2026, 3, 13))
        Day.search([]).unlink()
        self.assertEqual(waiting.due_date, date(2026, 3, 16))

    def test_year_without_holidays(self):
        line = self.make()
        self.assertTrue(line.due_unsure)
        with Form(line) as form:
            self.assertTrue(form.due_unsure)
        self.env["volunteer.working.day"].create({"date": "2026-01-01"})
        line.invalidate_recordset()
        self.assertFalse(line.due_unsure)
