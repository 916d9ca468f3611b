from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon

# A Sunday; in Shanghai it is eight hours later.
NOW = "2026-11-01 04:00:00"


class SeriesCommon(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.env["volunteer.working.day"].search([]).unlink()

    @classmethod
    def _new_series(cls, user=None, **vals):
        series = (
            cls.env["volunteer.series"]
            .with_user(user or cls.leader)
            .create(
                {
                    "project_id": cls.project.id,
                    "company_id": cls.company.id,
                    "tue": True,
                    "thu": True,
                    "start_hour": 8,
                    "stop_hour": 11.5,
                    "date_from": "2026-11-01",
                    "date_to": "2026-11-14",
                    "need_ids": [(0, 0, {"post_id": cls.post.id, "seats": 2})],
                    **vals,
                }
            )
        )
        return series

    def _days(self, series):
        return sorted(day.day for day in series.service_activity_ids.mapped("date"))


@tagged("post_install", "-at_install")
class TestSeries(SeriesCommon):
    def test_volunteers_see_what_was_made(self):
        series = self._new_series(place="Lobby")
        self.assertIn("4 ", series.preview + " 4 ")
        series.action_start()
        self.assertEqual(self._days(series), [3, 5, 10, 12])
        activity = series.service_activity_ids.sorted("start")[0].sudo()
        self.assertEqual(activity.start, datetime(2026, 11, 3, 0, 0))
        self.assertEqual(activity.stop, datetime(2026, 11, 3, 3, 30))
        self.assertEqual((activity.name, activity.place), ("Project", "Lobby"))
        self.assertEqual(activity.leader_id, self.leader_volunteer)
        self.assertEqual(activity.slot_ids.mapped("seats"), [2])
        open_to_staff = (
            self.env["volunteer.activity"]
            .with_user(self.staff)
            .search(
                self.env["volunteer.activity"]._domain_open_for(self.staff_volunteer)
            )
        )
        self.assertLessEqual(series.service_activity_ids.sudo(), open_to_staff.sudo())
        activity.slot_ids.with_user(self.staff).action_sign_up()

    def test_each_date_is_made_once(self):
        series = self._new_series()
        series.action_start()
        moved, deleted, cancelled, _last = series.service_activity_ids.sorted("start")
        moved.write({"start": "2026-11-04 00:00:00", "stop": "2026-11-04 03:00:00"})
        cancelled.action_cancel("Rain")
        deleted.sudo().state = "draft"
        deleted.unlink()
        self.assertEqual(series.action_generate(), [])
        self.assertEqual(series.exception_ids.mapped("date"), [date(2026, 11, 5)])
        # A longer period adds what is new.
        series.date_to = "2026-11-21"
        self.assertEqual(len(series.action_generate()), 2)
        self.assertEqual(self._days(series), [4, 10, 12, 17, 19])

    def test_drafts_of_the_coming_weeks(self):
        series = self._new_series(publish=False, weeks_ahead=1, date_to=False)
        series.action_start()
        self.assertEqual(self._days(series), [3, 5])
        self.assertEqual(set(series.service_activity_ids.mapped("state")), {"draft"})
        with self.assertRaisesRegex(UserError, "last day"):
            series.action_generate_all()
        series.date_to = "2026-11-19"
        series.action_generate_all()
        self.assertEqual(self._days(series), [3, 5, 10, 12, 17, 19])

    def test_what_has_begun_is_not_made(self):
        series = self._new_series(
            date_from="2026-10-01", sun=True, tue=False, thu=False
        )
        series.action_start()
        # Today's began at 8:00 local time, four hours ago.
        self.assertEqual(self._days(series), [8])

    def test_a_slip_of_the_keyboard_takes_no_time(self):
        series = self._new_series(date_to="9999-12-31")
        series.action_start()
        self.assertIn("…", series.preview)
        self.assertNotIn("9999", series.preview)
        with self.assertRaisesRegex(UserError, "slip"):
            series.action_generate_all()

    def test_sign_up_opens_before_it_closes(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._new_series(opens_all_days=1, closes_hours=48)

    def test_what_the_database_refuses_holds_up_nobody(self):
        stuck = self._new_series(self.officer, date_to=False, weeks_ahead=1, name="A")
        other = self._new_series(self.officer, date_to=False, weeks_ahead=1, name="B")
        (stuck | other).action_start()
        # As of rules that a series does not know yet.
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE volunteer_series DROP CONSTRAINT volunteer_series_window_range"
        )
        stuck.write({"opens_all_days": 1, "closes_hours": 48})
        self.project.manager_id = self.officer
        cron = self.env.ref("volunteer_base.volunteer_series_cron_generate")
        with (
            freeze_time("2026-11-08 04:00:00"),
            self.enter_registry_test_mode(),
            mute_logger("odoo.sql_db"),
        ):
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._days(stuck), [3, 5])
        self.assertEqual(self._days(other), [3, 5, 10, 12])
        self.assertTrue(stuck.sudo().activity_ids)

    def test_holidays_and_exceptions(self):
        self.env["volunteer.working.day"].create(
            {"date": "2026-11-05", "working": "rest", "name": "Test Holiday"}
        )
        series = self._new_series(
            exception_ids=[
                (0, 0, {"date": "2026-11-10", "kind": "skip", "reason": "Move"}),
                (0, 0, {"date": "2026-11-13", "kind": "add"}),
            ]
        )
        series.action_start()
        self.assertEqual(self._days(series), [3, 12, 13])

    def test_cron_keeps_the_coming_weeks(self):
        running = self._new_series(weeks_ahead=1, date_to=False)
        running.action_start()
        draft = self._new_series()
        ended = self._new_series(weeks_ahead=1, date_to=False, name="Ended")
        ended.action_start()
        ended.action_end()
        closed_project = self.env["volunteer.project"].create(
            {"name": "Closed", "company_id": self.company.id, "team_id": self.team.id}
        )
        closed = self._new_series(
            self.officer, project_id=closed_project.id, weeks_ahead=1, publish=False
        )
        closed.action_start()
        closed_project.sudo().action_close()
        with freeze_time("2026-11-08 04:00:00"), self.enter_registry_test_mode():
            cron = self.env.ref("volunteer_base.volunteer_series_cron_generate")
            for _run in range(2):
                cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._days(running), [3, 5, 10, 12])
        self.assertEqual(self._days(ended), [3, 5])
        self.assertEqual(self._days(closed), [3, 5])
        self.assertFalse(draft.service_activity_ids)

    def test_a_stuck_series_holds_up_nobody(self):
        stuck = self._new_series(self.officer, date_to=False, weeks_ahead=1, name="A")
        other = self._new_series(self.officer, date_to=False, weeks_ahead=1, name="B")
        (stuck | other).action_start()
        guest = self._new_volunteer("Guest", company_id=self.other_company.id)
        guest.company_ids = [(4, self.company.id)]
        stuck.leader_id = guest
        guest.company_ids = [(3, self.company.id)]
        self.project.manager_id = self.officer
        cron = self.env.ref("volunteer_base.volunteer_series_cron_generate")

        def run(now):
            with freeze_time(now), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()

        for _run in range(2):
            run("2026-11-08 04:00:00")
            self.assertEqual(self._days(stuck), [3, 5])
            self.assertEqual(self._days(other), [3, 5, 10, 12])
            (todo,) = stuck.sudo().activity_ids
            self.assertEqual(todo.user_id, self.officer)
            self.assertIn("must serve in its unit", todo.note)
        stuck.leader_id = self.leader_volunteer
        run("2026-11-08 05:00:00")
        self.assertEqual(self._days(stuck), [3, 5, 10, 12])
        self.assertFalse(stuck.sudo().activity_ids)

    def test_states(self):
        series = self._new_series(need_ids=[])
        with self.assertRaisesRegex(UserError, "which posts"):
            series.action_start()
        with self.assertRaisesRegex(UserError, "not running"):
            series.action_generate()
        series.need_ids = [(0, 0, {"post_id": self.post.id, "seats": 1})]
        series.action_start()
        with self.assertRaisesRegex(UserError, "running already"):
            series.action_start()
        with self.assertRaisesRegex(UserError, "end them instead"):
            series.unlink()
        series.action_end()
        with self.assertRaisesRegex(UserError, "not running"):
            series.action_end()
        series.action_start()
        with self.assertRaises(AccessError):
            series.state = "draft"

    def test_cancel_all_to_come(self):
        series = self._new_series()
        series.action_start()
        first = series.service_activity_ids.sorted("start")[0]
        signup = first.sudo().slot_ids._sign_up_sudo(self.staff_volunteer)
        with self.assertRaisesRegex(UserError, "reason"):
            series.action_cancel(" ")
        series.action_cancel("Rebuilding")
        self.assertEqual(series.state, "ended")
        self.assertEqual(
            set(series.service_activity_ids.mapped("cancel_reason")), {"Rebuilding"}
        )
        self.assertEqual(signup.state, "cancelled")

    def test_rights(self):
        series = self._new_series(self.officer)
        for user in (self.staff, self.portal):
            for method in ("action_start", "action_generate", "action_end"):
                with self.assertRaises(AccessError):
                    getattr(series.with_user(user), method)()
        stranger = self._new_user("series_stranger", "volunteer_base.group_leader")
        self.assertFalse(
            self.env["volunteer.series"]
            .with_user(stranger)
            .search([("id", "=", series.id)])
        )
        with self.assertRaises(AccessError):
            series.with_user(stranger).action_start()
        # Nobody writes an activity into somebody's series.
        with self.assertRaises(AccessError):
            self._new_activity(publish=False).with_user(self.leader).series_id = series

    def test_units_fit(self):
        series = self._new_series(self.officer)
        # A post that changed hands meanwhile is found when activities are made.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_post SET company_id = %s WHERE id = %s",
            [self.other_company.id, self.post.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Guide"):
            series.action_start()

    def test_queries_do_not_grow(self):
        def count(weeks):
            series = self._new_series(self.officer, date_to=False, weeks_ahead=weeks)
            series.sudo().state = "running"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            made = series.action_generate()
            self.env.flush_all()
            self.assertEqual(len(made), 2 * weeks)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(1), count(20))
