from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OFFICE, HoursCase

#: 08:30 in Shanghai on a Tuesday and on the Wednesday after it.
TUESDAY = datetime(2026, 3, 3, 0, 30)
WEDNESDAY = TUESDAY + timedelta(days=1)
SATURDAY = TUESDAY + timedelta(days=4)


class DigestCase(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([("id", "!=", cls.company.id)]).write(
            {"volunteer_digest": False}
        )
        cls.Link = cls.env["volunteer.approval.link"]
        cls.Mail = cls.env["mail.mail"]

    @classmethod
    def make_users(cls, groups):
        users = super().make_users(groups)
        for user in users:
            user.email = f"{user.login}@example.com"
        return users

    def submitted(self, moment=TUESDAY, **vals):
        with freeze_time(moment - timedelta(hours=2)):
            line = self.claim(date=moment.date() - timedelta(days=1), **vals)
            line.action_submit()
        return line

    def send(self, moment=TUESDAY):
        """Run the cron at a moment; return the new e-mails."""
        before = self.Mail.search([])
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_approval_link_cron_digest"
            ).method_direct_trigger()
        self.env.invalidate_all()
        # Made in a transaction of this test; what was made "now" was made then.
        self.env.flush_all()
        links = self.Link.search([("create_date", ">", moment + timedelta(minutes=1))])
        if links:
            self.env.cr.execute(
                "UPDATE volunteer_approval_link SET create_date = %s WHERE id IN %s",
                [moment, tuple(links.ids)],
            )
        self.env.invalidate_all()
        return self.Mail.search([]) - before

    def link(self, lines, user=None, days=3):
        """Make a link as the cron does; return it and its token."""
        vals, token = self.Link._prepare_link_sudo(
            user or self.leader_user, lines.ids, days
        )
        return self.Link.sudo().create(vals), token


@tagged("post_install", "-at_install")
class TestDigest(DigestCase):
    def test_one_mail_to_whose_turn_it_is(self):
        self.submitted()
        self.submitted(minutes=90, description="Something else")
        mail = self.send()
        self.assertEqual(len(mail), 1)
        self.assertIn("test_leader@example.com", mail.email_to)
        self.assertIn("2 service hours entries", mail.subject)
        self.assertIn("3.5", mail.body_html)
        self.assertIn("Member", mail.body_html)
        self.assertIn("/volunteer/approve/", mail.body_html)
        self.assertFalse(self.send(TUESDAY + timedelta(hours=3)), "once a day")

    def test_again_only_for_something_new(self):
        self.submitted()
        self.assertTrue(self.send())
        self.assertFalse(self.send(WEDNESDAY))
        self.submitted(WEDNESDAY, description="More")
        self.assertTrue(self.send(WEDNESDAY + timedelta(days=1)))

    def test_again_after_some_days(self):
        self.submitted()
        self.assertTrue(self.send())
        self.assertFalse(self.send(TUESDAY + timedelta(days=2)))
        self.assertTrue(self.send(TUESDAY + timedelta(days=3)))
        self.company.volunteer_digest_days = 0
        self.assertFalse(self.send(TUESDAY + timedelta(days=7)))

    def test_a_stand_in_hears_of_what_waited_for_another(self):
        first = self.submitted()
        with freeze_time(TUESDAY - timedelta(hours=1)):
            first.with_user(self.leader_user).action_forward(
                self.stranger.id, "Please look"
            )
        self.submitted(description="Something else")
        self.assertEqual(len(self.send()), 2)
        with freeze_time(TUESDAY + timedelta(hours=4)):
            self.env["volunteer.delegation"].create(
                {
                    "user_id": self.leader_user.id,
                    "delegate_id": self.stranger.id,
                    "company_id": self.company.id,
                    "date_from": TUESDAY.date(),
                    "date_to": SATURDAY.date(),
                }
            )
        self.assertIn("test_stranger@", self.send(WEDNESDAY).email_to)
        self.assertFalse(self.send(WEDNESDAY + timedelta(days=1)))

    def test_hour_and_days_of_the_unit(self):
        self.submitted()
        self.assertFalse(self.send(TUESDAY - timedelta(hours=1)), "half past seven")
        self.assertFalse(self.send(SATURDAY))
        self.assertTrue(self.send(SATURDAY + timedelta(days=2)))

    def test_own_hours_and_other_units(self):
        """A group's turn is that of all its members, but for their own hours."""
        self.company.volunteer_executive_id = self.stranger
        own = self.make_volunteer("Officer", self.other_officer)
        office = self.env.ref(OFFICE)
        lines = self.submitted() | self.submitted(volunteer=own, minutes=60)
        for line in lines:
            line.approval_ids.write({"state": "waiting"})
            line.approval_ids[:1].write({"state": "pending"})
        lines.write({"approver_id": False, "approver_group_id": office.id})
        other = self.env["res.company"].create({"name": "Other Hospital"})
        foreigner = self.make_user("test_foreigner", OFFICE)
        foreigner.write(
            {"company_ids": [fields.Command.set(other.ids)], "company_id": other.id}
        )
        waiting = self.Hour._read_waiting_sudo(
            self.officer | self.other_officer | foreigner,
            office,
            {},
            TUESDAY.date(),
        )
        self.assertEqual(waiting[self.officer].count, 2)
        self.assertEqual(waiting[self.other_officer].line_ids, lines[0].ids)
        self.assertNotIn(foreigner, waiting)

    def test_whoever_wants_none_gets_none(self):
        self.submitted()
        self.leader_user.with_user(self.leader_user).volunteer_digest = False
        self.assertFalse(self.send())

    def test_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.leader_user.lang = "zh_CN"
        self.submitted()
        self.assertIn("补录", self.send().body_html)

    def test_constant_queries(self):
        users = self.officer | self.leader_user
        for number in range(8):
            self.submitted(description=f"{number}", minutes=30)
        since = {}
        self.Hour._read_waiting_sudo(users, self.env.ref(OFFICE), since, TUESDAY.date())
        self.env.flush_all()
        with self.assertQueryCount(6):
            self.Hour._read_waiting_sudo(
                users, self.env.ref(OFFICE), since, TUESDAY.date()
            )


@tagged("post_install", "-at_install")
class TestApprovalLink(DigestCase):
    def test_approves_as_the_user_once(self):
        lines = self.submitted() | self.submitted(minutes=60, description="Else")
        link, token = self.link(lines)
        self.assertEqual(self.Link._find_sudo(token), link)
        self.assertNotIn(token, link.token_hash)
        link._approve_sudo(lines[0].ids)
        self.assertEqual(lines[0].approval_ids[0].decided_by, self.leader_user)
        self.assertEqual(lines[0].approver_group_id, self.env.ref(OFFICE))
        self.assertEqual(lines[1].approver_id, self.leader_user, "not ticked")
        with self.assertRaisesRegex(UserError, "has been used"):
            link._approve_sudo(lines[1].ids)

    def test_undo_within_the_hour(self):
        line = self.submitted()
        link, _token = self.link(line)
        link._approve_sudo(line.ids)
        self.assertEqual(link._undo_sudo(), 1)
        self.assertEqual(line.approver_id, self.leader_user)
        with self.assertRaises(UserError):
            link._undo_sudo()
        link, _token = self.link(line)
        link._approve_sudo(line.ids)
        link.used_on -= timedelta(hours=2)
        with self.assertRaisesRegex(UserError, "no longer"):
            link._undo_sudo()

    def test_whose_turn_has_passed(self):
        line = self.submitted()
        link, _token = self.link(line)
        line.with_user(self.leader_user).action_approve()
        self.assertIn(line, link._get_obstacles_sudo())
        with self.assertRaises(UserError):
            link._approve_sudo(line.ids)
        self.assertFalse(link.used_on)

    def test_lines_that_are_not_the_links(self):
        line, other = self.submitted(), self.submitted(minutes=60, description="Else")
        link, _token = self.link(line)
        with self.assertRaises(UserError):
            link._approve_sudo(other.ids)
        self.assertEqual(other.approver_id, self.leader_user)

    def test_working_time_is_decided_in_the_backend(self):
        line = self.submitted()
        line.in_working_time = True
        link, _token = self.link(line)
        self.assertIn("working time", link._get_obstacles_sudo()[line])

    def test_too_old_and_of_people_who_left(self):
        line = self.submitted()
        link, _token = self.link(line)
        link.expires_on -= timedelta(days=4)
        with self.assertRaises(UserError):
            link._approve_sudo(line.ids)
        link, _token = self.link(line)
        self.leader_user.active = False
        with self.assertRaises(UserError):
            link._approve_sudo(line.ids)

    def test_a_leader_who_is_no_leader_any_more(self):
        """The link does nothing its user could not do after a login."""
        line = self.submitted()
        link, _token = self.link(line)
        self.leader_user.group_ids = self.env.ref("base.group_user")
        link._approve_sudo(line.ids)
        other = self.submitted(minutes=60, description="Else")
        link, _token = self.link(other)
        elsewhere = self.env["res.company"].create({"name": "Other Hospital"})
        self.leader_user.write(
            {
                "company_ids": [fields.Command.set(elsewhere.ids)],
                "company_id": elsewhere.id,
            }
        )
        self.assertIn(other, link._get_obstacles_sudo())

    def test_forgotten_after_a_while(self):
        link, token = self.link(self.submitted())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_approval_link SET create_date = '2020-01-01'"
        )
        self.env.invalidate_all()
        self.Link._gc_links()
        self.assertFalse(link.exists())
        self.assertFalse(self.Link._find_sudo(token))
