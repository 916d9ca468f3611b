from odoo.tests import tagged

from .common_join import JoinCase


@tagged("post_install", "-at_install")
class TestJoinNotice(JoinCase):
    def _notice(self, **vals):
        notice = self.env["volunteer.recruitment"].create(
            {
                "name": "Guides wanted",
                "company_id": self.company.id,
                "conditions": "Friendly people",
                "risks": "Crowds",
                "line_ids": [(0, 0, {"post_id": self.post.id, "seats": 3})],
                **vals,
            }
        )
        notice.action_open()
        return notice

    def test_notice(self):
        notice = self._notice(kind="emergency")
        start = self.url_open(f"/volunteer/join?unit={self.company.id}").text
        self.assertIn("Guides wanted", start)
        page = self.url_open(f"/volunteer/recruitment/{notice.token}").text
        for text in ("Friendly people", "Crowds", "Guide", "Emergency"):
            self.assertIn(text, page)
        self.assertIn(f"/volunteer/join?notice={notice.token}", page)
        form = self.url_open(f"/volunteer/join?notice={notice.token}&kind=student")
        self.assertIn("Crowds", form.text)
        self.company.volunteer_join_open = False
        self.assert_thanked(self._send(notice=notice.token, unit=""))
        self.assertEqual(self._applicants().recruitment_id, notice)
        self.assertEqual(notice.application_count, 1)

    def test_full_notice(self):
        notice = self._notice(quota=1)
        self.assert_thanked(self._send(notice=notice.token))
        self.assertEqual(notice.state, "closed")
        page = self.url_open(f"/volunteer/recruitment/{notice.token}").text
        self.assertNotIn("/volunteer/join?notice=", page)
        self.assertIn("takes no applications", page)
        response = self._send(
            notice=notice.token, mobile="13700137000", **self._adult("E00000003")
        )
        self.assertIn("This notice is closed", response.text)
        self.assertEqual(len(self._applicants()), 1)

    def test_over_and_not_yet(self):
        for dates in (
            {"date_from": "2020-01-01", "date_to": "2020-02-01"},
            {"date_from": "2999-01-01"},
        ):
            notice = self._notice()
            notice.write(dates)
            response = self._send(notice=notice.token)
            self.assertIn("This notice is closed", response.text)
        self.assertFalse(self._applicants())
