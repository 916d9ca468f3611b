from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestSignupWindow(VolunteerCommon):
    def _sign_up(self, activity, user=None):
        return activity.slot_ids.with_user(user or self.staff).action_sign_up()

    def _at(self, activity, **before):
        return freeze_time(activity.start - timedelta(**before))

    def test_opens_and_closes(self):
        activity = self._new_activity(hours=240, seats=3)
        activity.write(
            {
                "signup_from": activity.start - timedelta(days=7),
                "signup_until": activity.start - timedelta(hours=12),
            }
        )
        with self._at(activity, days=8):
            with self.assertRaisesRegex(UserError, "Sign-up opens on .* 10:00"):
                self._sign_up(activity)
            # Who is in charge need not wait.
            activity.slot_ids.with_user(self.officer).action_sign_up_volunteers(
                self.portal_volunteer.ids
            )
        with self._at(activity, days=7):
            self._sign_up(activity)
        with self._at(activity, hours=12):
            with self.assertRaisesRegex(UserError, "Sign-up has closed"):
                self._sign_up(activity, self.leader)
            # Over RPC a caller's context opens nothing.
            with self.assertRaisesRegex(UserError, "Sign-up has closed"):
                activity.slot_ids.with_user(self.leader).with_context(
                    volunteer_window=True
                ).action_sign_up()
            activity.slot_ids.with_user(self.leader).action_sign_up_volunteers(
                self.leader_volunteer.ids
            )

    def test_own_team_first(self):
        below = self.env["volunteer.team"].create(
            {"name": "Below", "company_id": self.company.id, "parent_id": self.team.id}
        )
        member, former = (self._new_volunteer(name) for name in ("Member", "Former"))
        today = fields.Date.today()
        self.env["volunteer.team.member"].create(
            [
                {
                    "team_id": below.id,
                    "volunteer_id": member.id,
                    "date_from": "2020-01-01",
                },
                {
                    "team_id": self.team.id,
                    "volunteer_id": former.id,
                    "date_from": "2020-01-01",
                    "date_to": today - timedelta(days=2),
                },
            ]
        )
        activity = self._new_activity(hours=240, seats=5)
        activity.own_team_until = activity.start - timedelta(days=3)
        slot = activity.slot_ids
        people = self.staff_volunteer | self.portal_volunteer | member | former
        obstacles = slot._get_signup_obstacles(people)
        self.assertEqual(set(obstacles), {self.portal_volunteer, former})
        self.assertRegex(obstacles[former], "Until .* only for “Team”")
        with self.assertRaisesRegex(UserError, "only for “Team”"):
            self._sign_up(activity, self.portal)
        with self._at(activity, days=3):
            self.assertFalse(slot._get_signup_obstacles(people - former))

    def test_same_queries_for_many(self):
        def count(slots):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            slots = slots.browse(slots.ids)
            slots._get_signup_obstacles_by_slot(self.portal_volunteer)
            return self.env.cr.sql_log_count - before

        activities = self.env["volunteer.activity"]
        for number in range(12):
            activities |= self._new_activity(hours=240 + 24 * number)
        for activity in activities:
            activity.own_team_until = activity.start - timedelta(days=1)
        count(activities[:1].slot_ids)
        self.assertEqual(count(activities[:1].slot_ids), count(activities.slot_ids))

    def test_window_follows_the_start(self):
        activity = self._new_activity(hours=240)
        activity.write(
            {
                "signup_from": activity.start - timedelta(days=7),
                "signup_until": activity.start - timedelta(hours=12),
            }
        )
        later = activity.start + timedelta(days=1)
        activity.write({"start": later, "stop": later + timedelta(hours=1)})
        self.assertEqual(activity.signup_from, later - timedelta(days=7))
        self.assertEqual(activity.signup_until, later - timedelta(hours=12))
        # Said in the same breath, it is what was said.
        activity.write(
            {
                "start": later - timedelta(hours=1),
                "signup_until": later - timedelta(hours=3),
            }
        )
        self.assertEqual(activity.signup_until, later - timedelta(hours=3))

    def test_default_of_the_unit(self):
        self.company.volunteer_signup_cutoff_hours = 6
        activity = self._new_activity(hours=48)
        self.assertEqual(activity.signup_until, activity.start - timedelta(hours=6))
        without = self._new_activity(hours=96, signup_until=False)
        self.assertFalse(without.signup_until)

    def test_series_gives_its_window(self):
        with freeze_time("2026-11-01 04:00:00"):
            series = self.env["volunteer.series"].create(
                {
                    "project_id": self.project.id,
                    "company_id": self.company.id,
                    "tue": True,
                    "start_hour": 8,
                    "stop_hour": 10,
                    "date_from": "2026-11-01",
                    "date_to": "2026-11-08",
                    "opens_days": 7,
                    "opens_all_days": 2,
                    "closes_hours": 3,
                    "need_ids": [(0, 0, {"post_id": self.post.id, "seats": 1})],
                }
            )
            series.action_start()
        activity = series.service_activity_ids
        self.assertEqual(activity.signup_from, datetime(2026, 10, 27))
        self.assertEqual(activity.own_team_until, datetime(2026, 11, 1))
        self.assertEqual(activity.signup_until, datetime(2026, 11, 2, 21))

    def test_card_says_until_when(self):
        activity = self._new_activity(hours=240, counts_hours=False)
        activity.write(
            {
                "own_team_until": activity.start - timedelta(days=3),
                "signup_until": activity.start - timedelta(hours=2),
            }
        )
        own_team, until, heads = activity._get_card_notes()[activity]
        self.assertRegex(own_team, "everybody from .* 10:00")
        self.assertRegex(until, "until .* 08:00")
        self.assertIn("not hours", heads)
        with self._at(activity, hours=1):
            self.assertEqual(len(activity._get_card_notes()[activity]), 1)
