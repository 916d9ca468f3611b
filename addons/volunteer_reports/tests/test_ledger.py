import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestLedger(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Export = cls.env["volunteer.ledger.export"]

    def export(self, user=None, **vals):
        wizard = self.Export.with_user(user or self.officer).create(
            {"company_id": self.company.id, **vals}
        )
        file = io.BytesIO()
        totals = wizard._write_file(file)
        return wizard, totals, load_workbook(file).active

    def test_sum_is_the_ledgers(self):
        lines = self.claim_recorded(
            self.citizen, dates=[date(2025, 1, 1), date(2025, 12, 31)], minutes=90
        )
        lines |= self.claim_recorded(self.member, dates=[date(2025, 6, 1)], minutes=210)
        self.claim_recorded(self.member, dates=[date(2024, 12, 31)])
        self.claim(self.member, date=date(2025, 7, 1))
        ids = lines[0].with_user(self.officer).action_reverse("Counted twice")
        reversal = self.env["volunteer.hour"].browse(ids)
        reversal.with_user(self.leader_user).action_approve()
        reversal.with_user(self.other_officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        lines |= reversal
        wizard, totals, page = self.export(year=2025)
        self.assertEqual(totals, (4, 300))
        self.assertEqual((wizard.line_count, wizard.hours), (4, 5))
        rows = list(page.iter_rows(min_row=4, max_row=7, values_only=True))
        self.assertEqual([row[0] for row in rows], sorted(lines.mapped("ledger_no")))
        self.assertEqual(sum(row[8] for row in rows), sum(lines.mapped("minutes")) / 60)
        by_no = {row[0]: row for row in rows}
        for line in lines:
            row = by_no[line.ledger_no]
            self.assertEqual(row[1].date(), line.date)
            self.assertEqual(row[2], line.volunteer_id.code)
            self.assertEqual(row[3], line.volunteer_id.name)
            self.assertEqual(row[5], "Guides")
            self.assertEqual(row[6], "Guiding Patients")
            self.assertEqual(row[8], line.hours)
            self.assertEqual(row[13], line.notice_id.name)
            self.assertEqual(row[14], line.digest[:12])
            self.assertEqual(row[12], line.reverses_id.ledger_no or None)
        self.assertEqual(page["I8"].value, "=SUM(I4:I7)")
        self.assertEqual(page["A8"].value, "Total")

    def test_of_what_the_sum_is_made(self):
        """Proven and claimed hours are never one figure only, nor others' and ours."""
        self.claim_recorded(self.citizen, dates=[date(2025, 1, 1)], minutes=90)
        self.claim_recorded(
            self.member, dates=[date(2025, 1, 2)], minutes=60, organiser="Red Cross"
        )
        _wizard, _totals, page = self.export(year=2025)
        organisers = [page["L4"].value, page["L5"].value]
        self.assertEqual(organisers, [self.company.name, "Red Cross"])
        self.assertEqual(
            page["A8"].value,
            "Of these proven by attendance 0.00 hours, claimed 2.50 hours; organised "
            "by this unit 1.50 hours, by others 1.00 hours.",
        )

    def test_chinese(self):
        self.claim_recorded(
            self.citizen, dates=[date(2025, 1, 1)], organiser="=红十字会"
        )
        self.officer.lang = "zh_CN"
        user_env = self.env(user=self.officer, context={"lang": "zh_CN"})
        wizard = user_env["volunteer.ledger.export"].create(
            {"company_id": self.company.id, "year": 2025}
        )
        file = io.BytesIO()
        wizard._write_file(file)
        page = load_workbook(file).active
        self.assertEqual(page.title, "时长登记簿")
        self.assertEqual(page["A1"].value, "2025年志愿服务时长登记簿")
        self.assertIn("记录单位：Test Hospital", page["A2"].value)
        self.assertEqual(
            [cell.value for cell in page[3]],
            [
                "登记号",
                "日期",
                "志愿者编号",
                "姓名",
                "部门",
                "志愿服务队",
                "志愿服务项目",
                "活动",
                "服务时长（小时）",
                "来源",
                "签到证明",
                "活动组织单位",
                "冲销登记号",
                "公示",
                "校验摘要",
            ],
        )
        self.assertEqual(page["L4"].value, "=红十字会")
        self.assertEqual(page["L4"].data_type, "s")
        self.assertEqual(page["K4"].value, "否")
        self.assertEqual(
            wizard._get_filename(), "志愿服务时长登记簿 2025 Test Hospital.xlsx"
        )

    def test_rules_choose_the_rows(self):
        """Whoever calls gets the lines that he may read, no others."""
        mine = self.claim_recorded(self.citizen)
        self.claim_recorded(self.member)
        for user, lines in (
            (self.officer, 2),
            (self.portal_user, 1),
            (self.stranger, 0),
        ):
            rows = list(self.Export.with_user(user)._iter_rows([]))
            self.assertEqual(len(rows), lines)
            self.assertEqual(sum(row[8] for row in rows), lines * mine.minutes)

    def test_rights(self):
        for user in (self.portal_user, self.member_user, self.leader_user):
            with self.assertRaises(AccessError):
                self.Export.with_user(user).create({"year": 2025})
        wizard = self.Export.with_user(self.officer).create({"year": 1998})
        with self.assertRaises(UserError):
            wizard.action_download()
        for year in (0, -1, 99999):
            wizard.year = year
            self.assertEqual(wizard.line_count, 0)
        self.claim_recorded(self.citizen)
        wizard.year = self.start.year - 1
        url = wizard.action_download()["url"]
        self.assertEqual(
            url, f"/volunteer/register/volunteer.ledger.export/{wizard.id}.xlsx"
        )

    def test_queries_do_not_grow(self):
        self.claim_recorded(self.citizen, 2)
        wizard = self.Export.with_user(self.officer).create(
            {"company_id": self.company.id, "year": self.start.year - 1}
        )

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard._write_file(io.BytesIO())
            return self.cr.sql_log_count - before

        count()
        few = count()
        self.claim_recorded(self.member, 25)
        self.assertEqual(count(), few)
