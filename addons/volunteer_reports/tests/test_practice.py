import shutil
from datetime import date
from unittest import skipUnless

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReportsCase

SCHOOL = "常州大学·医学院"


@tagged("post_install", "-at_install")
class TestPractice(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.kind = "student"
        cls.env["volunteer.identity"].create(
            {"volunteer_id": cls.citizen.id, "employer": SCHOOL}
        )

    def issue_practice(self, user=None, volunteers=None, school=SCHOOL, **more):
        volunteers = volunteers or self.citizen
        return self.Certificate.with_user(user or self.officer).action_issue_practice(
            volunteers.ids, school, **more
        )

    def test_one_register_two_kinds(self):
        """Both kinds share the numbers; neither is given in place of the other."""
        self.claim_recorded(self.citizen, count=2)
        service = self.issue(self.officer, self.citizen.id, id_number="masked")
        result = self.issue_practice(volunteers=self.citizen | self.member)
        practice = self.Certificate.browse(result["certificate_ids"])
        self.assertEqual(len(practice), 1)
        self.assertEqual(
            result["without_hours"], [{"id": self.member.id, "name": self.member.name}]
        )
        self.assertEqual((practice.kind, practice.school), ("practice", SCHOOL))
        self.assertEqual((service.kind, service.school), ("service", False))
        self.assertEqual(practice.minutes, 240)
        numbers = [int(one.name.rpartition("-")[2]) for one in service | practice]
        self.assertEqual(numbers[1], numbers[0] + 1)
        self.assertEqual(self.issue_practice()["certificate_ids"], practice.ids)
        other = self.issue_practice(school="别的学校")["certificate_ids"]
        self.assertNotEqual(other, practice.ids)
        again = self.issue(self.officer, self.citizen.id, id_number="masked")
        self.assertEqual(again, service)
        found = self.Certificate._verify_sudo(practice.code)
        self.assertTrue(found["valid"])
        self.assertEqual(found["minutes"], 240)
        self.assertNotIn(SCHOOL, str(found))

    def test_who_may_and_what_is_asked(self):
        self.claim_recorded(self.citizen)
        for user in (self.portal_user, self.leader_user, self.stranger):
            with self.assertRaises(AccessError):
                self.issue_practice(user)
        for school in ("", "  ", None, ["x"]):
            with self.assertRaises(UserError):
                self.issue_practice(school=school)
        with self.assertRaises(UserError):
            self.issue_practice(id_number="none")
        with self.assertRaises(UserError):
            self.issue_practice(language="fr")

    def test_students_of_a_school(self):
        self.claim_recorded(self.citizen)
        Wizard = self.env["volunteer.practice.issue"].with_user(self.officer)
        wizard = Wizard.create({"school": SCHOOL})
        self.assertEqual(wizard.people_count, 1)
        self.assertEqual(Wizard.create({"school": "别的学校"}).people_count, 0)
        with self.assertRaises(UserError):
            Wizard.create({"school": "别的学校"}).action_issue()
        school = self.env["volunteer.partner.unit"].create(
            {
                "name": "中学",
                "kind": "school",
                "company_id": self.company.id,
                "service_activity_ids": [(6, 0, self.activity.ids)],
            }
        )
        by_unit = Wizard.create({"partner_unit_id": school.id})
        self.assertEqual(by_unit.school, "中学")
        # The member of staff served there, too, but is no student.
        self.assertEqual(by_unit._get_people(), self.citizen)
        wizard.action_issue()
        self.assertEqual(wizard.state, "done")
        self.assertEqual(wizard.certificate_ids.school, SCHOOL)

    def test_queries_do_not_grow(self):
        people = self.citizen
        for number in range(9):
            people |= self.make_volunteer(f"Student {number}", kind="student")
        for person in people:
            self.claim_recorded(person)
        self.issue_practice(school="先")
        counts = []
        for volunteers, school in ((self.citizen, "一"), (people, "二")):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.issue_practice(volunteers=volunteers, school=school)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 8)

    def test_erasure_forgets_the_school(self):
        self.claim_recorded(self.citizen)
        practice = self.Certificate.browse(self.issue_practice()["certificate_ids"])
        self.citizen.sudo()._erase_sudo()
        self.env.invalidate_all()
        self.assertNotEqual(practice.school, SCHOOL)
        self.assertEqual(practice.kind, "practice")

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_paper(self):
        self.claim_recorded(self.citizen, dates=[date(2025, 3, 5), date(2025, 7, 8)])
        practice = self.Certificate.browse(self.issue_practice()["certificate_ids"])
        service = self.issue(self.officer, self.citizen.id)
        pages = self.read_pdf(self.render(practice | service))
        texts = "".join(pages)
        self.assertEqual(texts.count(SCHOOL), 1)
        self.assertIn(practice.code_spelled, pages[0])
        self.assertIn(SCHOOL, pages[0])
        self.assertIn("志愿服务记录证明", texts)
        self.assertNotIn("志愿服务记录证明", pages[0])

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_paper_with_english(self):
        self.claim_recorded(self.citizen, dates=[date(2025, 3, 5), date(2025, 7, 8)])
        wizard = self.env["volunteer.practice.issue"].with_user(self.officer)
        wizard = wizard.create({"school": SCHOOL, "language": "bilingual"})
        wizard.action_issue()
        practice = wizard.certificate_ids
        self.assertEqual(practice.language, "bilingual")
        page = self.read_pdf(self.render(practice))[0]
        for text in (
            "CertificateofSocialPractice",
            f"astudentof{SCHOOL}",
            "fromMarch5,2025toJuly8,2025:2times,4hoursintotal.",
            "2025年3月5日",
        ):
            self.assertIn(text, page)
        self.assertEqual(page.count(SCHOOL), 2)
        self.assertNotIn("CertificateofVoluntaryService", page)
        # With all that may stand on it, the paper still ends where it should.
        projects = self.env["volunteer.project"].create(
            [
                {
                    "name": f"第{number:02d}号长长的志愿服务项目名称及其说明文字",
                    "company_id": self.company.id,
                    "team_id": self.team.id,
                }
                for number in range(7)
            ]
        )
        for number, project in enumerate(projects, 1):
            self.claim_recorded(
                self.citizen, dates=[date(2025, 5, number)], project_id=project.id
            )
        [full] = self.Certificate.browse(
            self.issue_practice(school="长" * 100, language="bilingual")[
                "certificate_ids"
            ]
        )
        pages = self.read_pdf(self.render(full))
        self.assertIn(f"第1页,共{len(pages)}页", pages[0])
        self.assertIn(full.code_spelled, pages[0])
        # The other one is in Chinese alone, and another certificate.
        plain = self.Certificate.browse(self.issue_practice()["certificate_ids"])
        self.assertNotEqual(plain, practice)
        self.assertNotIn(
            "CertificateofSocialPractice", self.read_pdf(self.render(plain))[0]
        )
