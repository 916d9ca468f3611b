from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestMessages(VolunteerCommon):
    def _send(self, volunteers, **kwargs):
        return volunteers._notify_sudo(
            "office", lambda volunteer: (f"For {volunteer.name}", "Text"), **kwargs
        )

    def test_one_each_and_once(self):
        people = self.staff_volunteer | self._new_volunteer("Second")
        messages = self._send(people, key="once")
        self.assertEqual(messages.volunteer_id, people)
        self.assertEqual(
            set(messages.mapped("title")),
            {f"For {name}" for name in people.mapped("name")},
        )
        self.assertFalse(self._send(people, key="once"))
        self.assertEqual(len(self._send(people)), 2)

    def test_who_reads_it(self):
        message = self._send(self.staff_volunteer)
        self.assertEqual(
            message.with_user(self.staff_volunteer.user_id).title, message.title
        )
        stranger = self._new_user("stranger", "base.group_user")
        with self.assertRaises(AccessError):
            message.with_user(stranger).read(["title"])
        with self.assertRaises(UserError):
            message.with_user(self.officer).write({"date_read": message.date})
