from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestRecruitment(VolunteerCommon):
    def _new_notice(self, **vals):
        return (
            self.env["volunteer.recruitment"]
            .with_user(self.officer)
            .create(
                {
                    "name": "Notice",
                    "company_id": self.company.id,
                    "conditions": "c",
                    "risks": "r",
                    **vals,
                }
            )
        )

    def _new_applicant(self, notice, name="Applicant"):
        return self.env["volunteer.volunteer"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "source": "join",
                "recruitment_id": notice.id,
            }
        )

    def test_life(self):
        notice = self._new_notice()
        self.assertFalse(notice._is_open())
        notice.action_open()
        self.assertTrue(notice._is_open())
        with self.assertRaisesRegex(UserError, "open already"):
            notice.action_open()
        notice.action_close()
        self.assertFalse(notice._is_open())
        notice.action_open()
        self.assertEqual(notice.state, "open")

    def test_unit_stays(self):
        """Neither a published notice nor somebody else's unit."""
        notice = self._new_notice()
        with self.assertRaises(AccessError), self.cr.savepoint():
            notice.company_id = self.other_company
        self.officer.company_ids |= self.other_company
        notice = notice.with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        notice.company_id = self.other_company
        notice.company_id = self.company
        notice.action_open()
        with self.assertRaisesRegex(UserError, "new notice"):
            notice.company_id = self.other_company
        notice.company_id = self.company

    def test_what_people_must_know(self):
        for missing in ("conditions", "risks"):
            with self.assertRaisesRegex(UserError, "before they apply"):
                self._new_notice(**{missing: False}).action_open()

    def test_who_may(self):
        notice = self._new_notice()
        for user in (self.leader, self.staff, self.portal):
            with self.assertRaises(AccessError):
                notice.with_user(user).action_open()
        stranger = self._new_user(
            "strange_officer", "volunteer_base.group_officer", self.other_company
        )
        for method in ("action_open", "action_close", "action_print_poster"):
            with self.assertRaises(AccessError):
                getattr(notice.with_user(stranger), method)()
        for name, value in (("state", "open"), ("token", "x"), ("taken", 9)):
            with self.assertRaises(AccessError):
                notice.write({name: value})

    def test_quota_counts_down(self):
        notice = self._new_notice(quota=2)
        notice.action_open()
        self.assertTrue(notice._take_place_sudo())
        self.assertEqual(notice.state, "open")
        self.assertTrue(notice._take_place_sudo())
        self.assertEqual(notice.state, "closed")
        self.assertFalse(notice._take_place_sudo())
        with self.assertRaisesRegex(UserError, "As many people as wanted"):
            notice.action_open()
        notice.quota = 3
        notice.action_open()
        self.assertTrue(notice._take_place_sudo())

    @mute_logger("odoo.sql_db")
    def test_quota_below_what_is_taken(self):
        notice = self._new_notice(quota=2)
        notice.action_open()
        notice._take_place_sudo()
        notice._take_place_sudo()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            notice.quota = 1

    def test_rejected_people_free_a_place(self):
        notice = self._new_notice(quota=1)
        notice.action_open()
        applicant = self._new_applicant(notice)
        notice._take_place_sudo()
        applicant.with_user(self.officer).action_reject("no")
        self.assertEqual(notice.taken, 0)
        self.assertEqual(notice.application_count, 1)
        notice.action_open()
        self.assertTrue(notice._take_place_sudo())

    def test_cron(self):
        today = self.company._get_volunteer_today()
        over, running = self._new_notice(), self._new_notice(date_to=today)
        (over | running).action_open()
        over.write({"date_from": "2020-01-01", "date_to": "2020-01-02"})
        running.sudo().taken = 7
        self._new_applicant(running)
        for _run in range(2):
            self.env["volunteer.recruitment"]._cron_close()
            self.assertEqual((over.state, running.state), ("closed", "open"))
            self.assertEqual(running.taken, 1)

    def test_source_is_kept(self):
        notice = self._new_notice()
        applicant = self._new_applicant(notice)
        with self.assertRaises(AccessError):
            applicant.with_user(self.officer).recruitment_id = False
        with self.assertRaisesRegex(UserError, "archive"):
            notice.unlink()
        action = notice.action_open_applications()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, applicant)

    def test_poster(self):
        notice = self._new_notice(line_ids=[(0, 0, {"post_id": self.post.id})])
        with self.assertRaisesRegex(UserError, "Publish"):
            notice.action_print_poster()
        notice.action_open()
        self.assertEqual(notice.action_print_poster()["type"], "ir.actions.report")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "volunteer_base.recruitment_poster", notice.ids
        )
        for text in ("Notice", "Guide", "data:image/png;base64", notice.token):
            self.assertIn(text, html.decode())

    def test_counts_of_many_in_one_query(self):
        notices = self.env["volunteer.recruitment"].create(
            [
                {"name": f"N{number}", "company_id": self.company.id}
                for number in range(20)
            ]
        )
        for notice in notices:
            self._new_applicant(notice)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.assertEqual(notices.mapped("application_count"), [1] * 20)
