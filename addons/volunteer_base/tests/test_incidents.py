from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..models.results.volunteer_incident import DAILY_REPORTS
from .common import VolunteerCommon
from .test_closing import make_photo


@tagged("post_install", "-at_install")
class TestIncidents(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity(seats=3)
        cls.activity.slot_ids.action_sign_up_volunteers(cls.portal_volunteer.ids)
        cls.Incident = cls.env["volunteer.incident"]

    def _report(self, user=None, **values):
        return self.Incident.with_user(user or self.portal).action_report(
            {"kind": "accident", "description": "Slipped on a wet floor", **values}
        )

    def test_a_report_reaches_the_office(self):
        incident = self._report(
            activity_id=self.activity.id, photos=[make_photo()], place="Hall"
        )
        self.assertEqual(incident.state, "new")
        self.assertTrue(incident.code)
        incident = incident.sudo()
        self.assertEqual(incident.company_id, self.company)
        self.assertEqual(incident.activity_ids.user_id, self.officer)
        self.assertEqual(incident.message_attachment_count, 1)
        self.assertNotIn(self.portal.partner_id, incident.message_partner_ids)

    def test_what_is_refused(self):
        for wrong in (
            {"description": " "},
            {"kind": "gossip"},
            {"date": fields.Datetime.now() + timedelta(hours=1)},
            {"activity_id": self._new_activity(hours=72).id},
            {"activity_id": 99999999},
            {"activity_id": "none"},
            {"date": "soon"},
            {"photos": [make_photo()] * 4},
            {"photos": [b"R0lGODlh"]},
        ):
            with self.assertRaises(UserError, msg=wrong):
                self._report(**wrong)
        stranger = self._new_user("incident_stranger", "base.group_portal")
        with self.assertRaises(AccessError):
            self._report(stranger)

    def test_floods_end(self):
        for _number in range(DAILY_REPORTS):
            self._report()
        with self.assertRaisesRegex(UserError, "call the volunteer office"):
            self._report()

    def test_who_reads_what(self):
        accident = self._report(activity_id=self.activity.id)
        complaint = self._report(activity_id=self.activity.id, kind="complaint")
        both = accident | complaint
        outsider = self._new_user("incident_leader", "volunteer_base.group_leader")
        handler = self._new_user("incident_handler", "base.group_user")
        complaint.sudo().handler_id = handler
        for user, expected in (
            (self.portal, both),
            (self.staff, self.Incident),
            (self.leader, accident),
            (outsider, self.Incident),
            (handler, complaint),
            (self.officer, both),
        ):
            found = self.Incident.with_user(user).search([("id", "in", both.ids)])
            self.assertEqual(set(found.ids), set(expected.ids), user.login)
        count = self.activity.with_user(self.leader).incident_count
        self.assertEqual(count, 1, "the leader's button counts what the leader may see")

    def test_who_told_it_is_forgotten_and_reads_it_until_then(self):
        incident = self._report(contact="13800138000")
        sections = self.portal_volunteer.sudo()._get_own_service_sudo()
        told = [row for row in sections if "incidents_told" in str(row)]
        self.assertIn("13800138000", str(told))
        self.portal_volunteer.sudo()._erase_details_sudo()
        self.assertFalse(incident.sudo().contact)
        self.assertTrue(incident.sudo().description)

    def test_handling(self):
        incident = self._report()
        with self.assertRaises(AccessError):
            incident.action_handle()
        office = incident.with_user(self.officer)
        with self.assertRaises(AccessError):
            office.write({"state": "closed"})
        office.action_handle()
        self.assertEqual(office.handler_id, self.officer)
        with self.assertRaisesRegex(UserError, "Write down"):
            office.action_close()
        office.write({"handling": "Bandaged", "insurance_no": "B-1"})
        office.action_close()
        self.assertTrue(office.date_closed)
        self.assertFalse(office.activity_ids)
        self.assertIn("dealt with", self.portal_volunteer.sent_message_ids[:1].title)
        with self.assertRaises(UserError):
            office.action_handle()
        office.action_reopen()
        self.assertEqual((office.state, office.date_closed), ("handling", False))
        with self.assertRaises(UserError):
            incident.with_user(self.manager).unlink()

    def test_praise_needs_no_handling(self):
        praise = self._report(kind="praise").with_user(self.officer)
        praise.action_close()
        self.assertEqual(praise.state, "closed")

    def test_the_office_has_a_tile(self):
        def count():
            tiles = self.env["volunteer.home"].with_user(self.officer).get_tiles()
            return {tile["key"]: tile["count"] for tile in tiles}["incidents"]

        before = count()
        self._report()
        self._report(kind="praise")
        self.assertEqual(count(), before + 1)


@tagged("post_install", "-at_install")
class TestIncidentPage(HttpCase, VolunteerCommon):
    def test_telling(self):
        self.authenticate(self.portal.login, self.portal.login)
        url = "/my/volunteer/incidents"
        self.assertEqual(self.url_open(url).status_code, 200)
        sent = self.url_open(
            url,
            data={
                "csrf_token": http.Request.csrf_token(self),
                "kind": "praise",
                "description": "A patient thanks us",
                "date": "2026-01-02T08:00",
            },
        )
        self.assertEqual(sent.status_code, 200)
        incident = self.env["volunteer.incident"].search(
            [("create_uid", "=", self.portal.id)]
        )
        self.assertEqual(incident.date, fields.Datetime.to_datetime("2026-01-02 00:00"))
        self.assertIn(incident.code, sent.text)

    def test_what_was_typed_is_not_lost(self):
        self.authenticate(self.portal.login, self.portal.login)
        sent = self.url_open(
            "/my/volunteer/incidents",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "kind": "accident",
                "description": "Fell off a ladder",
                "date": "2999-01-02T08:00",
            },
        )
        self.assertIn("Fell off a ladder", sent.text)
        self.assertFalse(
            self.env["volunteer.incident"].search([("create_uid", "=", self.portal.id)])
        )
