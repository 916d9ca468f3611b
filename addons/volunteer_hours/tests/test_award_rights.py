from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HoursCase
from .test_evidence import PDF


@tagged("post_install", "-at_install")
class TestAwardRights(HoursCase):
    """Nobody honours themselves, and what was confirmed stays as it is."""

    def enter(self, user=None, **vals):
        return (
            self.env["volunteer.award"]
            .with_user(user or self.officer)
            .create(
                {
                    "name": "Volunteer of the Year",
                    "company_id": self.company.id,
                    "granted_by": "Test Hospital",
                    **vals,
                }
            )
        )

    def hand_in(self, user=None, **context):
        Award = self.env["volunteer.award"].with_user(user or self.portal_user)
        return self.env["volunteer.award"].browse(
            Award.with_context(**context).action_hand_in(
                "City Volunteer", "The City", "2026-01-05", [("scan.pdf", PDF)]
            )
        )

    def test_nobody_enters_or_confirms_their_own(self):
        own = self.make_volunteer("Officer", self.officer)
        for vals in ({}, {"propose_first": True}):
            with self.assertRaisesRegex(AccessError, "your own", msg=vals):
                self.enter(volunteer_id=own.id, **vals)
        award = self.enter(volunteer_id=self.citizen.id)
        with self.assertRaisesRegex(AccessError, "your own"):
            award.volunteer_id = own
        award = self.enter(self.other_officer, volunteer_id=own.id, propose_first=True)
        with self.assertRaisesRegex(AccessError, "your own"):
            award.with_user(self.officer).action_review()
        award.action_review()

    def test_nor_that_of_their_own_employee_record(self):
        """A volunteer without an account is still the person of the account."""
        own = self.make_volunteer("Officer", kind="staff")
        employee = self.env["hr.employee"].create(
            {
                "name": "Officer",
                "company_id": self.company.id,
                "user_id": self.officer.id,
            }
        )
        employee.volunteer_id = own
        with self.assertRaisesRegex(AccessError, "your own"):
            self.enter(volunteer_id=own.id)

    def test_what_was_confirmed_is_neither_changed_nor_deleted(self):
        self.company.volunteer_award_days = 0
        shown = self.enter(volunteer_id=self.citizen.id, propose_first=True)
        shown.name = "Volunteer of the Month"
        shown.action_review()
        handed_in = self.hand_in().with_user(self.officer)
        handed_in.action_confirm_outside()
        for award in (shown, handed_in):
            with self.assertRaises(UserError, msg=award.name):
                award.volunteer_id = self.member
            with self.assertRaises(UserError, msg=award.name):
                award.unlink()
        shown.action_grant()
        with self.assertRaises(UserError):
            shown.unlink()

    def test_only_its_owner_takes_back_what_was_handed_in(self):
        award = self.hand_in()
        with self.assertRaises(UserError):
            award.with_user(self.officer).unlink()
        award.with_user(self.portal_user).action_take_back()
        self.assertFalse(award.exists())

    def test_holders_are_told_of_what_is_withdrawn(self):
        award = self.enter(volunteer_id=self.citizen.id)
        proposed = self.enter(volunteer_id=self.citizen.id, propose_first=True)
        (award | proposed).action_withdraw("Granted by mistake")
        message = self.env["volunteer.message"].search(
            [("volunteer_id", "=", self.citizen.id), ("matter", "=", "recognition")]
        )
        # One message; what was only proposed was never told.
        self.assertEqual(message.body.count(award.name), 1)
        self.assertIn("Granted by mistake", message.body)

    def test_no_certificate_without_a_day(self):
        award = self.enter(volunteer_id=self.citizen.id, date=False)
        with self.assertRaisesRegex(UserError, "day"):
            award._get_certificates()

    def test_a_context_fills_nothing_in(self):
        other = self.env["res.company"].sudo().create({"name": "Other Hospital"})
        award = self.hand_in(default_note="Typed by nobody")
        self.assertFalse(award.note)
        contest = self.env["volunteer.contest"].create(
            {"name": "Project Contest", "company_id": self.company.id}
        )
        contest.action_open()
        entry = self.env["volunteer.contest.entry"].browse(
            contest.with_user(self.leader_user)
            .with_context(
                default_prize="First prize",
                default_mentor_id=self.leader_user.id,
                default_company_id=other.id,
            )
            .action_apply(self.project.id, "Shorter ways", "Signs on the floor")
        )
        self.assertFalse(entry.prize)
        self.assertFalse(entry.mentor_id)
        self.assertEqual(entry.company_id, self.company)
        one = self.env["volunteer.commendation"].create(
            {"name": "Volunteer of the Year", "company_id": self.company.id}
        )
        one.action_open()
        nominee = self.env["volunteer.commendation.nominee"].browse(
            one.with_user(self.portal_user)
            .with_context(default_company_id=other.id)
            .action_apply("I was there")
        )
        self.assertEqual(nominee.company_id, self.company)

    def test_projects_of_own_teams_are_chosen_by_others(self):
        leader = self.make_user("leading_officer", "volunteer_base.group_officer")
        self.leader.user_id = leader
        contest = self.env["volunteer.contest"].create(
            {
                "name": "Project Contest",
                "company_id": self.company.id,
                "jury_ids": [(6, 0, self.stranger.ids)],
                "criterion_ids": [(0, 0, {"name": "Effect", "max_points": 10})],
            }
        )
        contest.action_open()
        entry = self.env["volunteer.contest.entry"].browse(
            contest.with_user(self.officer).action_apply(
                self.project.id, "Shorter ways", "Signs on the floor"
            )
        )
        with self.assertRaisesRegex(UserError, "reason"):
            entry.with_user(self.other_officer).unlink()
        contest.action_score()
        with self.assertRaisesRegex(AccessError, "You have a part"):
            entry.with_user(leader).action_shortlist()
        entry.with_user(self.other_officer).action_shortlist()
