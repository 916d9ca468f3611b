from odoo.tests import tagged

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestTelling(HoursCase):
    """Volunteers hear what happened to their hours, once a person."""

    def messages(self, volunteer=None):
        return (
            self.env["volunteer.message"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "=", (volunteer or self.member).id),
                    ("matter", "=", "hours"),
                ],
                order="id",
            )
        )

    def claims(self, count=2, volunteer=None):
        lines = self.Hour
        for number in range(count):
            lines |= self.claim(volunteer, minutes=60, description=f"Service {number}")
        lines.action_submit()
        return lines

    def test_refused_with_the_reason(self):
        lines = self.claims(7)
        lines.with_user(self.leader_user).action_refuse("Please add what you did")
        message = self.messages()
        self.assertEqual(len(message), 1)
        self.assertIn("Please add what you did", message.body)
        self.assertIn("2 entries more, 7 h in all", message.body)
        self.assertIn("Guiding Patients", message.body)
        self.assertIn("refused", message.url)

    def test_refusal_taken_back(self):
        lines = self.claims(1)
        leader = lines.with_user(self.leader_user)
        leader.action_refuse("Not you")
        leader.action_undo_decision()
        self.assertEqual(len(self.messages()), 2)
        self.assertIn("looked at again", self.messages()[-1].title)

    def test_corrected(self):
        line = self.claims(1)
        line.with_user(self.leader_user).action_approve("left early", minutes=30)
        self.assertIn("1 h → 0.5 h", self.messages().body)
        self.assertIn("left early", self.messages().body)
        line.with_user(self.officer).action_approve(minutes=30)
        self.assertEqual(len(self.messages()), 1, "nothing changed any more")

    def test_approved_as_asked_is_no_news(self):
        self.claims(1).with_user(self.leader_user).action_approve()
        self.assertFalse(self.messages())

    def test_recorded_once_with_the_sum(self):
        lines = self.claims(3) | self.claims(1, self.citizen)
        notice = self.record(lines)
        self.assertFalse(self.messages())
        self.assertTrue(notice.to_tell)
        for _time in range(2):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "volunteer_hours.volunteer_notice_cron_tell"
                ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertIn("3 h from 3 services", self.messages().body)
        self.assertIn("1 h from 1 services", self.messages(self.citizen).body)
        self.assertFalse(notice.to_tell)

    def test_taken_back(self):
        line = self.claims(1)
        self.record(line)
        reversal = self.Hour.browse(
            line.with_user(self.officer).action_reverse("Twice")
        )
        reversal.with_user(self.leader_user).action_approve()
        reversal.with_user(self.other_officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        notice.sudo()._tell_recorded_sudo(notice.sudo()._read_recorded_sums(0))
        self.assertIn("1 h recorded before were taken back", self.messages().body)

    def test_constant_queries(self):
        few, many = self.claims(1), self.claims(8, self.citizen)
        (few | many).with_user(self.leader_user).action_approve()
        counts = []
        for lines in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines._tell_refused_sudo("No")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
