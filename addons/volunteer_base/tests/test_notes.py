from odoo.tests import tagged

from .common_needs import NeedsCommon


@tagged("post_install", "-at_install")
class TestNotes(NeedsCommon):
    """What the office writes below a record that others see."""

    def _read(self, record, user):
        domain = [("model", "=", record._name), ("res_id", "=", record.id)]
        found = self.env["mail.message"].with_user(user).search(domain)
        return [str(body) for body in found.mapped("body") if "Secret" in body]

    def _write_below(self, record):
        record = record.with_user(self.officer)
        for subtype in ("mail.mt_comment", "mail.mt_note"):
            record.message_post(body="Secret", subtype_xmlid=subtype)
        self.env.flush_all()

    def test_those_who_see_the_record_do_not_read_it(self):
        wish = self._new_wish()
        project = self.project.sudo()
        project.state = "running"
        activity = self._new_activity()
        told = (
            self.env["volunteer.incident"]
            .with_user(self.staff)
            .action_report({"kind": "complaint", "description": "The leader shouts"})
        )
        for record in (wish, project, activity, told.sudo()):
            self._write_below(record)
            for user in (self.staff, self.portal):
                if record != told.sudo() or user == self.staff:
                    record.with_user(user).check_access("read")
                self.assertEqual(
                    self._read(record, user), [], (record._name, user.login)
                )
            self.assertEqual(len(self._read(record, self.officer)), 2, record._name)

    def test_a_department_and_the_office_talk_below_its_request(self):
        request = self._ask().sudo()
        self._write_below(request)
        self.assertEqual(len(self._read(request, self.head)), 2)
        request.with_user(self.nurse).message_post(body="And on Friday?")
        self.assertEqual(self._read(request, self.foreign_nurse), [])
