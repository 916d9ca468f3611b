import base64
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

OFFICE = "volunteer_base.group_officer"


class BureauCase(TransactionCase):
    """A bureau with two units that send files, on the third of December."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-12-03 02:00:00"))
        cls.bureau = cls.env["res.company"].create({"name": "Health Bureau"})
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": [cls.bureau.id]}
        )
        cls.officer = cls.make_user("bureau_officer", OFFICE)
        cls.Unit = cls.env["volunteer.reporting.unit"].with_user(cls.officer)
        cls.Filing = cls.env["volunteer.report.filing"].with_user(cls.officer)
        cls.first, cls.second = cls.Unit.create(
            [
                {"name": "First Hospital", "email": "first@example.com"},
                {"name": "Second Hospital"},
            ]
        )
        cls.monthly = cls.env.ref("volunteer_reports.volunteer_report_material_monthly")
        cls.other = cls.env["volunteer.report.material"].create(
            {
                "name": "Summary of the Day",
                "rhythm": "once",
                "date_due": "2026-12-01",
                "company_id": cls.bureau.id,
            }
        )

    @classmethod
    def make_user(cls, login, groups, company=None):
        company = company or cls.bureau
        return new_test_user(
            cls.env,
            login,
            groups=groups,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            tz="Asia/Shanghai",
        )

    def expect(self, material=None, day="2026-11-15", units=None):
        ids = self.Filing.action_expect(
            (material or self.monthly).id, day, units and units.ids
        )
        return self.Filing.browse(ids)

    def expect_other(self):
        return self.expect(self.other, "2026-12-01")


@tagged("post_install", "-at_install")
class TestBureau(BureauCase):
    def test_what_is_due_is_asked_for_once(self):
        self.Filing.sudo()._cron_expect()
        found = self.Filing.search([("material_id", "=", self.monthly.id)])
        self.assertEqual(
            found.mapped(lambda one: (one.unit_id, one.period, one.due_on)),
            [
                (unit, date(2026, 11, 1), date(2026, 12, 5))
                for unit in self.first | self.second
            ],
        )
        self.assertEqual(set(found.mapped("period_name")), {"2026-11"})
        count = self.Filing.search_count([])
        self.Filing.sudo()._cron_expect()
        self.assertEqual(self.Filing.search_count([]), count)
        self.second.active = False
        with freeze_time("2027-01-01 02:00:00"):
            self.Filing.sudo()._cron_expect()
        self.assertEqual(
            self.Filing.search(
                [
                    ("period", "=", "2026-12-01"),
                    ("material_id", "=", self.monthly.id),
                ]
            ).unit_id,
            self.first,
        )

    def test_a_bureau_has_dates_of_its_own(self):
        self.env["volunteer.report.material"].create(
            {
                "name": "Monthly",
                "kind": "monthly",
                "rhythm": "monthly",
                "due_day": 8,
                "company_id": self.bureau.id,
            }
        )
        self.Filing.sudo()._cron_expect()
        found = self.Filing.search([("material_id.kind", "=", "monthly")])
        self.assertEqual(set(found.mapped("due_on")), {date(2026, 12, 8)})

    def test_asking_takes_the_same_queries_for_many(self):
        def ask(material):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Filing.action_expect(material.id, "2026-12-01")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        more = self.other.copy({"name": "Another"})
        self.expect(more.copy({"name": "Warm"}), "2026-12-01")
        few = ask(self.other)
        self.Unit.create([{"name": f"Unit {number}"} for number in range(20)])
        self.assertEqual(ask(more), few)

    def test_handed_in_accepted_and_given_back(self):
        filing = self.expect_other().filtered(lambda one: one.unit_id == self.first)
        self.assertTrue(filing.is_overdue)
        self.assertEqual(filing.days_late, 2)
        self.assertIn(filing, self.Filing.search([("is_overdue", "=", True)]))
        filing.write({"file": base64.b64encode(b"one"), "filename": "one.txt"})
        filing.action_hand_in()
        self.assertRecordValues(
            filing,
            [
                {
                    "state": "filed",
                    "filed_on": date(2026, 12, 3),
                    "was_late": True,
                    "is_overdue": False,
                    "days_late": 2,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "cannot be changed now"):
            filing.file = base64.b64encode(b"two")
        filing.action_return("Signature is missing")
        self.assertEqual(filing.state, "returned")
        self.assertEqual(filing.opinion, "Signature is missing")
        kept = filing.message_ids.attachment_ids
        self.assertEqual((kept.name, kept.raw), ("one.txt", b"one"))
        mail = self.env["mail.mail"].search([("email_to", "=", "first@example.com")])
        self.assertIn("Signature is missing", mail.body_html)
        filing.received_on = "2026-12-01"
        filing.action_hand_in()
        self.assertFalse(filing.was_late)
        filing.score = 0
        self.assertTrue(filing.is_scored)
        filing.action_accept()
        self.assertEqual(filing.state, "accepted")
        self.assertEqual(filing.decided_by_id, self.officer)
        with self.assertRaisesRegex(UserError, "present state"):
            filing.action_accept()
        with self.assertRaisesRegex(UserError, "stays on record"):
            filing.unlink()

    def test_only_its_buttons_change_a_filing(self):
        filing = self.expect_other()[0]
        for vals in (
            {"state": "accepted"},
            {"filed_on": "2026-12-01"},
            {"figures": {"hours": 1}},
            {"unit_id": self.second.id},
            {"is_scored": True},
            {"period": "2026-01-01"},
        ):
            with self.assertRaises(AccessError):
                filing.write(vals)
        with self.assertRaises(AccessError):
            self.Filing.create({"unit_id": self.first.id})
        for reason in ("", None, ["x"]):
            filing.received_on = "2026-12-01"
            with self.assertRaises(UserError):
                filing.action_return(reason)
        filing.received_on = "2026-12-31"
        with self.assertRaisesRegex(UserError, "after today"):
            filing.action_hand_in()
        with self.assertRaisesRegex(UserError, "cannot be changed now"):
            filing.score = 10

    def test_scores_have_a_range(self):
        filing = self.expect_other()[0]
        filing.action_hand_in()
        for score in (-1, 100.5):
            with self.assertRaises(ValidationError):
                filing.score = score

    def test_one_reminder_a_unit(self):
        filings = self.expect_other() | self.expect()
        answer = filings.action_remind()
        mail = self.env["mail.mail"].search([("email_to", "=", "first@example.com")])
        self.assertEqual(len(mail), 1)
        for text in ("Summary of the Day", "2026-11", "2026-12-05"):
            self.assertIn(text, mail.body_html)
        # Who has no address is named, and not noted as reminded.
        self.assertIn("Second Hospital", answer["params"]["message"])
        reminded = filings.filtered("reminded_on")
        self.assertEqual(reminded.unit_id, self.first)
        self.assertEqual(set(reminded.mapped("reminder_count")), {1})

    def test_who_handed_in_is_not_reminded(self):
        filings = self.expect_other()
        filings.action_hand_in()
        with self.assertRaisesRegex(UserError, "nobody was reminded"):
            filings.action_remind()

    def test_rights(self):
        filings = self.expect_other()
        elsewhere = self.make_user(
            "bureau_elsewhere",
            OFFICE,
            self.env["res.company"].create({"name": "Other Bureau"}),
        )
        for user in (
            elsewhere,
            self.make_user("bureau_leader", "volunteer_base.group_leader"),
            self.make_user("bureau_portal", "base.group_portal"),
        ):
            theirs = self.env(user=user, context={})[filings._name].browse(filings.ids)
            for deed in (
                theirs.action_hand_in,
                theirs.action_accept,
                theirs.action_remind,
                lambda theirs=theirs: theirs.action_return("Why"),
                lambda theirs=theirs: theirs.action_expect(
                    self.other.id, "2026-12-01", self.first.ids
                ),
                lambda theirs=theirs: theirs.mapped("unit_id.email"),
            ):
                with self.assertRaises(AccessError):
                    deed()

    def test_links_only_to_units_of_ones_own(self):
        other = self.env["res.company"].create({"name": "Somebody Else"})
        with self.assertRaises(AccessError):
            self.first.reporting_company_id = other
        with self.assertRaises(AccessError):
            self.Unit.create({"name": "New", "reporting_company_id": other.id})

    def test_names_and_addresses(self):
        with self.assertRaises(ValidationError):
            self.first.email = "nobody"
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Unit.create({"name": "First Hospital"})

    def test_tiles_only_where_units_report(self):
        def keys(user):
            home = self.env(user=user, context={})["volunteer.home"]
            return {tile["key"]: tile["count"] for tile in home.get_tiles()}

        self.expect_other()
        self.assertEqual(keys(self.officer)["filings_missing"], 2)
        bare = self.make_user(
            "bureau_bare", OFFICE, self.env["res.company"].create({"name": "Hospital"})
        )
        self.assertNotIn("filings_missing", keys(bare))
