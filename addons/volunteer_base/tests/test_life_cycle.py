from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestLifeEvents(VolunteerCommon):
    def test_every_step_is_on_record(self):
        volunteer = (
            self.env["volunteer.volunteer"]
            .with_user(self.officer)
            .create({"name": "New"})
        )
        volunteer.action_reject("No time")
        volunteer.action_reopen()
        volunteer.action_accept()
        volunteer.action_suspend("Two no-shows")
        events = volunteer.life_event_ids.sorted("id")
        self.assertEqual(
            [(event.state_from, event.state_to, event.reason) for event in events],
            [
                ("applied", "rejected", "No time"),
                ("rejected", "applied", False),
                ("applied", "registered", False),
                ("registered", "suspended", "Two no-shows"),
            ],
        )
        self.assertEqual(events.user_id, self.officer)

    def test_who_leaves_gives_back_seats(self):
        coming = self._new_activity(hours=30)
        coming.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        self.assertEqual(coming.slot_ids.taken, 1)
        self.staff_volunteer.with_user(self.officer).action_leave("Moved")
        self.assertEqual(coming.slot_ids.taken, 0)
        self.assertEqual(coming.signup_ids.state, "cancelled")

    def test_end_of_a_trial_and_a_suspension_give_back_seats(self):
        self.company.volunteer_trial = True
        rejected = self.env["volunteer.volunteer"].create(
            {"name": "New", "company_id": self.company.id}
        )
        rejected.action_accept()
        member = self.env["volunteer.team.member"].create(
            {"team_id": self.team.id, "volunteer_id": rejected.id}
        )
        coming = self._new_activity(hours=30, seats=2)
        coming.slot_ids.action_sign_up_volunteers((rejected | self.staff_volunteer).ids)
        rejected.with_user(self.officer).action_reject("Did not fit")
        self.assertTrue(member.date_to)
        self.assertEqual(coming.slot_ids.taken, 1)
        self.staff_volunteer.with_user(self.officer).action_suspend("No-shows")
        self.assertEqual(coming.slot_ids.taken, 0)
        self.assertFalse(self.staff_volunteer.member_ids.date_to, "suspended only")

    def test_registered_again(self):
        self.staff_volunteer.action_leave("Moved")
        self.assertTrue(self.staff_volunteer.date_left)
        self.staff_volunteer.action_register()
        self.assertFalse(self.staff_volunteer.date_left)

    def test_steps_stay(self):
        event = self.staff_volunteer.life_event_ids
        for call in (
            lambda: event.write({"reason": "Other"}),
            lambda: event.sudo().write({"date": fields.Datetime.now()}),
            event.unlink,
        ):
            with self.assertRaises(UserError):
                call()
        with self.assertRaises(UserError):
            event.with_user(self.officer).sudo(False).write({"reason": False})
        event.sudo().write({"reason": False})

    def test_office_reads_own_units(self):
        other = self._new_volunteer("Other", company_id=self.other_company.id)
        Event = self.env["volunteer.life.event"].with_user(self.officer)
        both = (other | self.staff_volunteer).life_event_ids
        self.assertEqual(
            Event.search([("id", "in", both.ids)]).volunteer_id.ids,
            self.staff_volunteer.ids,
        )

    def test_queries_do_not_grow(self):
        counts = []
        # The first round fills the caches.
        for number in (1, 1, 20):
            volunteers = self.env["volunteer.volunteer"].create(
                [{"name": "V", "company_id": self.company.id} for _i in range(number)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            volunteers.with_user(self.officer).action_accept()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # A cache that runs out in between costs one more; a row costs none.
        self.assertLessEqual(counts[2], counts[1] + 2)


@tagged("post_install", "-at_install")
class TestTrial(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "volunteer_trial": True,
                "volunteer_trial_services": 2,
                # Hours are counted from lines where service hours are recorded.
                "volunteer_trial_hours": 0,
            }
        )
        cls.volunteer = cls.env["volunteer.volunteer"].create(
            # Of age, whatever the time of day at which the tests run.
            {"name": "New", "company_id": cls.company.id, "kind": "retiree"}
        )

    def _serve(self, days_ago):
        with freeze_time(fields.Datetime.now() - timedelta(days=days_ago)):
            activity = self._new_activity(hours=1)
            activity.slot_ids.action_sign_up_volunteers(self.volunteer.ids)
        signup = activity.signup_ids
        signup.sudo().write({"state": "attended"})
        return signup

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_volunteer_cron_trial"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_setting_decides(self):
        self.volunteer.action_accept()
        self.assertEqual(self.volunteer.state, "trial")
        self.company.volunteer_trial = False
        second = self.volunteer.copy({"name": "Second"})
        second.action_accept()
        self.assertEqual(second.state, "registered")
        with self.assertRaisesRegex(UserError, "no open application"):
            second.action_accept()

    def test_no_way_past_the_trial(self):
        with self.assertRaisesRegex(UserError, "begins with a trial"):
            self.volunteer.with_user(self.officer).action_register()
        self.volunteer.action_accept()
        self.volunteer.with_user(self.officer).action_register()
        self.assertEqual(self.volunteer.state, "registered")

    def test_fulfilled_once(self):
        self.volunteer.action_accept()
        self._serve(3)
        self._run_cron()
        self.assertFalse(self.volunteer.date_trial_done)
        self.assertIn("1 of 2", self.volunteer.trial_progress)
        self._serve(2)
        self._run_cron()
        self.assertTrue(self.volunteer.date_trial_done)
        self.assertEqual(self.volunteer.activity_ids.user_id, self.officer)
        self.volunteer.activity_ids.action_done()
        self._run_cron()
        self.assertFalse(self.volunteer.activity_ids)

    def test_merged_records_count(self):
        self.volunteer.action_accept()
        self._serve(3)
        kept = self.volunteer.copy({"name": "Kept"})
        kept.action_accept()
        self.volunteer.sudo().write({"merged_into_id": kept.id, "active": False})
        self.assertEqual(kept._get_trial_services_sudo(), {kept.sudo(): 1})

    def test_to_do_ends_with_the_trial(self):
        self.volunteer.action_accept()
        self._serve(3)
        self._serve(2)
        self._run_cron()
        self.assertTrue(self.volunteer.activity_ids)
        self.volunteer.action_register()
        self.assertFalse(self.volunteer.activity_ids)

    def test_guarded(self):
        with self.assertRaises(AccessError):
            self.volunteer.with_user(self.manager).date_trial_done = "2020-01-01"


@tagged("post_install", "-at_install")
class TestNoShow(VolunteerCommon):
    def _miss(self, days_ago):
        with freeze_time(fields.Datetime.now() - timedelta(days=days_ago)):
            activity = self._new_activity(hours=1)
            activity.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        activity.signup_ids.with_user(self.officer).action_mark_absent()
        return activity.signup_ids

    def _get_proposed(self):
        self.env.invalidate_all()
        return self.env["volunteer.volunteer"].search(
            [("suspension_proposed", "=", True), ("company_id", "=", self.company.id)]
        )

    def test_two_propose_a_suspension(self):
        self._miss(400)
        self._miss(5)
        self.assertFalse(self._get_proposed(), "the first lies beyond twelve months")
        last = self._miss(3)
        self.assertEqual(self._get_proposed(), self.staff_volunteer)
        self.assertEqual(self.staff_volunteer.state, "registered")
        self.assertEqual(len(self.staff_volunteer.activity_ids), 1)
        self._miss(2)
        self.assertEqual(len(self.staff_volunteer.activity_ids), 1)
        self.assertEqual(self.staff_volunteer.no_show_count, 3)
        last.with_user(self.officer).action_excuse("Ill")
        self.assertEqual(self.staff_volunteer.no_show_count, 2)

    def test_to_do_ends_and_speaks_the_officers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.officer.lang = "zh_CN"
        self._miss(5)
        last = self._miss(3)
        todo = self.staff_volunteer.activity_ids
        self.assertEqual(todo.volunteer_matter, "no_show")
        self.assertNotRegex(todo.summary, "[A-Za-z]")
        self.officer.lang = "en_US"
        self._miss(2)
        self.assertEqual(self.staff_volunteer.activity_ids, todo, "no second one")
        last.with_user(self.officer).action_excuse("Ill")
        self.assertEqual(self.staff_volunteer.activity_ids, todo, "still two")
        self.staff_volunteer.action_suspend("No-shows")
        self.assertFalse(self.staff_volunteer.activity_ids)

    def test_excused_below_the_limit(self):
        self._miss(5)
        last = self._miss(3)
        self.assertTrue(self.staff_volunteer.activity_ids)
        last.with_user(self.officer).action_excuse("Ill")
        self.assertFalse(self.staff_volunteer.activity_ids)

    def test_merged_records_count(self):
        self._miss(5)
        kept = self._new_volunteer("Kept")
        self.staff_volunteer.sudo().write({"merged_into_id": kept.id, "active": False})
        self.assertEqual(kept.no_show_count, 1)
        self.company.volunteer_no_show_limit = 1
        self.assertEqual(self._get_proposed(), kept)

    def test_excuse(self):
        signup = self._miss(3)
        with self.assertRaisesRegex(UserError, "give a reason"):
            signup.with_user(self.officer).action_excuse(" ")
        with self.assertRaises(AccessError):
            signup.with_user(self.staff).action_excuse("Ill")
        with self.assertRaises(AccessError):
            signup.with_user(self.officer).write({"excused": True})
        coming = self._new_activity(hours=30)
        coming.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        with self.assertRaisesRegex(UserError, "not marked absent"):
            coming.signup_ids.action_excuse("Ill")

    def test_suspension_wipes_the_slate(self):
        self._miss(5)
        self._miss(3)
        self.staff_volunteer.action_suspend("No-shows")
        self.staff_volunteer.action_register()
        self.assertFalse(self._get_proposed())
        self.assertEqual(self.staff_volunteer.no_show_count, 0)

    def test_limit_of_the_unit(self):
        self.company.volunteer_no_show_limit = 0
        self._miss(5)
        self._miss(3)
        self.assertFalse(self._get_proposed())
        self.assertFalse(self.staff_volunteer.activity_ids)


@tagged("post_install", "-at_install")
class TestReconfirmation(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["volunteer.identity"].create(
            {"volunteer_id": cls.staff_volunteer.id, "email": "staff@example.com"}
        )
        cls.today = fields.Date.context_today(cls.staff_volunteer)
        cls.staff_volunteer.sudo().date_registered = cls.today - relativedelta(
            months=13
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_volunteer_cron_reconfirm"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _get_mails(self):
        return self.env["mail.mail"].search([("email_to", "=", "staff@example.com")])

    def test_asked_once_a_year(self):
        self.assertTrue(self.staff_volunteer.reconfirm_due)
        self.assertFalse(self.portal_volunteer.reconfirm_due)
        self._run_cron()
        self._run_cron()
        self.assertEqual(len(self._get_mails()), 1)
        self.assertIn("/my/volunteer/confirm", self._get_mails().body_html)
        self.staff_volunteer.with_user(self.staff).action_reconfirm_own(
            {"mobile": " 13800000000 "}
        )
        self.assertEqual(self.staff_volunteer.identity_ids.mobile, "13800000000")
        self.assertFalse(self.staff_volunteer.reconfirm_due)
        with freeze_time(self.today + relativedelta(months=13)):
            self.env.invalidate_all()
            due = self.env["volunteer.volunteer"].search([("reconfirm_due", "=", True)])
            self.assertIn(self.staff_volunteer, due)
            self._run_cron()
        self.assertEqual(len(self._get_mails()), 2)

    def test_office_notes_it(self):
        """Who has no login tells the office."""
        with self.assertRaises(AccessError):
            self.staff_volunteer.with_user(self.staff).action_note_data_confirmed()
        volunteer = self.staff_volunteer.with_user(self.officer)
        volunteer.action_note_data_confirmed()
        self.assertFalse(volunteer.reconfirm_due)
        volunteer.action_leave("Moved")
        with self.assertRaisesRegex(UserError, "not registered"):
            volunteer.action_note_data_confirmed()

    def test_setting_turns_it_off(self):
        self.company.volunteer_reconfirm_months = 0
        self.env.invalidate_all()
        self.assertFalse(self.staff_volunteer.reconfirm_due)
        self._run_cron()
        self.assertFalse(self._get_mails())

    def test_own_data_only(self):
        own = self.staff_volunteer.with_user(self.staff)
        for values in ({"guardian_name": "X"}, {"id_number": "1"}, {"mobile": 5}):
            with self.assertRaisesRegex(UserError, "volunteer office"):
                own.action_reconfirm_own(values)
        with self.assertRaises(AccessError):
            self.staff_volunteer.with_user(self.portal).action_reconfirm_own()
        with self.assertRaises(AccessError):
            own.write({"date_confirmed": "2030-01-01"})
        self.staff_volunteer.action_leave("Moved")
        with self.assertRaisesRegex(UserError, "not registered"):
            own.action_reconfirm_own()
