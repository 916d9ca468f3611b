from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_inspection import InspectionCase


class ChecklistCase(InspectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is shipped may be changed by every hospital; the tests bring their own.
        cls.env["volunteer.inspection.item"].search([]).active = False
        cls.items = cls.env["volunteer.inspection.item"].create(
            [
                {"name": name, "subject": subject, "max_score": score}
                for name, subject, score in (
                    ("Leader is named", "team", 10),
                    ("Members are trained", "team", 20),
                    ("Presence on the spot", "activity", 10),
                )
            ]
        )

    def checklist(self, **vals):
        return self.inspect(
            kind="checklist",
            subject_ids=[
                fields.Command.create({"kind": "team", "team_id": self.team.id}),
                fields.Command.create(
                    {"kind": "activity", "activity_id": self.activity.id}
                ),
            ],
            **vals,
        )

    def rate_all(self, inspection, rating="met"):
        scores = inspection.subject_ids.score_ids
        scores.with_user(self.inspector).action_rate(rating)


@tagged("post_install", "-at_install")
class TestInspectionChecklist(ChecklistCase):
    def test_each_subject_gets_the_items_of_its_kind(self):
        inspection = self.checklist()
        inspection.action_start()
        team, activity = inspection.subject_ids
        self.assertEqual(
            team.score_ids.mapped("name"), ["Leader is named", "Members are trained"]
        )
        self.assertEqual(activity.score_ids.mapped("name"), ["Presence on the spot"])
        # The checklist of today is not changed by that of tomorrow.
        self.items[0].write({"name": "Changed", "max_score": 99})
        self.assertEqual(team.score_ids[0].name, "Leader is named")
        self.assertEqual(team.score_ids[0].max_score, 10)

    def test_marks(self):
        inspection = self.checklist()
        inspection.action_start()
        team = inspection.subject_ids[0].with_user(self.inspector)
        leader, trained = team.score_ids
        leader.action_rate("met")
        trained.action_rate("partly", "Two of five")
        self.assertEqual((team.score, team.max_score), (20, 30))
        trained.write({"score": 14})
        self.assertEqual((team.score, team.percent), (24, 80))
        leader.action_rate("na")
        self.assertEqual((team.score, team.max_score, team.percent), (14, 20, 70))
        self.assertEqual(inspection.unrated_count, 1)
        with self.assertRaises(UserError):
            leader.write({"score": 3})
        with self.assertRaises(UserError):
            leader.action_rate("splendid")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            trained.write({"score": 21})
            trained.flush_recordset()

    def test_the_rest_is_met(self):
        inspection = self.checklist()
        inspection.action_start()
        team = inspection.subject_ids[0].with_user(self.inspector)
        team.score_ids[0].action_rate("missed")
        team.action_all_met()
        self.assertEqual(team.score_ids.mapped("rating"), ["missed", "met"])

    def test_who_inspects(self):
        inspection = self.checklist()
        inspection.action_start()
        score = inspection.subject_ids.score_ids[0]
        for user in (self.stranger, self.leader_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                score.with_user(user).action_rate("met")
        subject = inspection.subject_ids[0].with_user(self.inspector)
        subject.write({"note": "Spoke to the leader"})
        with self.assertRaises(AccessError):
            subject.write({"verdict": "praise"})
        with self.assertRaises(UserError):
            subject.write({"kind": "project", "project_id": self.project.id})
        with self.assertRaises(AccessError):
            score.with_user(self.inspector).write({"max_score": 100})

    def test_begun_once_and_only_with_something_to_inspect(self):
        with self.assertRaises(UserError):
            self.inspect(kind="checklist").action_start()
        with self.assertRaises(UserError):
            self.inspect().action_start()
        self.items[2].active = False
        with self.assertRaises(UserError):
            self.checklist().action_start()
        self.items[2].active = True
        inspection = self.checklist()
        inspection.action_start()
        with self.assertRaises(UserError):
            inspection.action_start()
        with self.assertRaises(UserError):
            inspection.subject_ids[0].unlink()

    def test_each_subject_once_and_of_its_kind(self):
        inspection = self.checklist()
        Subject = self.env["volunteer.inspection.subject"]
        for vals in (
            {"kind": "team", "team_id": self.team.id},
            {"kind": "team"},
            {"kind": "team", "project_id": self.project.id},
            {"kind": "team", "team_id": self.team.id, "project_id": self.project.id},
        ):
            with (
                self.subTest(**vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                Subject.create({"inspection_id": inspection.id, **vals}).flush_model()


@tagged("post_install", "-at_install")
class TestRectification(ChecklistCase):
    def setUp(self):
        super().setUp()
        self.inspection = self.checklist()
        self.inspection.action_start()
        self.subject = self.inspection.subject_ids[0]
        self.rectification = (
            self.env["volunteer.rectification"]
            .with_user(self.officer)
            .with_context(default_subject_id=self.subject.id)
            .create({"name": "No deputy", "owner_id": self.leader_user.id})
        )

    def test_it_belongs_to_what_was_inspected(self):
        self.assertEqual(self.rectification.inspection_id, self.inspection)
        self.assertEqual(self.rectification.company_id, self.company)
        self.assertTrue(self.rectification.number)
        defaults = (
            self.env["volunteer.rectification"]
            .with_context(default_subject_id=self.subject.id)
            .default_get(["owner_id", "subject_id"])
        )
        self.assertEqual(defaults["owner_id"], self.leader_user.id)
        self.assertEqual(self.rectification.activity_ids.user_id, self.leader_user)

    def test_reply_recheck_and_close(self):
        own = self.rectification.with_user(self.leader_user)
        self.assertEqual(own.search([]), own)
        self.assertFalse(own.with_user(self.stranger).search([]))
        with self.assertRaises(AccessError):
            own.with_user(self.stranger).action_reply("Not mine")
        with self.assertRaises(AccessError):
            own.write({"date_due": "2030-01-01"})
        own.action_reply("A deputy is named")
        with self.assertRaises(AccessError):
            own.action_close("Done")
        self.rectification.action_return("He left last week")
        own.action_reply("Another one is named")
        self.rectification.action_close("Seen")
        self.assertEqual(self.rectification.state, "closed")
        with self.assertRaises(UserError):
            self.rectification.unlink()

    def test_an_inspection_closes_when_everything_is_put_right(self):
        with self.assertRaises(UserError):
            self.inspection.action_publish()
        self.rate_all(self.inspection)
        self.inspection.action_publish()
        with self.assertRaises(UserError):
            self.inspection.action_close()
        self.rectification.action_reply("Done")
        self.rectification.action_close("Seen")
        self.inspection.action_close()
        self.assertEqual(self.inspection.state, "closed")

    def test_papers(self):
        self.subject.verdict = "praise"
        self.rate_all(self.inspection, "partly")
        report = self.env["ir.actions.report"].with_user(self.officer)
        html, _kind = report._render_qweb_html(
            "volunteer_hours.volunteer_inspection_paper", self.inspection.ids
        )
        for text in ("Guides", "No deputy", "Praised", "15 / 30"):
            self.assertIn(text, html.decode())
        html, _kind = report._render_qweb_html(
            "volunteer_hours.volunteer_rectification_paper", self.rectification.ids
        )
        for text in ("No deputy", self.rectification.number, "test_leader"):
            self.assertIn(text, html.decode())


@tagged("post_install", "-at_install")
class TestInspectionResult(HttpCase, ChecklistCase):
    def draw(self):
        inspection = self.inspect(seed="dice 3 1 6", size=4)
        inspection.action_draw()
        return inspection

    def page(self, inspection):
        return self.url_open(f"/volunteer/inspection/{inspection.sudo().token}")

    def test_only_what_is_checked_and_decided_is_published(self):
        inspection = self.draw()
        with self.assertRaises(UserError):
            inspection.action_publish()
        inspection.line_ids.with_user(self.inspector).action_note_correct()
        line = inspection.line_ids[0]
        self.note(line, "doubt", "No evidence")
        with self.assertRaises(UserError):
            inspection.action_publish()
        line.with_user(self.officer).action_uphold("No evidence (Member)")
        inspection.action_publish()
        self.assertIn("4 were drawn", inspection.result)
        self.assertFalse(inspection.activity_ids)
        for vals in ({"result": "All is well"}, {"name": "Another"}):
            with self.subTest(**vals), self.assertRaises(UserError):
                inspection.write(vals)
        with self.assertRaises(UserError):
            self.note(inspection.line_ids[1], "wrong", "Too late")
        with self.assertRaises(UserError):
            inspection.action_cancel("Too late")

    def test_the_page_shows_figures_and_no_names(self):
        inspection = self.draw()
        self.assertEqual(self.page(inspection).status_code, 404)
        inspection.line_ids.with_user(self.inspector).action_note_correct()
        line = inspection.line_ids[0]
        self.note(line, "wrong", "Member was on duty")
        line.with_user(self.officer).action_uphold("Member was on duty")
        inspection.action_publish()
        page = self.page(inspection)
        self.assertEqual(page.status_code, 200)
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        for text in ("dice 3 1 6", str(line.ledger_no), "Taken back", "1-12"):
            self.assertIn(text, page.text)
        for name in ("Member", "Citizen", "test_inspector"):
            self.assertNotIn(name, page.text)
        for token in ("x", "A" * 24):
            wrong = self.url_open(f"/volunteer/inspection/{token}")
            self.assertEqual(wrong.status_code, 404)

    def test_the_page_of_a_checklist(self):
        inspection = self.checklist()
        inspection.action_start()
        self.env["volunteer.rectification"].create(
            {
                "name": "No deputy",
                "subject_id": inspection.subject_ids[0].id,
                "owner_id": self.leader_user.id,
            }
        )
        self.rate_all(inspection, "partly")
        inspection.action_publish()
        page = self.page(inspection)
        for text in ("Guides", "No deputy", "50.0"):
            self.assertIn(text, page.text)
        self.assertNotIn("test_leader", page.text)

    def test_pages_of_a_long_sample(self):
        day = self.start.date() - timedelta(days=60)
        lines = self.env["volunteer.hour"]
        for number in range(100):
            lines |= self.claim(date=day - timedelta(days=number))
        self.record(lines)
        inspection = self.inspect(
            size=112, result="\n".join(["A long text. " * 40] * 9)
        )
        inspection.action_draw()
        _headings, shares, pages = inspection._get_annex_pages()
        self.assertEqual(sum(shares), 100)
        self.assertEqual(sum(len(page) for page in pages), 56)
        self.assertGreater(len(pages), 1)
        self.assertGreater(len(inspection._get_text_pages()), 1)

    def test_volunteers_find_results_and_bars(self):
        inspection = self.draw()
        inspection.line_ids.with_user(self.inspector).action_note_correct()
        inspection.action_publish()
        self.authenticate(self.portal_user.login, self.portal_user.login)
        home = self.url_open("/my/volunteer").text
        self.assertIn('href="/my/volunteer/inspections"', home)
        page = self.url_open("/my/volunteer/inspections")
        self.assertIn(f"/volunteer/inspection/{inspection.sudo().token}", page.text)
        today = self.company._get_volunteer_today()
        self.assertNotIn("spot check", self.url_open("/my/volunteer/claim").text)
        self.env["volunteer.claim.bar"].create(
            {
                "volunteer_id": self.citizen.id,
                "company_id": self.company.id,
                "date_from": today,
                "date_until": today + timedelta(days=9),
                "reason": "Not true",
            }
        )
        claim = self.url_open("/my/volunteer/claim").text
        self.assertIn(str(today + timedelta(days=9)), claim)
        self.assertEqual(self.citizen.barred_until, today + timedelta(days=9))
