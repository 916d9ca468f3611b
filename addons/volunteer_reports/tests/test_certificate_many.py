import hashlib
import shutil
from unittest import skipUnless

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..wizards import volunteer_certificate_many_mixin
from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestCertificateMany(ReportsCase):
    """Certificates for many people at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["volunteer.volunteer"]
        for number in range(22):
            cls.people |= cls.make_volunteer(f"Person {number:02d}")

    def issue_many(self, people, *args, **kwargs):
        certificates = self.Certificate.with_user(self.officer)
        result = certificates.action_issue_many(people.ids, *args, **kwargs)
        issued = self.Certificate.browse(result["certificate_ids"])
        return issued, result["without_hours"]

    def test_numbers_follow_each_other(self):
        served = self.people[:5]
        for person in served:
            self.claim_recorded(person)
        first = self.issue(self.officer, served[2].id)
        certificates, without = self.issue_many(served | self.people[6])
        self.assertEqual(without, [{"id": self.people[6].id, "name": "Person 06"}])
        # The one of today that says the same is given again.
        self.assertEqual(certificates[2], first)
        self.assertEqual(certificates.volunteer_id, served)
        start = int(first.name.rsplit("-", 1)[1])
        numbers = sorted(
            int(name.rsplit("-", 1)[1]) for name in certificates.mapped("name")
        )
        self.assertEqual(numbers, list(range(start, start + 5)))
        self.assertEqual(len(set(certificates.mapped("code"))), 5)
        again, _without = self.issue_many(served)
        self.assertEqual(again, certificates)
        self.claim_recorded(self.people[6])
        after = self.issue(self.officer, self.people[6].id)
        self.assertEqual(int(after.name.rsplit("-", 1)[1]), start + 5)

    def test_the_same_as_one_by_one(self):
        for person in self.people[:2]:
            self.claim_recorded(person, count=3)
        many, _without = self.issue_many(self.people[0], id_number="masked")
        one = self.issue(self.officer, self.people[1].id, id_number="masked")
        for name in (
            "minutes",
            "minutes_proven",
            "hours",
            "service_count",
            "date_first",
            "date_last",
            "issuer_name",
            "handler",
            "issue_date",
            "id_number",
            "language",
        ):
            self.assertEqual(many[name], one[name], name)
        self.assertEqual(
            many.line_ids.mapped("content"), one.line_ids.mapped("content")
        )

    def test_merged_people_get_one(self):
        kept, duplicate = self.people[:2]
        lines = self.claim_recorded(kept) | self.claim_recorded(duplicate)
        duplicate.merged_into_id = kept
        duplicate.active = False
        certificates, _without = self.issue_many(kept | duplicate)
        self.assertEqual(len(certificates), 1)
        self.assertEqual(certificates.line_ids.hour_id, lines)

    def test_queries_do_not_grow(self):
        for person in self.people:
            self.claim_recorded(person)
        self.issue(self.officer, self.people[0].id)
        one = self.count_issuing(self.people[1])
        twenty = self.count_issuing(self.people[2:])
        self.assertLessEqual(twenty, one + 3)
        self.assertLess(twenty, 40)

    def count_issuing(self, people):
        self.env.flush_all()
        self.env.invalidate_all()
        self.Certificate.with_user(self.officer).has_access("read")
        before = self.cr.sql_log_count
        self.issue_many(people)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_who_issues(self):
        self.claim_recorded(self.citizen)
        for user in (self.portal_user, self.leader_user, self.member_user):
            with self.assertRaises(AccessError):
                self.Certificate.with_user(user).action_issue_many(self.citizen.ids)
        other = self.env["res.company"].create({"name": "Other Hospital"})
        office = self.Certificate.with_user(self.officer)
        with self.assertRaises(AccessError):
            office.action_issue_many(self.citizen.ids, company_id=other.id)
        for wrong in ([], None):
            with self.assertRaises(UserError):
                office.action_issue_many(wrong)
        for choice in ({"language": "fr"}, {"id_number": "x"}, {"date_from": "soon"}):
            with self.assertRaises(UserError):
                office.action_issue_many(self.citizen.ids, **choice)

    def test_wizard(self):
        few, many, none = self.people[:3]
        self.claim_recorded(few)
        self.claim_recorded(many, count=3)
        wizard = self.env["volunteer.certificate.batch"].with_user(self.officer)
        named = wizard.with_context(
            active_model="volunteer.volunteer", active_ids=(few | many | none).ids
        ).create({})
        self.assertEqual((named.people_count, named.hours_text), (3, "8"))
        answer = named.action_issue()
        self.assertEqual(answer["res_id"], named.id)
        self.assertEqual(named.certificate_ids.volunteer_id, few | many)
        self.assertEqual(named.without_hours, "Person 02")
        self.assertEqual(
            self.Certificate.search(named.action_open()["domain"]),
            named.certificate_ids,
        )
        self.assertEqual(
            named.action_print()["report_name"], "volunteer_reports.certificate"
        )
        found = wizard.create({"min_hours": 5})
        self.assertEqual((found.people_count, found.hours_text), (1, "6"))
        self.team.sudo().member_ids = [
            (0, 0, {"volunteer_id": few.id, "date_from": "2020-01-01"})
        ]
        found = wizard.create({"team_id": self.team.id})
        found.action_issue()
        self.assertEqual(found.certificate_ids.volunteer_id, few)
        with self.assertRaises(UserError):
            wizard.create({"min_hours": 500}).action_issue()

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_one_file_of_all(self):
        people = self.people[:4]
        people[0].name = "㐂永·买买提"
        for person in people:
            self.claim_recorded(person)
        certificates, _without = self.issue_many(people)
        pdf = self.render(certificates.with_user(self.officer))
        pages = self.read_pdf(pdf)
        self.assertEqual(len(pages), 8)
        for certificate, page in zip(certificates, pages[::2], strict=True):
            self.assertIn(certificate.name, page)
            self.assertIn("".join(certificate.volunteer_name.split()), page)
        digest = hashlib.sha256(pdf).hexdigest()
        self.assertEqual(certificates.print_ids.mapped("digest"), [digest] * 4)
        self.assertEqual(certificates.print_ids.printed_by, self.officer)
        Print = self.env["volunteer.certificate.print"]
        self.assertEqual(Print._find_sudo(pdf), certificates)
        self.assertFalse(Print._find_sudo(pdf + b" "))
        for record in certificates.print_ids[0], certificates.print_ids[0].sudo():
            with self.assertRaises(UserError):
                record.write({"digest": "x"})
            with self.assertRaises(UserError):
                record.unlink()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            certificates.print_ids[0].copy()
            self.env.flush_all()

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_many_in_the_background(self):
        """Who prints in the background leaves the same traces as who waits."""
        self.use_keys()
        people = self.people[:2]
        for person in people:
            self.claim_recorded(person)
        self.env["volunteer.identity"].create(
            {"volunteer_id": people[0].id, "id_number": "11010519491231002X"}
        )
        wizard = (
            self.env["volunteer.certificate.batch"]
            .with_user(self.officer)
            .create({"volunteer_ids": people.ids, "id_number": "full"})
        )
        wizard.action_issue()
        ids = wizard.certificate_ids.ids
        self.assertEqual(wizard.action_print()["type"], "ir.actions.report")
        self.patch(volunteer_certificate_many_mixin, "IN_BACKGROUND", 1)
        action = wizard.action_print()
        export = self.env["volunteer.export"].browse(action["res_id"])
        self.assertEqual((export.user_id, export.rows_total), (self.officer, 2))
        export.surroundings = {**export.surroundings, "force_report_rendering": True}
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron = self.env.ref("volunteer_reports.volunteer_export_cron")
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(export.state, "done", export.error)
        self.assertEqual(len(self.read_pdf(export.attachment_id.raw)), 4)
        Print = self.env["volunteer.certificate.print"]
        found = Print._find_sudo(export.attachment_id.raw)
        self.assertEqual(set(found.ids), set(ids))
        self.assertEqual(people[0].disclosure_ids.user_id, self.officer)

    def test_wizards_show_no_other_units_hours(self):
        """Not even as a sum of one person's, before anything is issued."""
        other = self.env["res.company"].create({"name": "Other Hospital"})
        for model in ("volunteer.certificate.batch", "volunteer.practice.issue"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.officer).create(
                    {"company_id": other.id, "volunteer_ids": self.citizen.ids}
                )

    def test_many_students_are_printed_in_the_background(self):
        people = self.people[:2]
        for person in people:
            self.claim_recorded(person)
        wizard = (
            self.env["volunteer.practice.issue"]
            .with_user(self.officer)
            .create({"volunteer_ids": people.ids, "school": "School"})
        )
        wizard.action_issue()
        self.assertEqual(wizard.action_print()["type"], "ir.actions.report")
        self.patch(volunteer_certificate_many_mixin, "IN_BACKGROUND", 1)
        action = wizard.action_print()
        self.assertEqual(action["res_model"], "volunteer.export")

    def test_ids_that_are_none(self):
        office = self.Certificate.with_user(self.officer)
        with self.assertRaises(UserError):
            office.action_issue("nobody")
        with self.assertRaises(UserError):
            office.action_issue_many([["x"]])
        for odd in ({"date_from": ["x"]}, {"date_to": 5}, {"language": ["zh"]}):
            with self.assertRaises(UserError):
                office.action_issue(self.citizen.id, **odd)
        own = self.Certificate.with_user(self.portal_user)
        for unit in ("x", 0x7FFFFFFF):
            with self.assertRaises(UserError):
                own.action_issue(company_id=unit)
