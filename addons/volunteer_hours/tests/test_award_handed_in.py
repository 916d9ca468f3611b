import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HoursCase
from .test_evidence import PDF

FILES = [("scan.pdf", PDF)]


@tagged("post_install", "-at_install")
class TestHandedIn(HoursCase):
    def _hand_in(self, user=None, **vals):
        values = {
            "name": "City Volunteer",
            "granted_by": "The City",
            "date": "2026-01-05",
            "files": FILES,
            **vals,
        }
        Award = self.env["volunteer.award"].with_user(user or self.portal_user)
        return self.env["volunteer.award"].browse(Award.action_hand_in(**values))

    def test_confirmed_with_the_day_of_the_certificate(self):
        award = self._hand_in(note="For guiding")
        self.assertEqual((award.state, award.is_outside), ("proposed", True))
        award.with_user(self.officer).action_confirm_outside()
        self.assertEqual(award.state, "granted")
        self.assertEqual(str(award.date), "2026-01-05")
        message = self.env["volunteer.message"].search(
            [("volunteer_id", "=", self.citizen.id), ("matter", "=", "recognition")]
        )
        self.assertIn("City Volunteer", message.body)
        with self.assertRaisesRegex(UserError, "answered already"):
            award.with_user(self.officer).action_confirm_outside()

    def test_what_is_missing(self):
        for vals in (
            {"name": " "},
            {"granted_by": None},
            {"date": "soon"},
            {"date": "2999-01-01"},
            {"files": []},
            {"files": FILES * 2},
            {"files": [("scan.pdf", base64.b64encode(b"MZ no paper").decode())]},
        ):
            with self.assertRaises(UserError, msg=vals):
                self._hand_in(**vals)
        with self.assertRaises(AccessError):
            self._hand_in(self.stranger)

    def test_not_more_than_the_office_can_read(self):
        for number in range(10):
            self._hand_in(name=f"Honour {number}")
        with self.assertRaisesRegex(UserError, "10 of your honours"):
            self._hand_in()

    def test_no_other_way(self):
        award = self._hand_in().with_user(self.officer)
        with self.assertRaisesRegex(UserError, "Confirm with Proof"):
            award.action_review()
        award.action_reject("Not readable")
        award.action_propose_again()
        award.action_confirm_outside()
        self.assertEqual(str(award.date), "2026-01-05")

    def test_rejected_with_the_reason(self):
        award = self._hand_in()
        award.with_user(self.officer).action_reject("Not readable")
        own = self.env["volunteer.award"]._get_own_honours_sudo(self.citizen)
        self.assertIn(award, own)
        message = self.env["volunteer.message"].search(
            [("volunteer_id", "=", self.citizen.id), ("matter", "=", "recognition")]
        )
        self.assertIn("Not readable", message.body)

    def test_whose_it_is(self):
        award = self._hand_in()
        for user in (self.member_user, self.officer):
            with self.assertRaises(AccessError, msg=user.login):
                award.with_user(user).action_take_back()
        for user in (self.portal_user, self.leader_user):
            with self.assertRaises(AccessError, msg=user.login):
                award.with_user(user).action_confirm_outside()
        own = self.make_volunteer("Officer", self.officer)
        self.assertTrue(own)
        mine = self._hand_in(self.officer)
        with self.assertRaisesRegex(AccessError, "your own"):
            mine.with_user(self.officer).action_confirm_outside()
        award.with_user(self.portal_user).action_take_back()
        self.assertFalse(award.exists())

    def test_others_are_not_told_before_it_is_public(self):
        Award = self.env["volunteer.award"]
        Award.sudo().create(
            {
                "name": "To come",
                "volunteer_id": self.citizen.id,
                "company_id": self.company.id,
                "granted_by": "Us",
                "state": "proposed",
            }
        )
        self.assertFalse(Award._get_own_honours_sudo(self.citizen))

    def test_certificates_of_what_the_unit_granted(self):
        outside = self._hand_in()
        with self.assertRaisesRegex(UserError, "granted itself"):
            outside.with_user(self.officer)._get_certificates()
        outside.with_user(self.officer).action_confirm_outside()
        with self.assertRaisesRegex(UserError, "granted itself"):
            outside.with_user(self.officer)._get_certificates()
        own = (
            self.env["volunteer.award"]
            .with_user(self.officer)
            .create(
                [
                    {
                        "name": name,
                        "volunteer_id": self.citizen.id,
                        "company_id": self.company.id,
                        "granted_by": "Test Hospital",
                        "date": "2026-03-05",
                    }
                    for name in ("First", "Second")
                ]
            )
        )
        first, second = own._get_certificates()
        self.assertEqual(first["holder"], self.citizen.name)
        self.assertIn("First", first["text"])
        self.assertEqual(first["number"], f"2026-{own[0].id:06d}")
        self.assertNotEqual(first["number"], second["number"])
        html = self.env["ir.actions.report"]._render_qweb_html(
            "volunteer_hours.volunteer_award_certificate", own.ids
        )[0]
        self.assertEqual(
            html.count(b"o_honour_frame"), 2 + html.count(b".o_honour_frame")
        )
        with self.assertRaises(AccessError):
            own.with_user(self.stranger)._get_certificates()
