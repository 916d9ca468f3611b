from datetime import date

from freezegun import freeze_time

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon


class OpinionCommon(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.departments = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Surgery", "Paediatrics")
            ]
        )
        cls.round = (
            cls.env["volunteer.opinion.round"]
            .with_user(cls.officer)
            .create(
                {
                    "company_id": cls.company.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-01-31",
                    "quota_ids": [
                        (
                            0,
                            0,
                            {
                                "department_id": department.id,
                                "target": 2,
                                "volunteer_ids": [(6, 0, cls.portal_volunteer.ids)],
                            },
                        )
                        for department in cls.departments
                    ],
                }
            )
        )
        cls.surgery, cls.paediatrics = cls.round.quota_ids
        questions = cls.round.question_ids
        cls.score = questions.filtered(lambda question: question.kind == "score")[0]
        cls.gifts = questions.filtered(lambda question: question.kind == "yes_no")
        cls.words = questions.filtered(lambda question: question.kind == "text")


@tagged("post_install", "-at_install")
class TestOpinionRounds(OpinionCommon):
    def _type(self, quota=None, user=None, uuid=None, **answers):
        given = {getattr(self, name).id: value for name, value in answers.items()}
        quota = (quota or self.surgery).with_user(user or self.portal)
        return quota.action_type_in(given, uuid=uuid)

    def test_results_by_department(self):
        self.round.action_open()
        self._type(score=5, gifts="no", words="More chairs")
        self._type(score="3", gifts="yes")
        self._type(self.paediatrics, score="4")
        self.assertEqual((self.surgery.done, self.paediatrics.done), (2, 1))
        groups = self.env["volunteer.opinion.answer"].with_user(self.officer)
        means = {
            department.name: mean
            for department, mean in groups._read_group(
                [("round_id", "=", self.round.id), ("question_id", "=", self.score.id)],
                ["department_id"],
                ["score:avg"],
            )
        }
        self.assertEqual(means, {"Surgery": 4, "Paediatrics": 4})
        # Good are 5, no, 4; not good are 3, yes. The words count for nothing.
        self.assertEqual(self.round.satisfaction, 60)

    @freeze_time("2026-01-14 18:00:00")
    def test_over_json_and_after_midnight_here(self):
        self.portal.tz = False
        self.round.action_open()
        self.surgery.with_user(self.portal).action_type_in({str(self.score.id): 4})
        sheet = self.env["volunteer.opinion.sheet"].search(
            [("round_id", "=", self.round.id)]
        )
        self.assertEqual(sheet.answer_ids.score, 4)
        self.assertEqual(sheet.date, date(2026, 1, 15))

    def test_the_same_sheet_twice_is_one(self):
        self.round.action_open()
        self.assertEqual(self._type(score=5, uuid="a"), 1)
        self.assertEqual(self._type(score=5, uuid="a"), 1)
        self.assertEqual(self._type(score=5, uuid="b"), 2)

    def test_what_is_refused(self):
        with self.assertRaisesRegex(UserError, "closed"):
            self._type(score=5)
        self.round.action_open()
        for wrong in ({}, {"score": 6}, {"score": "yes"}, {"gifts": 5}, {"words": " "}):
            with self.assertRaises(UserError, msg=wrong):
                self._type(**wrong)
        for user in (self.staff, self.officer):
            with self.assertRaises(AccessError, msg=user.login):
                self._type(user=user, score=5)
        with self.assertRaises(UserError):
            self.score.write({"name": "Something else"})

    def test_volunteers_are_told_once(self):
        self.round.action_open()
        self.round.sudo().state = "draft"
        self.round.action_open()
        self.assertEqual(len(self.portal_volunteer.sent_message_ids), 1)

    def test_opening_needs_people(self):
        self.paediatrics.volunteer_ids = False
        with self.assertRaisesRegex(UserError, "Paediatrics"):
            self.round.action_open()

    def test_next_month(self):
        self.surgery.volunteer_ids |= self.staff_volunteer
        self.staff_volunteer.action_suspend("Test")
        action = self.round.action_copy_to_next_month()
        copy = self.round.browse(action["res_id"])
        self.assertEqual(copy.date_from, date(2026, 2, 1))
        self.assertEqual(copy.date_to, date(2026, 2, 28))
        self.assertEqual(copy.state, "draft")
        self.assertEqual(
            copy.question_ids.mapped("name"), self.round.question_ids.mapped("name")
        )
        self.assertEqual(copy.quota_ids.volunteer_ids, self.portal_volunteer)
        self.assertEqual(copy.target, 4)

    def test_a_mistake_is_taken_back(self):
        self.round.action_open()
        self._type(score=1)
        sheet = self.env["volunteer.opinion.sheet"].search(
            [("round_id", "=", self.round.id)]
        )
        with self.assertRaises(AccessError):
            sheet.with_user(self.staff).action_discard()
        sheet.with_user(self.portal).action_discard()
        self.surgery.invalidate_recordset()
        self.assertEqual(self.surgery.done, 0)

    def test_findings_until_they_are_put_right(self):
        finding = (
            self.env["volunteer.opinion.finding"]
            .with_user(self.officer)
            .create(
                {
                    "name": "Too few chairs",
                    "round_id": self.round.id,
                    "department_id": self.departments[0].id,
                    "owner_id": self.staff.id,
                    "date_due": "2026-01-15",
                }
            )
        )
        self.assertEqual(finding.activity_ids.user_id, self.staff)
        self.assertTrue(finding.is_overdue)
        with self.assertRaises(UserError):
            finding.action_close("Nobody has replied")
        other = self._new_user("finding_other", "base.group_user")
        with self.assertRaises(AccessError):
            finding.with_user(other).action_reply("Not mine")
        with self.assertRaisesRegex(UserError, "what was done"):
            finding.with_user(self.staff).action_reply("  ")
        # As the button does it.
        self.env["volunteer.reason.wizard"].with_user(self.staff).with_context(
            active_model=finding._name, active_ids=finding.ids
        ).create(
            {"method": "action_reply", "reason": "Six chairs bought"}
        ).action_confirm()
        self.assertEqual(finding.activity_ids.user_id, self.officer)
        finding.action_return("Only three are there")
        self.assertEqual(finding.state, "open")
        self.assertEqual(finding.activity_ids.user_id, self.staff)
        finding.with_user(self.staff).action_reply("Six chairs stand there now")
        with self.assertRaises(AccessError):
            finding.with_user(self.staff).action_close("Mine")
        with self.assertRaisesRegex(UserError, "what the re-check found"):
            finding.action_close("")
        finding.action_close("Six chairs seen")
        self.assertEqual(finding.date_closed, fields.Date.context_today(finding))
        self.assertFalse(finding.activity_ids)

    def test_owners_are_reminded_in_one_message(self):
        self.env["volunteer.opinion.finding"].create(
            [
                {
                    "name": name,
                    "round_id": self.round.id,
                    "department_id": self.departments[0].id,
                    "owner_id": self.staff.id,
                    "date_due": day,
                }
                for name, day in (
                    ("Too few chairs", "2026-02-10"),
                    ("No water", "2026-02-11"),
                    ("Dark hall", "2026-03-20"),
                )
            ]
        )

        def remind(day):
            before = self.env["mail.message"].search([], order="id desc", limit=1).id
            with freeze_time(f"{day} 02:00:00"):
                self.env["volunteer.rectify.mixin"]._cron_remind_to_put_right()
            return self.env["mail.message"].search(
                [
                    ("id", ">", before),
                    ("notified_partner_ids", "in", self.staff.partner_id.ids),
                ]
            )

        self.assertFalse(remind("2026-02-06"))
        message = remind("2026-02-08")
        self.assertEqual(len(message), 1)
        self.assertIn("Too few chairs", message.body)
        self.assertIn("No water", message.body)
        self.assertNotIn("Dark hall", message.body)
        self.assertFalse(remind("2026-02-09"), "not again every day")
        self.assertIn("overdue", remind("2026-02-12").body)
        self.assertFalse(remind("2026-02-13"))
        self.assertEqual(len(remind("2026-02-19")), 1)


@tagged("post_install", "-at_install")
class TestOpinionPage(HttpCase, OpinionCommon):
    def test_asking_on_the_phone(self):
        self.authenticate(self.portal.login, self.portal.login)
        home = "/my/volunteer"
        self.assertNotIn('href="/my/volunteer/opinions"', self.url_open(home).text)
        self.round.action_open()
        self.assertIn('href="/my/volunteer/opinions"', self.url_open(home).text)
        self.assertIn("Surgery", self.url_open("/my/volunteer/opinions").text)
        url = f"/my/volunteer/opinions/{self.surgery.id}"
        self.assertIn(self.score.name, self.url_open(url).text)
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "uuid": "page",
            "respondent": "inpatient",
        }
        empty = self.url_open(url, data=data)
        self.assertEqual(empty.status_code, 200)
        self.assertEqual(self.surgery.done, 0)
        data[f"q_{self.score.id}"] = "4"
        for _again in range(2):
            self.url_open(url, data=data)
        sheet = self.env["volunteer.opinion.sheet"].search(
            [("quota_id", "=", self.surgery.id)]
        )
        self.assertEqual(len(sheet), 1)
        self.assertEqual(sheet.respondent, "inpatient")
        self.url_open(
            f"/my/volunteer/opinions/sheets/{sheet.id}/discard",
            data={"csrf_token": data["csrf_token"]},
        )
        self.assertFalse(sheet.exists())

    def test_others_do_not_ask(self):
        self.round.action_open()
        self.authenticate(self.staff.login, self.staff.login)
        page = self.url_open(f"/my/volunteer/opinions/{self.surgery.id}")
        self.assertTrue(page.url.endswith("/my/volunteer/opinions"))
