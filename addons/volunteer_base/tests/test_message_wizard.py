from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_message_delivery import OutboxCommon


@tagged("post_install", "-at_install")
class TestMessageWizard(OutboxCommon):
    def _write(self, user, active=None, **vals):
        Wizard = self.env["volunteer.message.wizard"].with_user(user)
        if active:
            Wizard = Wizard.with_context(
                active_model=active._name,
                active_ids=active.ids,
                active_id=active[:1].id,
            )
        wizard = Wizard.create({"title": "Vests", "body": "Bring them back.", **vals})
        count = wizard.recipient_count
        result = wizard.action_send()
        messages = self.messages.search([("title", "=", "Vests")])
        self.assertEqual(len(messages), count)
        return result, messages

    def test_to_chosen_people(self):
        people = self.staff_volunteer | self.nobody
        result, messages = self._write(self.officer, people, urgent=True)
        self.assertEqual(messages.volunteer_id, people)
        self.assertTrue(all(messages.mapped("urgent")))
        self.assertIn("phone list", result["params"]["message"])

    def test_to_a_team(self):
        _result, messages = self._write(self.leader, self.team)
        self.assertEqual(
            messages.volunteer_id, self.leader_volunteer | self.staff_volunteer
        )

    def test_to_an_activity(self):
        activity = self._new_activity(seats=2)
        activity.slot_ids.action_sign_up_volunteers(self.portal_volunteer.ids)
        _result, messages = self._write(self.leader, activity)
        self.assertEqual(messages.volunteer_id, self.portal_volunteer)
        self.assertEqual(messages.activity_id, activity)

    def test_only_to_ones_own(self):
        for user in (self.leader, self.staff, self.portal):
            with self.assertRaises(AccessError, msg=user.login):
                self._write(user, volunteer_ids=[(6, 0, self.nobody.ids)])
        other_team = self.env["volunteer.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        self.env["volunteer.team.member"].create(
            {"team_id": other_team.id, "volunteer_id": self.nobody.id}
        )
        with self.assertRaises(AccessError):
            self._write(self.leader, team_ids=[(6, 0, other_team.ids)])

    def test_what_is_missing(self):
        with self.assertRaises(UserError):
            self._write(self.officer)
        with self.assertRaises(UserError):
            self._write(self.officer, self.nobody, body=" ")


@tagged("post_install", "-at_install")
class TestPhoneListPaper(OutboxCommon):
    def test_full_numbers_are_on_record(self):
        self._use_keys()
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.nobody.id, "mobile": "13800138000"}
        )
        messages = self._send(self.nobody | self.portal_volunteer)
        report = self.env["ir.actions.report"]
        paper = report.with_user(self.officer)._render_qweb_html(
            "volunteer_base.phone_list_report", messages.ids
        )[0]
        self.assertIn(b"13800138000", paper)
        log = self.nobody.disclosure_ids
        self.assertEqual((log.what, log.user_id), ("mobile", self.officer))
        with self.assertRaises(AccessError):
            report.with_user(self.leader)._render_qweb_html(
                "volunteer_base.phone_list_report", messages.ids
            )
