from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestUnitsTree(VolunteerCommon):
    """A group of hospitals: below, one reads what is above, and changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch_unit, cls.sister = cls.env["res.company"].create(
            [
                {"name": name, "parent_id": cls.company.id}
                for name in ("East campus", "West campus")
            ]
        )
        cls.below = cls._new_user(
            "tree_below", "volunteer_base.group_manager", cls.branch_unit
        )
        cls.own_person = cls._new_volunteer(
            "Eastern", company_id=cls.branch_unit.id, company_ids=[]
        )
        cls.sister_person = cls._new_volunteer("Western", company_id=cls.sister.id)
        cls.env["volunteer.team.member"].create(
            [
                {"team_id": cls.team.id, "volunteer_id": person.id}
                for person in (cls.own_person, cls.sister_person)
            ]
        )
        cls.second_team = cls.env["volunteer.team"].create(
            {"name": "Second team", "company_id": cls.company.id}
        )
        cls.party = cls.env["volunteer.branch"].create(
            {"name": "General", "company_id": cls.company.id}
        )
        cls.env.flush_all()

    def _refused(self, records, vals):
        records = records.with_user(self.below)
        with self.subTest(model=records._name):
            records.read(["display_name"])
            with self.assertRaises(AccessError):
                records.write(vals)
            with self.assertRaises(AccessError):
                records.unlink()

    def test_what_is_above_is_read_only(self):
        course = self.env["volunteer.course"].create(
            {
                "name": "Course",
                "company_id": self.company.id,
                "step_ids": [(0, 0, {"name": "Talk"})],
            }
        )
        document = self.env["volunteer.document"].create(
            {
                "name": "Paper",
                "kind": "publicity",
                "body": "<p>Text</p>",
                "company_id": self.company.id,
            }
        )
        item = self.env["volunteer.item"].create(
            {"name": "Vest", "company_id": self.company.id}
        )
        self._refused(self.team, {"leader_id": self.own_person.id})
        self._refused(self.party, {"active": False})
        self._refused(self.post, {"name": "Other"})
        self._refused(course, {"name": "Other"})
        self._refused(course.step_ids, {"count": 9})
        with self.assertRaises(AccessError):
            course.step_ids.with_user(self.below).create(
                {"name": "Smuggled in", "course_id": course.id}
            )
        self._refused(document, {"name": "Other"})
        self._refused(item, {"name": "Other"})
        for model, vals in (
            ("volunteer.team", {}),
            ("volunteer.branch", {}),
            ("volunteer.post", {}),
            ("volunteer.item", {}),
        ):
            with self.subTest(create=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.below).create(
                    {"name": "Smuggled in", "company_id": self.company.id, **vals}
                )

    def test_own_ones_hang_below(self):
        team = (
            self.env["volunteer.team"]
            .with_user(self.below)
            .create(
                {
                    "name": "East team",
                    "company_id": self.branch_unit.id,
                    "parent_id": self.team.id,
                    "leader_id": self.own_person.id,
                }
            )
        )
        team.name = "Eastern team"
        branch = (
            self.env["volunteer.branch"]
            .with_user(self.below)
            .create(
                {
                    "name": "East branch",
                    "company_id": self.branch_unit.id,
                    "parent_id": self.party.id,
                }
            )
        )
        self.assertTrue(branch.parent_path.startswith(self.party.parent_path))

    def test_members_above(self):
        Member = self.env["volunteer.team.member"].with_user(self.below)
        found = Member.search([("team_id", "=", self.team.id)])
        self.assertEqual(found.volunteer_id, self.own_person.with_user(self.below))
        with self.assertRaises(AccessError):
            found.unlink()
        with self.assertRaises(AccessError):
            found.write({"office": "chair"})
        # The office above sees its team, wherever the members serve.
        self.assertEqual(
            self.env["volunteer.team.member"]
            .with_user(self.officer)
            .search_count([("team_id", "=", self.team.id)]),
            4,
        )

    def test_ids_are_not_guessed(self):
        """A membership does not lead to people whom one may not read."""
        with self.assertRaises(AccessError):
            self.env["volunteer.team.member"].with_user(self.officer).create(
                {
                    "team_id": self.second_team.id,
                    "volunteer_id": self.sister_person.id,
                }
            )

    def test_attending_is_not_changing(self):
        """Who is of another unit's office reads what concerns them, and no more."""
        person = self._new_volunteer(
            "Officer below", self.below, company_ids=[(4, self.branch_unit.id)]
        )
        meeting = self.env["volunteer.meeting"].create(
            {
                "name": "Meeting",
                "team_id": self.team.id,
                "date": fields.Datetime.now() - timedelta(hours=1),
                "attendee_ids": person.ids,
                "decision_ids": [(0, 0, {"name": "Do it", "owner_id": person.id})],
            }
        )
        decision = meeting.decision_ids
        issue = self.env["volunteer.item.issue"].create(
            {
                "item_id": self.env["volunteer.item"].create({"name": "Cap"}).id,
                "volunteer_id": person.id,
                "company_id": self.company.id,
            }
        )
        self._refused(meeting, {"place": "Elsewhere"})
        self._refused(decision, {"name": "Do nothing"})
        self._refused(issue, {"note": "Never had it"})
        meeting.action_hold()
        decision.with_user(self.below).action_done()
        self.assertTrue(decision.date_done)


@tagged("post_install", "-at_install")
class TestWhoIsInCharge(VolunteerCommon):
    """Who has left, is suspended or rejected is in charge of nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.party = cls.env["volunteer.branch"].create(
            {
                "name": "General",
                "company_id": cls.company.id,
                "secretary_id": cls.leader_volunteer.id,
            }
        )
        cls.below = cls.env["volunteer.team"].create(
            {
                "name": "Below",
                "company_id": cls.company.id,
                "parent_id": cls.team.id,
                "deputy_ids": cls.staff_volunteer.ids,
            }
        )
        cls.env.flush_all()

    def test_rights_end_with_the_service(self):
        other_team = self.env["volunteer.team"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        activity = self._new_activity(
            leader_id=self.leader_volunteer.id, team_id=other_team.id
        )
        Member = self.env["volunteer.team.member"].with_user(self.leader)
        self.assertIn(self.leader, self.below.manager_user_ids)
        self.leader_volunteer.with_user(self.officer).action_suspend("Ill")
        self.env.flush_all()
        self.assertFalse(self.team.manager_user_ids)
        self.assertEqual(self.below.manager_user_ids, self.staff)
        self.assertFalse(self.party.secretary_user_ids)
        self.assertFalse(activity._get_managers_sudo())
        self.assertEqual(Member.search([]).sudo(), self.leader_volunteer.member_ids)
        with self.assertRaises(AccessError):
            activity.with_user(self.leader).write({"place": "Elsewhere"})
        self.leader_volunteer.with_user(self.officer).action_register()
        self.assertEqual(self.team.manager_user_ids, self.leader)
        self.assertEqual(self.party.secretary_user_ids, self.leader)
        activity.with_user(self.leader).write({"place": "Elsewhere"})
        self.staff_volunteer.with_user(self.officer).action_leave("Moved away")
        self.assertEqual(self.below.manager_user_ids, self.leader)

    def test_office_names_somebody_else(self):
        def todos(person):
            return person.activity_ids.filtered(
                lambda todo: todo.volunteer_matter == "leader"
            )

        self.leader_volunteer.with_user(self.officer).action_suspend("Ill")
        self.leader_volunteer.with_user(self.officer).action_leave("Moved away")
        self.staff_volunteer.with_user(self.officer).action_leave("Moved away")
        self.assertEqual(len(todos(self.leader_volunteer)), 1)
        self.leader_volunteer.with_user(self.officer).action_register()
        self.assertFalse(todos(self.leader_volunteer))
        self.assertFalse(todos(self.staff_volunteer))
        self.leader_volunteer.with_user(self.officer).action_suspend("Ill again")
        # Somebody else has taken over: nothing is left to do.
        self.team.leader_id = self.portal_volunteer
        self.assertTrue(todos(self.leader_volunteer))
        self.party.secretary_id = self.portal_volunteer
        self.assertFalse(todos(self.leader_volunteer))


@tagged("post_install", "-at_install")
class TestMovingMinutes(VolunteerCommon):
    """Minutes and decisions do not get into another team's by a detour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other_team = cls.env["volunteer.team"].create(
            {"name": "Other", "company_id": cls.company.id}
        )
        cls.mine, cls.theirs = cls.env["volunteer.meeting"].create(
            [
                {
                    "name": team.name,
                    "team_id": team.id,
                    "date": fields.Datetime.now() - timedelta(hours=1),
                    "attendee_ids": cls.staff_volunteer.ids,
                    "decision_ids": [(0, 0, {"name": "Do it"})],
                }
                for team in (cls.team, other_team)
            ]
        )
        cls.theirs.action_hold()

    def test_decision_stays(self):
        decision = self.mine.decision_ids
        for user in (self.leader, self.officer):
            with self.assertRaises(UserError):
                decision.with_user(user).meeting_id = self.theirs
            with self.assertRaises(UserError):
                self.theirs.with_user(user).write({"decision_ids": [(4, decision.id)]})
        decision.with_user(self.leader).write(
            {"meeting_id": self.mine.id, "name": "Do it soon"}
        )
        self.assertEqual(decision.name, "Do it soon")

    def test_meeting_goes_to_own_teams_only(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.mine.with_user(self.leader).team_id = self.theirs.team_id
        self.mine.with_user(self.officer).team_id = self.theirs.team_id
        self.assertEqual(self.mine.team_id, self.theirs.team_id)
