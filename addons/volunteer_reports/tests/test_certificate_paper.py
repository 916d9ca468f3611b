import shutil
from datetime import date, timedelta
from unittest import skipUnless

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReportsCase

ID_NUMBER = "11010519491231002X"


@tagged("post_install", "-at_install")
@skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
class TestCertificatePaper(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"name": "常州市儿童医院", "phone": "0519-69808000"})
        cls.company.volunteer_executive_id = cls.other_officer
        cls.other_officer.name = "钱院长"
        cls.officer.name = "李办公"
        cls.citizen.name = "欧阳海·买买提"
        cls.project.name = "健康“童”行门诊导医"

    def identify(self, volunteer):
        self.env["volunteer.identity"].create(
            {"volunteer_id": volunteer.id, "id_number": ID_NUMBER}
        )

    def test_reads_back_in_chinese(self):
        self.use_keys()
        self.identify(self.citizen)
        self.claim_recorded(
            self.citizen, dates=[date(2025, 3, 5), date(2025, 11, 23)], minutes=210
        )
        certificate = self.issue(self.officer, self.citizen.id)
        # The paper is Chinese, whatever language its reader uses.
        self.officer.lang = "en_US"
        first, annex = self.read_pdf(self.render(certificate.with_user(self.officer)))
        for text in (
            f"证明编号:{certificate.name}",
            "志愿服务记录证明",
            f"兹证明欧阳海·买买提(志愿者编号:{self.citizen.code})",
            "2025年3月5日至2025年11月23日期间参加常州市儿童医院组织的志愿服务",
            "共2次,服务时间合计7小时。特此证明。",
            ID_NUMBER,
            "健康“童”行门诊导医",
            "记录单位(盖章):常州市儿童医院",
            "负责人:钱院长",
            "经办人:李办公",
            "联系电话:0519-69808000",
            "扫码核验",
            certificate.code_spelled,
            "第1页,共2页",
        ):
            self.assertIn(text, first)
        for text in ("附页:志愿服务明细", "2025-03-05", "2025-11-23", "合计7", "补录"):
            self.assertIn(text, annex)
        disclosure = self.citizen.disclosure_ids
        self.assertEqual(disclosure.document, certificate.name)
        self.assertEqual(disclosure.user_id, self.officer)

    def test_masked_and_missing_numbers(self):
        self.use_keys()
        self.claim_recorded(self.citizen)
        plain = self.issue(self.portal_user)
        self.assertIn("证件号码—", self.read_pdf(self.render(plain))[0])
        self.identify(self.citizen)
        masked = self.issue(self.portal_user, id_number="masked")
        text = self.read_pdf(self.render(masked))[0]
        self.assertIn("1101**********002X", text)
        self.assertNotIn(ID_NUMBER, text)
        self.assertIn(ID_NUMBER, self.read_pdf(self.render(plain))[0])
        self.use_keys(present=False)
        text = self.read_pdf(self.render(plain))[0]
        self.assertIn("1101**********002X", text)
        self.assertNotIn(ID_NUMBER, text)

    def test_many_projects_and_pages(self):
        projects = self.env["volunteer.project"].create(
            [
                {
                    "name": f"第{number:02d}号长长的志愿服务项目名称及其说明文字",
                    "company_id": self.company.id,
                    "team_id": self.team.id,
                }
                for number in range(14)
            ]
        )
        lines = self.env["volunteer.hour"]
        for number in range(60):
            lines |= self.claim(
                self.citizen,
                date=date(2025, 1, 1) + timedelta(days=number),
                project_id=projects[number % 14].id,
                description="门诊大厅引导患者就诊取药并协助使用自助机" * (number % 3),
            )
        self.record(lines)
        certificate = self.issue(self.officer, self.citizen.id)
        pages = self.read_pdf(self.render(certificate))
        self.assertIn("其余项目详见附页", pages[0])
        self.assertIn("记录单位(盖章):常州市儿童医院", pages[0])
        self.assertIn(certificate.code_spelled, pages[0])
        for number, page in enumerate(pages, 1):
            self.assertIn(f"第{number}页,共{len(pages)}页", page)
            self.assertIn(certificate.name, page)
        annex = "".join(pages[1:])
        for line in lines:
            self.assertIn(line.date.isoformat(), annex)
        self.assertIn("合计120", pages[-1])

    def test_bilingual(self):
        self.use_keys()
        self.identify(self.citizen)
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
        lines = self.env["volunteer.hour"]
        for number in range(30):
            lines |= self.claim(
                self.citizen,
                date=date(2025, 1, 1) + timedelta(days=number),
                project_id=projects[number % 7].id,
                description="门诊大厅引导患者就诊取药并协助使用自助机" * (number % 3),
            )
        self.record(lines)
        certificate = self.issue(self.officer, self.citizen.id, language="bilingual")
        pages = self.read_pdf(self.render(certificate.with_user(self.officer)))
        for text in (
            "志愿服务记录证明",
            "CertificateofVoluntaryService",
            "共30次,服务时间合计60小时。特此证明。",
            "30services,60hoursintotal.",
            "January1,2025toJanuary30,2025",
            "记录单位(盖章):常州市儿童医院",
            "其余项目详见附页",
            "Forfurtherprojectsseetheannex",
            certificate.code_spelled,
            f"第1页,共{len(pages)}页",
        ):
            self.assertIn(text, pages[0])
        for text in ("附页:志愿服务明细", "Annex:ServicesinDetail", "补录Claim"):
            self.assertIn(text, pages[1])
        self.assertIn("合计Total60", pages[-1])
        plain = self.issue(self.officer, self.citizen.id)
        self.assertNotEqual(plain, certificate)
        self.assertNotIn("ServiceTime", self.read_pdf(self.render(plain))[0])

    def test_several_in_one_file(self):
        self.claim_recorded(self.citizen)
        self.claim_recorded(self.member)
        certificates = self.issue(self.officer, self.citizen.id) | self.issue(
            self.officer, self.member.id
        )
        pages = self.read_pdf(self.render(certificates))
        self.assertEqual(len(pages), 4)
        for certificate, page in zip(certificates, (pages[0], pages[2]), strict=True):
            self.assertIn(certificate.name, page)
            self.assertIn(certificate.volunteer_name, page)

    def test_nothing_is_fetched_and_nothing_is_kept(self):
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        report = self.env.ref("volunteer_reports.volunteer_certificate_report")
        html, _kind = report._render_qweb_html(report, certificate.ids)
        [body], *_rest = report._prepare_html(html, report_model=report.model)
        for word in ("<link", "<script", 'src="http', 'src="/', "@import", "url("):
            self.assertNotIn(word, body)
        self.assertIn('src="data:image/png;base64,', body)
        self.render(certificate)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "volunteer.certificate")]
            )
        )

    def test_revoked_are_not_printed(self):
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        certificate.with_user(self.officer).action_revoke("Lost")
        with self.assertRaises(UserError):
            self.render(certificate)
