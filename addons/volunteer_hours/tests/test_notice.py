from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestNotice(HoursCase):
    def test_from_approval_to_ledger(self):
        lines = self.claim() | self.claim(self.citizen)
        notice = self.record(lines)
        self.assertEqual(notice.state, "closed")
        self.assertEqual(set(lines.mapped("state")), {"recorded"})
        self.assertEqual(sorted(lines.mapped("ledger_no")), [1, 2])
        self.assertEqual((notice.line_count, notice.minutes), (2, 240))
        self.assertEqual(lines.mapped("points"), [300, 300], "1.5 points an hour")
        self.assertEqual(self.member.hours_claimed, 2.0)
        self.assertEqual(self.member.hours_proven, 0.0)

    def test_numbers_have_no_gaps_and_notices_a_chain(self):
        first = self.record(self.claim())
        second = self.record(self.claim(date="2025-03-03") | self.claim(self.citizen))
        self.assertFalse(first.previous_id)
        self.assertEqual(second.previous_id, first)
        numbers = self.Hour.search([("company_id", "=", self.company.id)]).mapped(
            "ledger_no"
        )
        self.assertEqual(sorted(numbers), [1, 2, 3])
        self.assertFalse(self.env["volunteer.notice"]._find_ledger_break(self.company))

    def test_days_of_notice(self):
        self.company.volunteer_notice_days = 3
        self.approve_all(self.claim())
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.action_publish()
        self.assertGreater(notice.closes_on, notice.published_on)
        with self.assertRaisesRegex(UserError, "cannot be closed before"):
            notice.with_user(self.officer).action_close()

    def test_nothing_to_publish(self):
        self.claim()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "No approved hours"):
            notice.action_publish()

    def test_a_notice_takes_its_period(self):
        early, late = self.claim(date="2025-03-03"), self.claim()
        self.approve_all(early | late)
        notice = self.env["volunteer.notice"].create(
            {"company_id": self.company.id, "date_to": "2025-03-31"}
        )
        notice.action_publish()
        self.assertEqual(notice.hour_ids, early)
        self.assertEqual(late.state, "approved")

    def test_only_the_office(self):
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                notice.with_user(user).action_publish()
        for name, value in (("state", "closed"), ("digest", "0" * 64)):
            with self.subTest(field=name), self.assertRaises(AccessError):
                notice.with_user(self.officer).write({name: value})

    def test_many_lines_are_recorded_by_the_scheduled_action(self):
        """More than 1,000 lines are left to the cron, which records them in one go."""
        volunteers = self.env["volunteer.volunteer"].create(
            [{"name": f"V{i}", "company_id": self.company.id} for i in range(1001)]
        )
        lines = self.Hour.create(
            [
                {
                    "volunteer_id": volunteer.id,
                    "project_id": self.project.id,
                    "date": "2025-03-03",
                    "minutes": 60,
                }
                for volunteer in volunteers
            ]
        )
        lines.write({"state": "approved"})
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        self.assertEqual(notice.state, "closing")
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_notice_cron_close"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(notice.state, "closed")
        self.assertEqual(set(lines.mapped("state")), {"recorded"})
        self.assertFalse(notice._find_ledger_break(self.company))


@tagged("post_install", "-at_install")
class TestLedger(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.claim()

    def setUp(self):
        super().setUp()
        self.notice = self.record(self.line)

    def test_recorded_lines_never_change(self):
        """Neither as superuser over the ORM, nor over SQL."""
        for vals in ({"minutes": 60}, {"state": "draft"}, {"description": "other"}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "do not change"),
            ):
                self.line.sudo().write(vals)
        with self.assertRaises(UserError):
            self.line.sudo().unlink()
        for query in (
            "UPDATE volunteer_hour SET minutes = 60, hours = 1 WHERE id = %s",
            "UPDATE volunteer_hour SET state = 'draft' WHERE id = %s",
            "UPDATE volunteer_hour SET team_id = NULL WHERE id = %s",
            "UPDATE volunteer_hour SET digest = 'x' WHERE id = %s",
            "DELETE FROM volunteer_approval WHERE hour_id = %s",
            "UPDATE volunteer_approval SET decided_by = 1 WHERE hour_id = %s",
            "DELETE FROM volunteer_hour WHERE id = %s",
        ):
            with (
                self.subTest(query=query),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(flush=False),
            ):
                self.cr.execute(query, [self.line.id])

    def test_related_records_stay(self):
        """Nothing a recorded line stands on can be deleted."""
        for record in (self.project, self.team, self.member, self.notice):
            with (
                self.subTest(record=record),
                self.assertRaises(Exception) as caught,
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                record.sudo().unlink()
            self.assertIn(
                type(caught.exception).__name__,
                ("ForeignKeyViolation", "RestrictViolation", "UserError"),
            )

    def test_verification_finds_a_change(self):
        """Even who switches the trigger off is found out, by ledger number."""
        Notice = self.env["volunteer.notice"]
        self.assertFalse(Notice._find_ledger_break(self.company))
        self.cr.execute(
            "ALTER TABLE volunteer_hour DISABLE TRIGGER volunteer_hour_locked"
        )
        self.cr.execute(
            "UPDATE volunteer_hour SET minutes = 600, hours = 10 WHERE id = %s",
            [self.line.id],
        )
        self.cr.execute(
            "ALTER TABLE volunteer_hour ENABLE TRIGGER volunteer_hour_locked"
        )
        self.env.invalidate_all()
        self.assertIn("number 1", Notice._find_ledger_break(self.company))
        action = self.notice.with_user(self.officer).action_verify_ledger()
        self.assertEqual(action["params"]["type"], "danger")

    def test_reversal(self):
        with self.assertRaises(AccessError):
            self.line.with_user(self.member_user).action_reverse("mine")
        [reversal_id] = self.line.with_user(self.officer).action_reverse(
            "counted twice"
        )
        reversal = self.Hour.browse(reversal_id)
        self.assertEqual((reversal.hours, reversal.state), (-2.0, "submitted"))
        self.assertEqual((reversal.source, reversal.proven), ("claim", False))
        self.assertFalse(self.line.reversed)
        self.assertEqual(self.line.reversal_id, reversal)
        with self.assertRaises(UserError):
            reversal.with_user(self.leader_user).action_approve(minutes=60)
        reversal.with_user(self.officer).action_withdraw()
        self.line.invalidate_recordset(["reversal_id"])
        self.assertFalse(self.line.reversal_id)
        [reversal_id] = self.line.with_user(self.officer).action_reverse("once more")
        reversal = self.Hour.browse(reversal_id)
        self.record(reversal)
        self.assertTrue(self.line.reversed)
        self.assertEqual(self.line.reversal_id, reversal)
        self.assertEqual(self.line.state, "recorded")
        self.assertEqual(reversal.points, -self.line.points)
        self.assertEqual(self.member.hours_claimed, 0.0)
        self.assertFalse(self.env["volunteer.notice"]._find_ledger_break(self.company))
        with self.assertRaisesRegex(UserError, "cannot be reversed"):
            self.line.with_user(self.officer).action_reverse("again")

    def test_merged_volunteers_share_totals(self):
        duplicate = self.make_volunteer("Member again")
        self.record(self.claim(duplicate, date="2025-03-03", minutes=60))
        duplicate.merged_into_id = self.member
        self.member.invalidate_recordset()
        self.assertEqual(self.member.hours_claimed, 3.0)
