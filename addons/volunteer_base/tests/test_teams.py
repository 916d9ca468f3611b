import ast

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import VolunteerCommon

GOOD_CODE = "91350100M000100Y43"


@tagged("post_install", "-at_install")
class TestTeams(VolunteerCommon):
    """The tree of teams, who sees which part of it, and who stands by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Team = cls.env["volunteer.team"]
        cls.group = Team.create(
            {
                "name": "Group",
                "company_id": cls.company.id,
                "parent_id": cls.team.id,
                "leader_id": cls.portal_volunteer.id,
            }
        )
        cls.foreign_leader = cls._new_volunteer("Foreign leader")
        cls.foreign = Team.create(
            {
                "name": "Foreign",
                "company_id": cls.company.id,
                "leader_id": cls.foreign_leader.id,
            }
        )
        cls.in_group, cls.in_foreign, cls.was_in_team = (
            cls._new_volunteer(name) for name in ("In group", "In foreign", "Former")
        )
        cls.members = cls.env["volunteer.team.member"].create(
            [
                {"team_id": team.id, "volunteer_id": volunteer.id, **dates}
                for team, volunteer, dates in (
                    (cls.group, cls.in_group, {"date_from": "2020-01-01"}),
                    (cls.foreign, cls.in_foreign, {"date_from": "2020-01-01"}),
                    (
                        cls.team,
                        cls.was_in_team,
                        {"date_from": "2020-01-01", "date_to": "2020-12-31"},
                    ),
                )
            ]
        )

    def _found(self, user, model):
        return self.env[model].with_user(user).search([]).sudo()

    def test_leader_sees_own_subtree_only(self):
        self.assertEqual(
            self._found(self.leader, "volunteer.team"), self.team | self.group
        )
        self.assertEqual(
            set(self._found(self.leader, "volunteer.volunteer")),
            set(
                self.leader_volunteer
                | self.staff_volunteer
                | self.in_group
                # Leads a team of the subtree without being a member.
                | self.portal_volunteer
            ),
        )
        self.assertNotIn(
            self.members[1], self._found(self.leader, "volunteer.team.member")
        )
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.leader).read(["name"])

    def test_plain_user_sees_own_teams_only(self):
        self.assertEqual(self._found(self.staff, "volunteer.team"), self.team)
        stranger = self._new_user("teams_stranger", "base.group_user")
        self.assertFalse(self._found(stranger, "volunteer.team"))

    def test_deputy_sees_the_subtree(self):
        deputy = self._new_user("teams_deputy", "volunteer_base.group_leader")
        self.group.deputy_ids = self._new_volunteer("Deputy", deputy)
        self.env.flush_all()
        self.assertEqual(self._found(deputy, "volunteer.team"), self.group)
        self.assertIn(self.in_group, self._found(deputy, "volunteer.volunteer"))
        self.assertNotIn(
            self.staff_volunteer, self._found(deputy, "volunteer.volunteer")
        )

    def test_leader_reads_the_name_of_a_team_outside(self):
        """An activity shows its team to whoever leads the activity alone."""
        activity = self._new_activity(
            team_id=self.foreign.id, leader_id=self.leader_volunteer.id
        )
        (values,) = activity.with_user(self.leader).web_read(
            {"team_id": {"fields": {"display_name": {}}}}
        )
        self.assertEqual(values["team_id"]["display_name"], "Foreign")

    def test_own_team_is_the_root(self):
        """Org chart and side panel begin with the uppermost team one sees."""
        above = self.env["volunteer.team"].create(
            {"name": "Corps", "company_id": self.company.id}
        )
        self.team.parent_id = above
        deputy = self._new_user("teams_deputy", "volunteer_base.group_leader")
        self.group.deputy_ids = self._new_volunteer("Deputy", deputy)
        self.env.flush_all()
        for user, expected in (
            (self.leader, {self.team.id: False, self.group.id: self.team.id}),
            # One team alone is what Odoo's own method stumbles over.
            (deputy, {self.group.id: False}),
        ):
            Team = self.env["volunteer.team"].with_user(user)
            rows = Team.hierarchy_read(
                [], {"display_name": {}}, "parent_id", "child_ids"
            )
            self.assertEqual(
                {
                    row["id"]: row["parent_id"] and row["parent_id"]["id"]
                    for row in rows
                },
                expected,
            )
            panel = (
                self.env["volunteer.volunteer"]
                .with_user(user)
                .search_panel_select_range(
                    "team_id", hierarchize=True, expand=True, enable_counters=False
                )
            )
            self.assertEqual(
                {
                    value["id"]: value["parent_id"] and value["parent_id"]
                    for value in panel["values"]
                },
                expected,
            )

    def test_groups_by_team_show_names(self):
        """Who decides on somebody else's lines groups by teams out of sight."""
        self._new_activity(team_id=self.foreign.id, leader_id=False)
        stranger = self._new_user("teams_stranger", "base.group_user")
        groups = (
            self.env["volunteer.activity"]
            .with_user(stranger)
            .web_read_group([], ["team_id"], ["__count"])["groups"]
        )
        self.assertIn("Foreign", [group["team_id"][1] for group in groups])

    # ------------------------------------------------------------------
    # Tree across units
    # ------------------------------------------------------------------

    def test_parent_team_of_another_unit(self):
        other_team = self.env["volunteer.team"].create(
            {"name": "Corps", "company_id": self.other_company.id}
        )
        # The office of one unit cannot hang its team into a tree it does not see.
        with self.assertRaises(UserError):
            self.foreign.with_user(self.officer).parent_id = other_team.id
        self.officer.company_ids = self.company | self.other_company
        self.foreign.with_user(self.officer).with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        ).parent_id = other_team
        self.assertTrue(self.foreign.parent_path.startswith(other_team.parent_path))
        self.assertIn(
            self.foreign,
            self.env["volunteer.team"].search([("id", "child_of", other_team.id)]),
        )

    def test_no_circles(self):
        with self.assertRaises(UserError):
            self.team.parent_id = self.group

    # ------------------------------------------------------------------
    # Credit code
    # ------------------------------------------------------------------

    def test_credit_code(self):
        team = self.team.with_user(self.officer)
        team.credit_code = f" {GOOD_CODE.lower()} "
        self.assertEqual(team.credit_code, GOOD_CODE)
        for wrong in ("123", "I" * 18):
            with self.assertRaises(ValidationError):
                team.write({"credit_code": wrong, "credit_code_override_reason": "x"})

    def test_doubtful_credit_code_needs_a_reason(self):
        team = self.team.with_user(self.officer)
        doubtful = GOOD_CODE[:-1] + "0"
        with self.assertRaises(ValidationError):
            team.credit_code = doubtful
        with self.assertRaises(ValidationError):
            team.write({"credit_code": doubtful, "credit_code_override_reason": "  "})
        team.write(
            {"credit_code": doubtful, "credit_code_override_reason": "Printed so"}
        )
        self.assertEqual(team.credit_code_override_user_id, self.officer)
        self.assertTrue(team.credit_code_override_date)
        # The reason was for that code: it does not open the door to another one,
        with self.assertRaises(ValidationError):
            team.credit_code = GOOD_CODE[:-1] + "1"
        # nobody rewrites who gave it,
        with self.assertRaises(AccessError):
            team.credit_code_override_user_id = self.manager
        # and a code that is right has none.
        team.credit_code = GOOD_CODE
        self.assertFalse(team.credit_code_override_reason)
        self.assertFalse(team.credit_code_override_user_id)

    # ------------------------------------------------------------------
    # Standby
    # ------------------------------------------------------------------

    def test_who_sets_standby(self):
        member = self.staff_volunteer.member_ids
        for user in (self.staff, self.leader, self.officer):
            member.with_user(user).action_stand_by()
            self.assertTrue(member.standby, user.login)
            member.with_user(user).action_stand_down()
            self.assertFalse(member.standby, user.login)
        for user in (
            self.portal,
            self._new_user("teams_leader", "volunteer_base.group_leader"),
        ):
            with self.assertRaises(AccessError):
                member.with_user(user).action_stand_by()
        with self.assertRaises(AccessError):
            self.members[1].with_user(self.leader).action_stand_by()

    def test_former_member_does_not_stand_by(self):
        with self.assertRaises(UserError):
            self.members[2].action_stand_by()

    def test_roster(self):
        """By skill, only whom one can call today."""
        skill = self.env["volunteer.tag"].create({"name": "First aid", "kind": "skill"})
        self.in_group.skill_ids = skill
        self.in_foreign.skill_ids = skill
        self.members[:2].action_stand_by()
        self.in_foreign.action_suspend("Ill")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "volunteer_base.volunteer_team_member_action_standby"
        )
        domain = [
            *ast.literal_eval(action["domain"]),
            ("company_id", "=", self.company.id),
        ]
        groups = self.env["volunteer.team.member"].formatted_read_group(
            domain, ["skill_ids"], ["__count"]
        )
        self.assertEqual(
            [(group["skill_ids"][1], group["__count"]) for group in groups],
            [("First aid", 1)],
        )

    # ------------------------------------------------------------------
    # Search
    # ------------------------------------------------------------------

    def test_search_by_team(self):
        """Who is in a team today, who is not, and who is in none."""
        Volunteer = self.env["volunteer.volunteer"]
        ours = [("company_id", "=", self.company.id)]
        everybody = Volunteer.search(ours)
        in_team = self.leader_volunteer | self.staff_volunteer
        in_both = in_team | self.in_group
        in_any = in_both | self.in_foreign
        both = [self.team.id, self.group.id]
        for field in ("team_ids", "team_id"):
            for operator, value, found in (
                ("=", self.team.id, in_team),
                ("!=", self.team.id, everybody - in_team),
                ("in", both, in_both),
                ("not in", both, everybody - in_both),
                ("=", False, everybody - in_any),
                ("!=", False, in_any),
                ("in", [False, self.team.id], (everybody - in_any) | in_team),
                ("child_of", self.team.id, in_both),
                ("ilike", "Foreign", self.in_foreign),
                ("not ilike", "Foreign", everybody - self.in_foreign),
            ):
                with self.subTest(field=field, operator=operator, value=value):
                    self.assertEqual(
                        set(Volunteer.search([*ours, (field, operator, value)])),
                        set(found),
                    )

    def test_register_opens_with_those_who_serve(self):
        """From the menu; a link to certain people shows all of them."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_volunteer_action"
        )
        self.assertIn("search_default_serving", action["context"])
        self.assertFalse(self.team.action_open_members()["context"])

    # ------------------------------------------------------------------
    # Speed
    # ------------------------------------------------------------------

    def test_queries_of_lists(self):
        """List and tree of teams cost the same for few and for many."""

        def count(user):
            Team = self.env["volunteer.team"].with_user(user)
            specification = {
                "display_name": {},
                "member_count": {},
                "leader_id": {"fields": {"display_name": {}}},
                "parent_id": {"fields": {"display_name": {}}},
            }
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Team.web_search_read([], specification, limit=80)
            Team.hierarchy_read([], dict(specification), "parent_id", "child_ids")
            return self.env.cr.sql_log_count - before

        few = {
            user: (count(user), count(user))[1] for user in (self.officer, self.leader)
        }
        self.env["volunteer.team"].create(
            [
                {
                    "name": f"Group {number}",
                    "company_id": self.company.id,
                    "parent_id": self.team.id,
                    "leader_id": self._new_volunteer(f"Leader {number}").id,
                }
                for number in range(20)
            ]
        )
        for user, queries in few.items():
            self.assertLessEqual(count(user), queries + 1, user.login)

    def test_queries_of_standby(self):
        """Calling a whole team costs no more than calling one."""

        def stand_by(count):
            members = self.env["volunteer.team.member"].create(
                [
                    {
                        "team_id": self.team.id,
                        "volunteer_id": self._new_volunteer(f"Person {number}").id,
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            members.with_user(self.leader).action_stand_by()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        stand_by(1)
        self.assertLessEqual(stand_by(20), stand_by(1) + 1)
