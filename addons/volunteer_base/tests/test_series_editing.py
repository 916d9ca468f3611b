from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_series import SeriesCommon


@tagged("post_install", "-at_install")
class TestSeriesEditing(SeriesCommon):
    """Tuesdays and Thursdays from 3 to 12 November, 8:00 to 11:30."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.series = cls._new_series()
        cls.series.action_start()
        cls.made = cls.series.service_activity_ids.sorted("start")
        cls.first, cls.second, cls.third, cls.last = cls.made

    def _sign_up(self, activities, *volunteers):
        signups = self.env["volunteer.signup"].sudo()
        for slot in activities.sudo().slot_ids:
            for volunteer in volunteers:
                signups |= slot._sign_up_sudo(volunteer)
        return signups

    def _messages(self, volunteer):
        self.env.flush_all()
        self.env.cr.precommit.run()
        return volunteer.sent_message_ids.sorted("id")

    def _hours(self, activities):
        return [(one.date.day, one.start.hour + 8) for one in activities.sudo()]

    def test_this_one_only(self):
        self._sign_up(self.second, self.staff_volunteer)
        self.second.action_change_series(
            "this", {"date": "2026-11-06", "start_hour": 9, "place": "Hall"}
        )
        self.assertEqual(self._hours(self.made), [(3, 8), (6, 9), (10, 8), (12, 8)])
        self.assertEqual(self.made.mapped("place"), [False, "Hall", False, False])
        self.assertFalse(self.series.place)
        self.assertEqual(self.series.action_generate(), [])

    def test_following(self):
        self.third.action_change_series("following", {"start_hour": 9, "place": "Hall"})
        self.assertEqual(self._hours(self.made), [(3, 8), (5, 8), (10, 9), (12, 9)])
        # What is made later follows.
        self.series.date_to = "2026-11-17"
        made = self.env["volunteer.activity"].browse(self.series.action_generate())
        self.assertEqual(self._hours(made), [(17, 9)])
        self.assertEqual(made.place, "Hall")

    def test_sign_ups_are_kept_and_told_once(self):
        signups = self._sign_up(self.made, self.staff_volunteer)
        self._messages(self.staff_volunteer)
        self.staff_volunteer.sent_message_ids.unlink()
        self.first.action_change_series("all", {"stop_hour": 12})
        self.assertEqual(set(signups.mapped("state")), {"confirmed"})
        self.assertEqual(
            sorted(signups.mapped("stop")),
            [datetime(2026, 11, day, 4) for day in (3, 5, 10, 12)],
        )
        messages = self._messages(self.staff_volunteer)
        self.assertEqual(messages.mapped("matter"), ["change"])

    def test_moving_onto_each_other(self):
        series = self._new_series(
            mon=True, wed=True, start_hour=14, stop_hour=16, date_to="2026-11-06"
        )
        series.action_start()
        made = series.service_activity_ids.sorted("start")
        signups = self._sign_up(made, self.staff_volunteer)
        # Monday becomes Tuesday, where the same people are still on Tuesday's list.
        made[0].action_change_series("all", {"date": "2026-11-03"})
        self.assertEqual([day.day for day in made.mapped("date")], [3, 4, 5, 6])
        self.assertEqual(set(signups.mapped("state")), {"confirmed"})
        self.assertEqual(signups.mapped("start"), made.mapped("start"))
        self.assertEqual(
            (series.mon, series.tue, series.wed, series.thu, series.fri),
            (False, True, True, True, True),
        )
        self.assertEqual(series.action_generate(), [])
        with self.assertRaisesRegex(UserError, "within one week"):
            made[0].action_change_series("all", {"date": "2026-11-13"})

    def test_day_that_is_taken(self):
        with self.assertRaisesRegex(UserError, "on that day already"):
            self.second.action_change_series("following", {"date": "2026-11-03"})

    def test_deleted_day_stays_away_after_a_move(self):
        self.third.sudo().state = "draft"
        self.third.unlink()
        rest = self.made - self.third
        rest[0].action_change_series("all", {"date": "2026-11-04"})
        self.assertEqual(self.series.exception_ids.mapped("date"), [date(2026, 11, 11)])
        self.assertEqual(self.series.action_generate(), [])
        self.assertEqual(self._days(self.series), [4, 6, 13])

    def test_collisions_are_named_before_anything_changes(self):
        elsewhere = self._new_activity(
            publish=False,
            name="Elsewhere",
            start="2026-11-10 05:00:00",
            stop="2026-11-10 06:00:00",
        )
        elsewhere.action_publish()
        signups = self._sign_up(self.made, self.staff_volunteer)
        self._sign_up(elsewhere, self.staff_volunteer)
        changes = {"start_hour": 12, "stop_hour": 14}
        with self.assertRaisesRegex(
            UserError, "Staff: “Project 2026-11-10” would collide with “Elsewhere"
        ):
            self.first.action_change_series("all", changes)
        self.assertEqual(self.first.start, datetime(2026, 11, 3, 0, 0))
        self.first.action_change_series("all", changes, release_conflicts=True)
        self.assertEqual(
            signups.mapped("state"),
            ["confirmed", "confirmed", "cancelled", "confirmed"],
        )
        self.assertEqual(self.third.sudo().slot_ids.taken, 0)
        texts = self._messages(self.staff_volunteer).mapped("body")
        self.assertTrue(any("was cancelled" in text for text in texts))

    def test_needs(self):
        self._sign_up(self.third, self.staff_volunteer, self.portal_volunteer)
        with self.assertRaisesRegex(UserError, "2 people have signed up"):
            self.first.action_change_series("all", {"needs": {self.post.id: 1}})
        # As JSON has it.
        needs = {str(self.post.id): 3, str(self.second_post.id): 1}
        self.first.action_change_series("all", {"needs": needs})
        for activity in self.made:
            self.assertEqual(activity.slot_ids.mapped("seats"), [3, 1])
        self.assertEqual(self.series.need_ids.mapped("seats"), [3, 1])
        self.first.action_change_series("this", {"needs": {self.second_post.id: 2}})
        self.assertEqual(self.first.slot_ids.post_id, self.second_post)

    def test_what_has_begun_stays(self):
        self.first.sudo().write(
            {"start": "2026-11-01 03:00:00", "stop": "2026-11-01 05:00:00"}
        )
        with self.assertRaisesRegex(UserError, "has begun"):
            self.first.action_change_series("all", {"place": "Hall"})
        ids = self.second.action_change_series("all", {"place": "Hall"})
        self.assertEqual(ids, (self.made - self.first).ids)
        with self.assertRaisesRegex(UserError, "into the past"):
            self.second.action_change_series("this", {"date": "2026-10-30"})

    def test_rights(self):
        for user in (self.staff, self.portal):
            with self.assertRaises(AccessError):
                self.first.with_user(user).action_change_series(
                    "all", {"place": "Hall"}
                )
        for changes in ({"state": "done"}, {"company_id": 1}):
            with self.assertRaises(UserError):
                self.first.action_change_series("all", changes)
        with self.assertRaises(UserError):
            self.first.action_change_series("none", {"place": "Hall"})

    def test_wizard(self):
        self._sign_up(self.second, self.staff_volunteer)
        form = Form(
            self.env["volunteer.series.edit"]
            .with_user(self.leader)
            .with_context(default_activity_id=self.second.id)
        )
        self.assertIn("Nothing is changed", form.summary)
        self.assertEqual((form.start_hour, form.stop_hour), (8, 11.5))
        form.scope = "following"
        form.start_hour = 9
        self.assertIn("3 activities", form.summary)
        self.assertIn("signed up: 1.", form.summary)
        form.save().action_confirm()
        self.assertEqual(self._hours(self.made), [(3, 8), (5, 9), (10, 9), (12, 9)])
        self.assertEqual(self.made.slot_ids.mapped("seats"), [2] * 4)

    def test_queries(self):
        def count(weeks, hour):
            series = self._new_series(
                self.officer,
                date_to=False,
                weeks_ahead=weeks,
                start_hour=hour,
                stop_hour=hour + 1,
            )
            series.action_start()
            made = series.service_activity_ids
            self._sign_up(made, self.staff_volunteer)
            self._messages(self.staff_volunteer)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            made[0].action_change_series("all", {"stop_hour": hour + 1.5})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1, 13)
        few, many = count(1, 15), count(10, 17)
        # The rules for minors are asked again of each activity that moves.
        self.assertLessEqual(many - few, 3 * 18, (few, many))

    def test_who_serves_when_is_not_for_other_leaders(self):
        busy = self._new_activity(seats=3)
        busy.write(
            {"start": datetime(2026, 11, 3, 5), "stop": datetime(2026, 11, 3, 7)}
        )
        self._sign_up(self.first | busy, self.staff_volunteer)
        other = self._new_user("other_leader", "volunteer_base.group_leader")
        wizards = self.env["volunteer.series.edit"]
        texts = [
            wizards.with_user(user)
            .with_context(default_activity_id=self.first.id)
            .create({"activity_id": self.first.id, "start_hour": 13, "stop_hour": 14})
            .conflicts
            for user in (self.leader, other)
        ]
        self.assertIn("Staff", texts[0])
        self.assertFalse(texts[1])
