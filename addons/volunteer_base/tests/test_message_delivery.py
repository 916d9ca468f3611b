from ast import literal_eval
from datetime import timedelta
from unittest.mock import patch

from psycopg2.pool import PoolError

from odoo import fields, sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.models.mail_mail import MailMail

from .common import VolunteerCommon


class OutboxCommon(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliveries = cls.env["volunteer.message.delivery"].sudo()
        cls.messages = cls.env["volunteer.message"].sudo()
        # The users made by the common class have an address each.
        cls.nobody = cls._new_volunteer("Without login and address")

    def _send(self, volunteers, matter="office", **kwargs):
        return volunteers._notify_sudo(
            matter, lambda volunteer: (f"For {volunteer.name}", "Text"), **kwargs
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_message_cron_send"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _catch_mails(self):
        """Return the list in which the e-mails that go out are noted."""
        caught = []
        create = MailMail.create

        def note(mails, vals_list):
            caught.extend(vals_list)
            return create(mails, vals_list)

        # Odoo deletes what it sent; only where they are made can they be seen.
        self.patch(MailMail, "create", note)
        return caught


@tagged("post_install", "-at_install")
class TestDelivery(OutboxCommon):
    def test_by_mail_on_the_page_and_not_at_all(self):
        self.portal.email = False
        people = self.staff_volunteer | self.portal_volunteer | self.nobody
        messages = self._send(people)
        self.assertEqual(messages.mapped("status"), ["queued", "page", "failed"])
        caught = self._catch_mails()
        self._run_cron()
        self.assertEqual([mail["email_to"] for mail in caught], [self.staff.email])
        self.assertEqual(messages.mapped("status"), ["sent", "page", "failed"])
        self.assertEqual(messages.delivery_ids.mapped("state"), ["sent"])
        # Once is enough.
        self._run_cron()
        self.assertEqual(len(caught), 1)

    def test_a_unit_may_do_without_mail(self):
        self.company.volunteer_message_mail = False
        message = self._send(self.staff_volunteer)
        self.assertFalse(message.delivery_ids)
        self.assertEqual(message.status, "page")

    def test_a_server_that_refuses_is_tried_again_and_given_up(self):
        message = self._send(self.staff_volunteer)
        delivery = message.delivery_ids
        server = self.env["ir.mail_server"].__class__
        with (
            patch.object(
                server, "_connect__", side_effect=OSError("Connection refused")
            ),
        ):
            for tries in range(1, 6):
                self._run_cron()
                self.assertEqual(delivery.tries, tries)
                self.assertIn("Connection refused", delivery.error)
                if tries < 5:
                    self.assertEqual((delivery.state, message.status), ("queued",) * 2)
                    self.assertGreater(delivery.date_next, fields.Datetime.now())
                    self._run_cron()
                    self.assertEqual(delivery.tries, tries, "not before its time")
                    delivery.date_next = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual((delivery.state, message.status), ("failed", "page"))

    def test_what_stood_still_too_long_is_not_sent(self):
        message = self._send(self.staff_volunteer)
        self.env.cr.execute(
            "UPDATE volunteer_message_delivery SET create_date = create_date - "
            "interval '2 days' WHERE id = %s",
            message.delivery_ids.ids,
        )
        caught = self._catch_mails()
        self._run_cron()
        self.assertEqual((caught, message.delivery_ids.state), ([], "failed"))

    def test_a_batch_that_broke_off_is_taken_up_again(self):
        delivery = self._send(self.staff_volunteer).delivery_ids
        self.assertEqual(self.deliveries._claim_sudo(10), delivery)
        self.assertFalse(self.deliveries._claim_sudo(10), "claimed by one only")
        delivery.date_next = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self.deliveries._claim_sudo(10), delivery)

    def test_urgent_ones_go_first(self):
        self._send(self.staff_volunteer)
        urgent = self._send(self.leader_volunteer, urgent=True)
        self.assertEqual(self.deliveries._claim_sudo(1).message_id, urgent)

    def test_a_crowd_that_takes_all_connections_sees_no_error(self):
        def no_connection(*_args, **_kwargs):
            raise PoolError("The Connection Pool Is Full")

        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search_count([])
        self._send(self.staff_volunteer)
        self.assertEqual(triggers.search_count([]), before)
        # Odoo's own, of what was made so far.
        self.env.flush_all()
        self.env.cr.postcommit.clear()
        self._send(self.staff_volunteer, urgent=True)
        self.assertEqual(triggers.search_count([]), before + 1)
        self.patch(sql_db, "db_connect", no_connection)
        self.env.cr.postcommit.run()

    def test_queries_do_not_grow(self):
        def people(count, name):
            users = [
                self._new_user(f"{name}{number}", "base.group_portal")
                for number in range(count)
            ]
            return self.env["volunteer.volunteer"].union(
                *(self._new_volunteer(user.login, user) for user in users)
            )

        counts = []
        for group in (people(1, "first"), people(1, "one"), people(20, "many")):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._send(group)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # A cache that runs out in between costs one more; a row costs none.
        self.assertLessEqual(counts[2], counts[1] + 2)


@tagged("post_install", "-at_install")
class TestReading(OutboxCommon):
    def test_one_reads_ones_own(self):
        message = self._send(self.staff_volunteer)
        message.with_user(self.officer).action_read()
        self.assertFalse(message.date_read)
        message.with_user(self.staff).action_read()
        self.assertTrue(message.date_read)
        with self.assertRaises(AccessError):
            message.with_user(self.portal).action_read()

    def test_the_leader_sees_how_many_have_read(self):
        activity = self._new_activity(seats=2)
        people = self.staff_volunteer | self.portal_volunteer
        message = self._send(people, activity=activity)[0]
        message.with_user(self.staff).action_read()
        activity = activity.with_user(self.leader)
        self.assertEqual(
            (activity.read_message_count, activity.sent_message_count), (1, 2)
        )
        action = activity.action_open_messages()
        found = self.env["volunteer.message"].with_user(self.leader)
        self.assertEqual(len(found.search(action["domain"])), 2)


@tagged("post_install", "-at_install")
class TestPhoneList(OutboxCommon):
    def _list(self, user):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_message_action_phone"
        )
        messages = self.env["volunteer.message"].with_user(user)
        found = messages.search(messages._domain_to_phone())
        self.assertEqual(found, messages.search(literal_eval(action["domain"])))
        return found.sudo()

    def test_who_is_on_it(self):
        self.company.volunteer_message_mail = False
        unreached = self._send(self.nobody)
        self._send(self.staff_volunteer)
        urgent = self._send(self.staff_volunteer, urgent=True)
        self.assertEqual(self._list(self.officer), unreached | urgent)
        urgent.with_user(self.staff).action_read()
        self.assertEqual(self._list(self.officer), unreached)
        over = self._send(self.nobody, activity=self._new_activity(hours=-9))
        self.assertEqual(over.status, "failed")
        self.assertEqual(self._list(self.officer), unreached)
        unreached.with_user(self.officer).action_phoned()
        self.assertEqual(unreached.phoned_by_id, self.officer)
        self.assertFalse(self._list(self.officer))
        with self.assertRaises(UserError):
            unreached.with_user(self.officer).action_phoned()

    def test_leaders_call_their_own(self):
        activity = self._new_activity()
        activity.slot_ids.action_sign_up_volunteers(self.nobody.ids)
        activity.with_user(self.officer).action_cancel("Typhoon")
        own = activity.sent_message_ids.filtered(lambda m: m.matter == "cancelled")
        other = self._send(self.nobody)
        self.assertIn(own, self._list(self.leader))
        self.assertNotIn(other, self._list(self.leader))
        own.with_user(self.leader).action_phoned()
        with self.assertRaises(AccessError):
            other.with_user(self.leader).action_phoned()
        mine = self._send(self.staff_volunteer)
        with self.assertRaises(AccessError):
            mine.with_user(self.staff).action_phoned()

    def test_the_number_is_shown_and_logged(self):
        self._use_keys()
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.nobody.id, "mobile": "13800138000"}
        )
        message = self._send(self.nobody)
        shown = message.with_user(self.officer).action_show_mobile()
        self.assertEqual(shown["params"]["message"], "13800138000")
        self.assertEqual(self.nobody.disclosure_ids.what, "mobile")
