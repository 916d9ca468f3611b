import base64
import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .test_hour_import import HourImportCase


class HandoverCase(HourImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_public_platform_id = cls.platform
        cls.Entry = cls.env["volunteer.hour.entry"]

    def make_recorded(self, count=1, **vals):
        """Record so many lines of one hour, a day each."""
        lines = self.env["volunteer.hour"]
        for day in range(count):
            values = {"date": f"2026-01-{day + 5:02d}", "minutes": 60, **vals}
            lines |= self.claim(self.citizen, **values)
        self.record(lines)
        return lines

    def collect(self):
        self.Entry._collect_sudo(self.company)
        return self.Entry.search([("company_id", "=", self.company.id)])

    def make_batch(self, **vals):
        batch = (
            self.env["volunteer.hour.handover"]
            .with_user(self.officer)
            .create({"company_id": self.company.id, **vals})
        )
        batch.action_collect()
        return batch

    def file_rows(self, batch):
        stream = io.BytesIO()
        batch.sudo()._write_file_sudo(stream)
        stream.seek(0)
        return list(load_workbook(stream).active.iter_rows(values_only=True))


@tagged("post_install", "-at_install")
class TestCollecting(HandoverCase):
    def test_own_recorded_hours_are_listed_once(self):
        lines = self.make_recorded(2)
        self.claim(self.citizen, date="2026-02-01")
        entries = self.collect()
        self.assertEqual(entries.hour_id, lines)
        self.assertEqual(set(entries.mapped("state")), {"to_enter"})
        self.assertEqual(sum(entries.mapped("hours")), 2.0)
        self.assertEqual(self.collect(), entries)

    def test_what_is_not_entered_there(self):
        self.make_recorded(organiser="City League")
        imported = self.upload(
            ["志愿者编号", "日期", "时长", "说明"],
            [self.citizen.code, "2026-01-20", "2", "From there"],
            platform_id=self.platform.id,
        )
        imported.action_run()
        opening = self.upload(
            ["志愿者编号", "时长"],
            [self.citizen.code, "100"],
            purpose="opening",
            opening_date="2026-01-01",
        )
        opening.action_run()
        self.record(imported.hour_ids | opening.hour_ids)
        self.assertFalse(self.collect())

    def test_from_a_day_on(self):
        self.company.volunteer_public_from = "2026-01-06"
        self.make_recorded(2)
        self.assertEqual(self.collect().date, date(2026, 1, 6))

    def test_reversed_before_it_was_sent(self):
        [line] = self.make_recorded()
        self.collect()
        self.reverse(line)
        self.assertFalse(self.collect())

    def test_reversed_after_it_was_entered(self):
        [line] = self.make_recorded()
        self.collect()
        batch = self.make_batch()
        batch.action_mark_entered()
        self.reverse(line)
        entries = self.collect()
        withdrawn = entries - batch.entry_ids
        self.assertEqual((withdrawn.kind, withdrawn.state), ("withdraw", "to_enter"))
        self.assertEqual(withdrawn.minutes, -60)

    def test_reversed_before_a_batch_was_given_up(self):
        """What never got there is neither entered nor withdrawn."""
        [line] = self.make_recorded()
        self.collect()
        batch = self.make_batch()
        self.reverse(line)
        self.assertEqual(len(self.collect()), 2)
        batch.action_release()
        self.assertFalse(self.collect())

    def test_reversed_before_it_is_entered_again(self):
        [line] = self.make_recorded()
        self.collect()
        batch = self.make_batch()
        self.reverse(line)
        entry = self.collect().filtered("batch_id").with_user(self.officer)
        entry.action_mark_failed("No such person")
        entry.action_enter_again()
        self.assertFalse(self.collect())
        self.assertTrue(batch.exists())

    def reverse(self, line):
        ids = line.with_user(self.officer).action_reverse("Not true")
        reversal = self.env["volunteer.hour"].browse(ids)
        self.record(reversal)

    def test_closing_a_notice_wakes_the_list(self):
        cron = self.env.ref("volunteer_hours.volunteer_hour_entry_cron")
        Trigger = self.env["ir.cron.trigger"]
        before = Trigger.search_count([("cron_id", "=", cron.id)])
        self.make_recorded()
        self.assertGreater(Trigger.search_count([("cron_id", "=", cron.id)]), before)
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(self.Entry.search_count([("state", "=", "to_enter")]), 1)

    def test_another_system_begins_anew(self):
        self.make_recorded()
        old = self.collect()
        self.company.volunteer_public_platform_id = self.env[
            "volunteer.platform"
        ].create({"name": "Province"})
        self.assertFalse(old.exists())
        self.assertEqual(self.collect().platform_id.name, "Province")

    def test_queries_do_not_grow_with_lines(self):
        def count(lines):
            self.make_recorded(lines[1], date=lines[0], minutes=30)
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.Entry._collect_page_sudo(self.company)
            return self.cr.sql_log_count - before

        count(("2026-01-05", 1))
        one = count(("2026-01-06", 1))
        self.assertLessEqual(count(("2026-01-07", 20)), one)


@tagged("post_install", "-at_install")
class TestBatches(HandoverCase):
    def setUp(self):
        super().setUp()
        self.lines = self.make_recorded(3)

    def test_a_batch_takes_the_oldest_first(self):
        batch = self.make_batch(line_limit=2)
        self.assertEqual(batch.state, "ready")
        self.assertRegex(batch.name, r"^B\d{4}-\d{4}")
        entries = batch.entry_ids.sorted("serial")
        self.assertEqual(entries.mapped("serial"), [1, 2])
        self.assertEqual(entries.hour_id, self.lines[:2])
        rest = self.make_batch()
        self.assertEqual(rest.entry_ids.hour_id, self.lines[2])
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            self.make_batch()

    def test_the_file(self):
        batch = self.make_batch()
        rows = self.file_rows(batch)
        self.assertIn(batch.name, rows[1][0])
        head = rows[2]
        self.assertNotIn("ID Number", head)
        first = dict(zip(head, rows[3], strict=True))
        self.assertEqual(first["No."], 1)
        self.assertEqual(first["Ledger No."], self.lines[0].ledger_no)
        self.assertEqual(first["Volunteer No."], self.citizen.code)
        self.assertEqual(first["Service Hours"], 1)
        self.assertEqual(first["Project"], self.project.name)
        self.assertEqual(first["Organiser"], self.company.name)
        self.assertEqual(len(rows), 3 + 3 + 1)
        self.assertFalse(self.citizen.sudo().disclosure_ids)

    def test_id_numbers_are_logged_as_disclosed(self):
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.citizen.id, "id_number": "11010519491231002X"}
        )
        batch = self.make_batch(with_id_numbers=True)
        rows = self.file_rows(batch.with_user(self.officer))
        first = dict(zip(rows[2], rows[3], strict=True))
        self.assertEqual(first["ID Number"], "11010519491231002X")
        [log] = self.citizen.sudo().disclosure_ids
        self.assertEqual((log.what, log.document), ("id_number", batch.name))
        self.assertEqual(log.user_id, self.officer)

    def test_mark_as_entered(self):
        batch = self.make_batch()
        with self.assertRaises(UserError):
            batch.action_mark_entered("2999-01-01")
        batch.action_mark_entered("2026-02-01")
        self.assertEqual((batch.state, batch.done_on), ("done", date(2026, 2, 1)))
        for entry in batch.entry_ids:
            self.assertEqual(entry.state, "entered")
            self.assertEqual(entry.entered_on, date(2026, 2, 1))
            self.assertEqual(entry.entered_by, self.officer)
        self.assertEqual(set(self.lines.mapped("state")), {"recorded"})

    def test_the_trail_tells_it(self):
        batch = self.make_batch()
        batch.action_mark_entered("2026-02-01")
        trail = self.lines[0].with_user(self.officer).get_trail()[self.lines[0].id]
        [entry] = [entry for entry in trail if entry["kind"] == "entered"]
        self.assertIn(self.platform.name, entry["title"])

    def test_cancelled_batches_free_their_lines(self):
        batch = self.make_batch()
        batch.action_release()
        self.assertEqual(batch.state, "cancelled")
        again = self.make_batch()
        self.assertEqual(again.entry_count, 3)
        again.entry_ids[0].with_user(self.officer).action_mark_entered()
        with self.assertRaises(UserError):
            again.action_release()

    def test_only_the_office(self):
        batch = self.make_batch()
        for user in (self.leader_user, self.member_user, self.portal_user):
            for method in ("action_mark_entered", "action_release", "action_download"):
                with self.assertRaises(AccessError, msg=(user.login, method)):
                    getattr(batch.with_user(user), method)()
            with self.assertRaises(AccessError, msg=user.login):
                batch.entry_ids.with_user(user).action_mark_entered()
        with self.assertRaises(AccessError):
            batch.entry_ids.with_user(self.officer).write({"state": "entered"})
        with self.assertRaises(AccessError):
            batch.write({"state": "done"})

    def test_marking_many_takes_as_many_queries_as_one(self):
        entries = self.make_batch().entry_ids

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.with_user(self.officer).action_mark_entered()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        one = count(entries[0])
        self.assertLessEqual(count(entries[1:]), one)


@tagged("post_install", "-at_install")
class TestAnswers(HandoverCase):
    def setUp(self):
        super().setUp()
        self.make_recorded(3)
        self.batch = self.make_batch()
        self.entries = self.batch.entry_ids.sorted("serial")

    def answer(self, *lines, user=None):
        wizard = (
            self.env["volunteer.handover.answer.wizard"]
            .with_user(user or self.officer)
            .create(
                {
                    "batch_id": self.batch.id,
                    "file": base64.b64encode("\n".join(lines).encode()),
                    "filename": "answer.csv",
                }
            )
        )
        return wizard.action_import()["params"]["message"]

    def test_mistakes_of_the_system_come_back(self):
        message = self.answer("序号,失败原因", "2,证件号码有误", "9,没有这一行")
        self.assertIn("1 were not", message)
        self.assertIn("3", message, "the row that names no line")
        states = self.entries.mapped("state")
        self.assertEqual(states, ["to_enter", "failed", "to_enter"])
        self.assertEqual(self.entries[1].error, "证件号码有误")
        self.batch.action_mark_entered()
        self.assertEqual(self.entries.mapped("state"), ["entered", "failed", "entered"])

    def test_words_of_their_own_cost_no_queries(self):
        def cost(*lines):
            content = "\n".join(("序号,失败原因", *lines)).encode()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.batch._import_answers(content, "answer.csv")
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost("1,甲查无此人", "2,乙查无此人", "3,丙查无此人")
        one = cost("1,甲证件有误")
        self.assertLessEqual(cost("1,甲重复", "2,乙重复", "3,丙重复"), one)

    def test_mended_lines_go_with_the_next_batch(self):
        self.answer("序号,失败原因", "2,证件号码有误")
        self.batch.action_mark_entered()
        failed = self.entries[1].with_user(self.officer)
        failed.action_enter_again()
        again = self.make_batch()
        self.assertEqual(again.entry_ids, self.entries[1])
        self.assertFalse(failed.error)

    def test_results_and_record_numbers(self):
        ledger = [entry.ledger_no for entry in self.entries]
        self.answer(
            "登记簿编号,结果,记录编号",
            f"{ledger[0]},成功,A-1",
            f"{ledger[1]},成功,A-2",
            f"{ledger[2]},重复,",
        )
        self.assertEqual(self.entries.mapped("reference"), ["A-1", "A-2", False])
        self.assertEqual(self.entries[2].error, "重复")
        self.assertEqual(self.batch.state, "done", "nothing is left to enter")

    def test_our_own_file_filled_in(self):
        stream = io.BytesIO()
        self.batch.sudo()._write_file_sudo(stream)
        book = load_workbook(stream)
        page = book.active
        head = [cell.value for cell in page[3]]
        page.cell(5, head.index("Why Not Accepted") + 1, "Unknown person")
        stream = io.BytesIO()
        book.save(stream)
        result = self.batch._import_answers(stream.getvalue(), "batch.xlsx")
        self.assertEqual(result, (0, 1, []))
        self.assertEqual(self.entries[1].error, "Unknown person")

    def test_files_that_say_nothing(self):
        for lines in (
            ("姓名,失败原因", "甲,x"),
            ("序号,姓名", "1,甲"),
            ("序号,失败原因", "1,"),
        ):
            with self.assertRaises(UserError, msg=lines):
                self.answer(*lines)
        with self.assertRaises(AccessError):
            self.answer("序号,失败原因", "2,x", user=self.leader_user)

    def test_erasing_a_person_empties_what_was_answered(self):
        self.answer("序号,失败原因", "2,Citizen 11010519491231002X")
        self.citizen.sudo()._erase_sudo()
        self.assertEqual(self.entries[1].state, "failed")
        self.assertFalse(self.entries[1].error)


@tagged("post_install", "-at_install")
class TestBatchDownload(HandoverCase, HttpCase):
    def test_the_file_is_the_offices(self):
        self.make_recorded()
        batch = self.make_batch()
        url = f"/volunteer/handover/{batch.id}.xlsx"
        self.authenticate("test_leader", "test_leader")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        rows = list(load_workbook(io.BytesIO(response.content)).active.rows)
        self.assertEqual(rows[3][0].value, 1)
