from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestActivityPlanning(VolunteerCommon):
    def _template(self):
        activity = self._new_activity(
            publish=False,
            name="Ward visit",
            start="2030-03-05 00:00:00",
            stop="2030-03-05 03:30:00",
            place="Ward 3",
            description="Bring slippers.",
            signup_from="2030-02-26 00:00:00",
            signup_until="2030-03-04 22:00:00",
        )
        action = activity.with_user(self.leader).action_save_as_template()
        return self.env["volunteer.activity.template"].browse(action["res_id"])

    def test_template(self):
        template = self._template()
        self.assertEqual((template.start_hour, template.stop_hour), (8, 11.5))
        self.assertEqual((template.opens_days, template.closes_hours), (7, 2))
        ids = template.with_user(self.leader).action_make_activities(
            ["2031-01-01", "2031-01-02", "2031-01-01"]
        )
        activities = self.env["volunteer.activity"].browse(ids)
        self.assertEqual(len(activities), 2)
        first = activities[0]
        self.assertEqual(first.state, "draft")
        self.assertEqual(
            (first.start, first.stop),
            (datetime(2031, 1, 1, 0, 0), datetime(2031, 1, 1, 3, 30)),
        )
        self.assertEqual(first.signup_until, datetime(2030, 12, 31, 22))
        self.assertEqual((first.name, first.place), ("Ward visit", "Ward 3"))
        self.assertEqual(first.slot_ids.post_id, self.post)
        for user in (self.staff, self.portal):
            with self.assertRaises(AccessError):
                template.with_user(user).action_make_activities(["2031-01-01"])

    def test_wizard(self):
        template = self._template()
        wizard = (
            self.env["volunteer.template.wizard"]
            .with_user(self.leader)
            .with_context(active_model=template._name, active_id=template.id)
            .create({"date_from": "2031-01-01", "date_to": "2031-01-03"})
        )
        action = wizard.action_confirm()
        self.assertEqual(
            self.env["volunteer.activity"].search_count(action["domain"]), 3
        )

    def test_series_of_an_activity(self):
        activity = self._new_activity(
            start="2030-03-05 00:00:00", stop="2030-03-05 03:30:00", place="Ward 3"
        )
        action = activity.with_user(self.leader).action_make_series()
        series = self.env["volunteer.series"].browse(action["res_id"])
        self.assertEqual(series.state, "draft")
        self.assertTrue(series.tue)
        self.assertEqual(series._get_weekdays(), {1})
        self.assertEqual((series.start_hour, series.place), (8, "Ward 3"))
        # The pattern itself is not made a second time.
        with freeze_time("2030-03-01"):
            series.with_user(self.leader).action_start()
        self.assertEqual(
            min(series.service_activity_ids.mapped("start")),
            datetime(2030, 3, 12, 0, 0),
        )

    def test_note_about_the_day(self):
        self.env["volunteer.working.day"].search([]).unlink()
        self.env["volunteer.working.day"].create(
            {"date": "2030-10-01", "working": "rest", "name": "Test Holiday"}
        )
        activity = self._new_activity(
            publish=False, start="2030-09-30 16:30:00", stop="2030-09-30 18:00:00"
        )
        # It is 1 October already, in the hospital.
        self.assertEqual(
            activity.day_note, "Public holiday: Test Holiday · National Day"
        )
        ordinary = self._new_activity(
            publish=False, start="2030-09-11 00:00:00", stop="2030-09-11 01:00:00"
        )
        self.assertFalse(ordinary.day_note)

    def test_online(self):
        activity = self._new_activity(
            venue="online", online_url="https://meet.example.com/1"
        )
        activity.write({"consultations": 12, "pushes": 3})
        with self.assertRaisesRegex(ValidationError, "https://"):
            activity.online_url = "javascript:alert(1)"
        with self.assertRaises(AccessError):
            activity.with_user(self.portal).read(["online_url"])

    def test_themed_days_are_proposed_once(self):
        self.startPatcher(freeze_time("2030-12-15 04:00:00"))
        themes = self.env["volunteer.themed.day"].search([])
        self.assertEqual(
            {(theme.month, theme.day) for theme in themes},
            {(3, 5), (4, 7), (5, 15), (7, 1), (7, 11), (10, 1), (12, 1)},
        )
        Wizard = self.env["volunteer.themed.wizard"].with_user(self.officer)
        wizard = Wizard.create({"year": 2031, "company_id": self.company.id})
        self.assertEqual(len(wizard.line_ids), len(themes))
        for line in wizard.line_ids[:2]:
            line.project_id = self.project
        action = wizard.action_confirm()
        made = self.env["volunteer.activity"].search(action["domain"], order="date")
        self.assertEqual(
            [f"{day:%m-%d}" for day in made.mapped("date")], ["03-05", "04-07"]
        )
        self.assertEqual(set(made.mapped("state")), {"draft"})
        self.assertEqual(made[0].name, themes[0].name)
        again = Wizard.create({"year": 2031, "company_id": self.company.id})
        self.assertEqual(again.line_ids.themed_day_id, themes - made.themed_day_id)

    def test_days_that_are_over_are_not_proposed(self):
        Wizard = self.env["volunteer.themed.wizard"].with_user(self.officer)
        with freeze_time("2031-10-02 04:00:00"):
            wizard = Wizard.create({"company_id": self.company.id})
            self.assertEqual(wizard.year, 2031)
            self.assertEqual(
                [day.month for day in wizard.line_ids.mapped("date")], [12]
            )
        with freeze_time("2031-12-02 04:00:00"):
            wizard = Wizard.create({"company_id": self.company.id})
            self.assertEqual(wizard.year, 2032)

    def test_themed_day_is_a_day(self):
        with self.assertRaisesRegex(ValidationError, "no day of the year"):
            self.env["volunteer.themed.day"].create(
                {"name": "X", "month": 2, "day": 30}
            )
        leap = self.env["volunteer.themed.day"].create(
            {"name": "X", "month": 2, "day": 29}
        )
        self.assertEqual(leap._get_date(2031).day, 28)
