from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .test_message_delivery import OutboxCommon


@tagged("post_install", "-at_install")
class TestActivityMessages(OutboxCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity(hours=72, seats=5, place="Hall A")
        cls.activity.slot_ids.action_sign_up_volunteers(
            (cls.staff_volunteer | cls.portal_volunteer).ids
        )

    def _get(self, matter, activity=None):
        self.env.cr.precommit.run()
        activity = activity or self.activity
        return self.messages.search(
            [("activity_id", "=", activity.id), ("matter", "=", matter)]
        )

    def test_a_change_is_told_once(self):
        activity = self.activity.with_user(self.officer)
        later = activity.start + timedelta(hours=1)
        activity.write({"start": later})
        activity.write({"stop": later + timedelta(hours=2), "place": "Hall B"})
        told = self._get("change")
        self.assertEqual(
            told.volunteer_id, self.staff_volunteer | self.portal_volunteer
        )
        body = told[0].body
        for text in ("11:00–13:00", "was", "10:00–12:00", "Hall B (was Hall A)"):
            self.assertIn(text, body)
        self.assertFalse(told[0].urgent)

    def test_another_address_online_is_told_without_the_address(self):
        self.activity.write({"venue": "online", "online_url": "https://a.example/"})
        self.env.cr.precommit.run()
        before = self._get("change")
        self.activity.online_url = "https://b.example/"
        self.env.cr.precommit.run()
        told = self._get("change") - before
        self.assertEqual(len(told), 2)
        self.assertIn("on the page", told[0].body)
        self.assertNotIn("example", told[0].body)

    def test_what_is_put_back_is_not_told(self):
        activity = self.activity.with_user(self.officer)
        activity.place = "Hall B"
        activity.place = "Hall A"
        activity.description = "Bring water."
        self.assertFalse(self._get("change"))

    def test_drafts_are_nobodys_business(self):
        self._new_activity(hours=96, publish=False).place = "Hall C"
        self.env.cr.precommit.run()
        self.assertFalse(self.messages.search([("matter", "=", "change")]))

    def test_many_changes_make_one_message(self):
        other = self._new_activity(hours=96, seats=5)
        other.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        (self.activity | other).with_user(self.officer).write({"place": "Hall B"})
        told = self._get("change").filtered(
            lambda message: message.volunteer_id == self.staff_volunteer
        )
        self.assertEqual(len(told), 1)
        self.assertFalse(self._get("change", other))
        self.assertEqual(told.body.count("Hall B"), 2)

    def test_news_of_today_is_urgent(self):
        with freeze_time(self.activity.start - timedelta(hours=5)):
            self.activity.with_user(self.officer).place = "Hall B"
            self.assertTrue(self._get("change")[0].urgent)

    def test_a_cancellation_says_why(self):
        self.activity.with_user(self.officer).action_cancel("Typhoon")
        told = self._get("cancelled")
        self.assertEqual(
            told.volunteer_id, self.staff_volunteer | self.portal_volunteer
        )
        self.assertIn("Typhoon", told[0].body)

    def test_who_is_signed_up_by_others_is_told(self):
        self.assertEqual(len(self._get("signup")), 2)
        signups = self.activity.signup_ids
        own, other = signups.sorted(
            lambda signup: signup.volunteer_id == self.portal_volunteer
        )
        own.with_user(self.staff).action_cancel()
        other.with_user(self.officer).action_cancel()
        cancelled = self._get("signup").filtered(
            lambda message: message.title == "Your sign-up was cancelled"
        )
        self.assertEqual(cancelled.volunteer_id, self.portal_volunteer)

    def _remind(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_message_cron_remind"
            ).method_direct_trigger()
        self.env.invalidate_all()
        return self._get("reminder")

    def test_what_is_over_is_noted_without_a_message(self):
        held = self._new_activity(hours=-72)
        held.with_user(self.officer).slot_ids.action_sign_up_volunteers(
            self.staff_volunteer.ids
        )
        self.assertTrue(held.signup_ids)
        self.assertFalse(self._get("signup", held))

    def test_reminder_the_day_before(self):
        local = fields.Datetime.context_timestamp(
            self.activity.with_context(tz="Asia/Shanghai"), self.activity.start
        )
        eve = (self.activity.start - timedelta(days=1)).replace(minute=0, second=0)
        self.assertEqual(local.hour, 10)
        with freeze_time(eve + timedelta(hours=7, minutes=59)):
            self.assertFalse(self._remind(), "17:59 in the hospital")
        with freeze_time(eve + timedelta(hours=8, minutes=1)):
            told = self._remind()
            self.assertEqual(len(told), 2)
            self.assertIn("Hall A", told[0].body)
            self.assertEqual(len(self._remind()), 2, "once")
            self.activity.signup_ids[0].with_user(self.officer).action_cancel()

    def test_no_reminder_where_none_is_wanted(self):
        self.company.volunteer_reminder = False
        with freeze_time(self.activity.start - timedelta(hours=14)):
            self.assertFalse(self._remind())
