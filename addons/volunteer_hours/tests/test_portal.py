import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPortalHours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        login = "portal_hours"
        cls.env.company.volunteer_requirements = False
        cls.user = new_test_user(cls.env, login, groups="base.group_portal")
        cls.officer = new_test_user(
            cls.env, "portal_office", groups="volunteer_base.group_officer"
        )
        cls.volunteer, cls.other = cls.env["volunteer.volunteer"].create(
            [{"name": "甲", "user_id": cls.user.id}, {"name": "乙"}]
        )
        (cls.volunteer | cls.other).action_register()
        cls.project = cls.env["volunteer.project"].create(
            {
                "name": "Portal project",
                "team_id": cls.env["volunteer.team"].create({"name": "T"}).id,
            }
        )
        cls.project.action_start()
        # Yesterday as the unit counts: in time for a claim on every day of the week.
        cls.day = cls.env.company._get_volunteer_today() - timedelta(days=1)

    def setUp(self):
        super().setUp()
        self.authenticate("portal_hours", "portal_hours")

    def _post(self, path, **values):
        page = self.url_open("/my/volunteer/claim").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        return self.url_open(path, data={"csrf_token": token, **values})

    def _claim(self, **values):
        return self._post(
            "/my/volunteer/claim",
            **{
                "date": fields.Date.to_string(self.day),
                "hours": "2.5",
                "project_id": str(self.project.id),
                "description": "Read to children",
                **values,
            },
        )

    def _lines(self):
        return self.env["volunteer.hour"].search(
            [("volunteer_id", "=", self.volunteer.id)]
        )

    def test_claim(self):
        form = self.url_open("/my/volunteer/claim").text
        for name in ("date", "hours", "project_id", "description"):
            self.assertIn(f'name="{name}"', form)
        self.assertIn("<textarea", form)
        response = self._claim()
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.endswith("/my/volunteer/hours"))
        self.assertIn("alert-success", response.text)
        line = self._lines()
        self.assertEqual(line.state, "submitted")
        self.assertEqual((line.minutes, line.hours), (150, 2.5))
        self.assertEqual((line.source, line.proven), ("claim", False))
        self.assertEqual((line.project_id, line.date), (self.project, self.day))
        home = self.url_open("/my/volunteer").text
        self.assertIn("/my/volunteer/hours?state=submitted", home)

    def test_claim_with_a_mistake(self):
        tomorrow = fields.Date.to_string(fields.Date.today() + timedelta(days=2))
        for mistake in (
            {"hours": "nan"},
            {"hours": "1e300"},
            {"hours": "two"},
            {"hours": "0"},
            {"hours": "-1"},
            {"hours": "0.7"},
            {"hours": "30"},
            {"date": "yesterday"},
            {"date": ""},
            {"date": tomorrow},
            {"description": "  "},
            {"project_id": "x"},
            {"project_id": str(2**31 - 1)},
        ):
            with self.subTest(**mistake):
                response = self._claim(**mistake)
                self.assertEqual(response.status_code, 200)
                self.assertIn("alert-danger", response.text)
                self.assertFalse(self._lines())
                if "description" not in mistake:
                    self.assertIn("Read to children", response.text)

    def test_refused_and_cancelled(self):
        self._claim()
        line = self._lines()
        line.with_user(self.officer).action_refuse("Which ward?")
        page = self.url_open("/my/volunteer/hours").text
        self.assertIn("Which ward?", page)
        for _press in range(2):
            response = self._post(f"/my/volunteer/hours/{line.id}/cancel")
            self.assertIn("alert-success", response.text)
        self.assertEqual(line.state, "cancelled")

    def test_hours_of_somebody_else(self):
        foreign = self.env["volunteer.hour"].create(
            {
                "volunteer_id": self.other.id,
                "date": self.day,
                "minutes": 60,
                "project_id": self.project.id,
                "description": "Not yours to read",
            }
        )
        self.assertNotIn("Not yours to read", self.url_open("/my/volunteer/hours").text)
        for hour_id in (foreign.id, 2**31 - 1):
            response = self._post(f"/my/volunteer/hours/{hour_id}/cancel")
            self.assertEqual(response.status_code, 200)
            self.assertIn("alert-danger", response.text)
        self.assertEqual(foreign.state, "draft")

    def test_recorded(self):
        self._claim()
        line = self._lines()
        line.sudo().write(
            {"state": "approved", "approver_id": False, "approver_group_id": False}
        )
        self.env.company.volunteer_notice_days = 0
        notice = self.env["volunteer.notice"].create({"name": "N"})
        notice.action_publish()
        notice.action_close()
        self.assertEqual(line.state, "recorded")
        home = self.url_open("/my/volunteer").text
        total = re.search(r'id="volunteer_hours_total"[^>]*>([^<]+)<', home).group(1)
        self.assertEqual(total, "2.5")
        response = self._post(f"/my/volunteer/hours/{line.id}/cancel")
        self.assertIn("alert-danger", response.text)
        self.assertEqual(line.state, "recorded")
        page = self.url_open("/my/volunteer/hours?state=recorded").text
        self.assertIn(f'data-hour="{line.id}"', page)
        # A state that is none shows everything.
        self.assertIn(
            f'data-hour="{line.id}"',
            self.url_open("/my/volunteer/hours?state=nonsense").text,
        )

    def test_who_may_not_claim(self):
        self.volunteer.action_suspend("rest")
        self.assertNotIn("/my/volunteer/claim", self.url_open("/my/volunteer").text)
        self.assertIn("alert-danger", self._claim().text)
        self.assertFalse(self._lines())
