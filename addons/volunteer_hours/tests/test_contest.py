from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HoursCase
from .test_evidence import PDF


@tagged("post_install", "-at_install")
class TestContest(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_award_days = 0
        cls.juror = cls.make_user("contest_jury", "base.group_user")
        cls.project.manager_id = cls.officer
        cls.rival = cls.project.copy({"name": "Reading Aloud", "team_id": cls.team.id})
        cls.contest = (
            cls.env["volunteer.contest"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "Project Contest",
                    "company_id": cls.company.id,
                    "places": 1,
                    "jury_ids": [(6, 0, cls.juror.ids)],
                    "criterion_ids": [(0, 0, {"name": "Effect", "max_points": 100})],
                }
            )
        )
        cls.Entry = cls.env["volunteer.contest.entry"]

    def _apply(self, project=None, user=None, **vals):
        values = {"title": "Shorter ways", "application": "Signs on the floor", **vals}
        entry_id = self.contest.with_user(user or self.leader_user).action_apply(
            (project or self.project).id, **values
        )
        return self.Entry.browse(entry_id).with_user(self.officer)

    def _judge(self, points):
        Score = self.env["volunteer.jury.score"].with_user(self.juror)
        for entry, number in points.items():
            Score.search([("entry_id", "=", entry.id)]).points = number

    def test_the_whole_way(self):
        self.contest.action_open()
        first = self._apply(
            files=[("plan.pdf", PDF)],
        )
        second = self._apply(self.rival)
        self.assertEqual(first.file_name, "plan.pdf")
        self.contest.action_score()
        self._judge({first: 90, second: 70})
        self.contest.action_rank()
        self.assertEqual((first.place, second.place), (1, 2))
        with self.assertRaisesRegex(UserError, "0 projects are taken in"):
            self.contest.action_decide()
        chooser = self.other_officer
        first.with_user(chooser).action_shortlist()
        self.contest.action_decide()
        self.assertEqual((first.state, second.state), ("shortlisted", "rejected"))
        self.assertEqual((first.place, second.place), (1, 2))
        with self.assertRaisesRegex(UserError, "who accompanies"):
            first.action_incubate()
        first.write(
            {
                "mentor_id": self.stranger.id,
                "date_from": "2026-01-01",
                "date_to": "2026-06-30",
                "prize": "First prize",
            }
        )
        first.action_incubate()
        self.assertEqual(first.activity_ids.user_id, self.stranger)
        with self.assertRaisesRegex(UserError, "neither a report"):
            first.action_conclude()
        with self.assertRaisesRegex(UserError, "not concluded yet"):
            self.contest.action_close()
        first.with_user(self.leader_user).action_report("Nobody asks the way any more")
        first.action_conclude()
        self.contest.action_close()
        first.with_user(chooser).action_honour()
        first.with_user(chooser).action_honour()
        award = self.env["volunteer.award"].search(
            [("project_id", "=", self.project.id)]
        )
        self.assertEqual(award.name, "Project Contest First prize")
        self.assertEqual(award.state, "proposed")

    def test_the_office_ends_a_project_that_is_given_up(self):
        self.contest.places = 2
        self.contest.action_open()
        entries = self._apply() | self._apply(self.rival)
        self.contest.action_score()
        entries.with_user(self.other_officer).action_shortlist()
        self.contest.action_decide()
        entries[0].write(
            {
                "mentor_id": self.stranger.id,
                "date_from": "2026-03-01",
                "date_to": "2026-06-30",
            }
        )
        entries[0].action_incubate()
        with self.assertRaises(UserError):
            self.contest.action_close()
        with self.assertRaises(AccessError):
            entries[1].with_user(self.leader_user).action_withdraw()
        entries.action_withdraw()
        self.assertFalse(entries.activity_ids)
        self.contest.action_close()

    def test_applicants_are_told_once(self):
        self.contest.action_open()
        first, second = self._apply(), self._apply(self.rival)
        self.contest.action_score()
        first.with_user(self.other_officer).action_shortlist()
        self.contest.action_decide()
        message = self.env["volunteer.message"].search(
            [("volunteer_id", "=", self.leader.id), ("matter", "=", "recognition")]
        )
        self.assertEqual(len(message), 1)
        # Written in whatever language the unit writes.
        words = {
            dict(first._fields["state"]._description_selection(spoken.env))[entry.state]
            for spoken in (first, first.with_context(lang="zh_CN"))
            for entry in first | second
        }
        rows = message.body.splitlines()
        self.assertEqual(len(rows), 2)
        self.assertEqual(len({row for row in rows for word in words if word in row}), 2)

    def test_who_applies(self):
        with self.assertRaises(AccessError):
            # A draft is none of the leader's business yet.
            self.contest.with_user(self.stranger).action_apply(
                self.project.id, "A", "B"
            )
        self.contest.action_open()
        for user in (self.member_user, self.portal_user, self.stranger):
            with self.assertRaises(AccessError, msg=user.login):
                self._apply(user=user)
        entry = self._apply()
        with self.assertRaisesRegex(UserError, "applied already"):
            self._apply()
        with self.assertRaisesRegex(UserError, "Write what"):
            self._apply(self.rival, application=" ")
        with self.assertRaises(AccessError):
            entry.with_user(self.member_user).action_withdraw()
        entry.with_user(self.leader_user).action_withdraw()
        self._apply()

    def test_who_sees_entries(self):
        self.contest.action_open()
        entry = self._apply()
        for user in (self.stranger, self.member_user, self.juror):
            with self.assertRaises(AccessError, msg=user.login):
                entry.with_user(user).read(["application"])
        self.contest.action_score()
        self.assertTrue(entry.with_user(self.juror).read(["application"]))
        for name in ("score", "award_id"):
            with self.assertRaises(AccessError):
                entry.with_user(self.leader_user).read([name])
        with self.assertRaises(AccessError):
            entry.write({"state": "concluded"})
        with self.assertRaises(UserError):
            entry.application = "Something else, while the jury reads it"

    def test_own_project(self):
        self.contest.action_open()
        entry = self._apply()
        self.contest.action_score()
        with self.assertRaisesRegex(AccessError, "You have a part"):
            entry.action_shortlist()
        self.assertFalse(
            self.env["volunteer.jury.score"].search([("user_id", "=", self.officer.id)])
        )

    def test_criteria_and_jury_go_together(self):
        self.contest.criterion_ids.unlink()
        self.contest.action_open()
        self._apply()
        with self.assertRaisesRegex(UserError, "needs criteria"):
            self.contest.action_score()
