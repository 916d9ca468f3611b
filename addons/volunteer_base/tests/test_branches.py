from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestBranches(VolunteerCommon):
    """Party and league branches, and who has reported to a community."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.general, cls.ward, cls.league = cls.env["volunteer.branch"].create(
            [
                {"name": name, "company_id": cls.company.id, "kind": kind}
                for name, kind in (
                    ("General", "party"),
                    ("Ward", "party"),
                    ("League", "league"),
                )
            ]
        )
        cls.ward.parent_id = cls.general
        cls.ward.secretary_id = cls.staff_volunteer
        cls.member, cls.reporter, cls.young, cls.single, cls.nobody = (
            cls._new_volunteer(name)
            for name in ("Member", "Reporter", "Young", "Single", "Nobody")
        )
        (cls.member | cls.reporter).branch_id = cls.ward
        cls.young.branch_id = cls.league
        cls.env["volunteer.identity"].create(
            {
                "volunteer_id": cls.single.id,
                "political_status_id": cls.env.ref(
                    "volunteer_base.volunteer_code_political_status_01"
                ).id,
            }
        )
        cls.env["volunteer.community.report"].create(
            {"volunteer_id": cls.reporter.id, "community": "Lakeside"}
        )
        cls.all = cls.member | cls.reporter | cls.young | cls.single | cls.nobody
        cls.env.flush_all()

    def _listed(self, user, *domain):
        return (
            self.env["volunteer.branch.member"]
            .with_user(user)
            .search([("id", "in", self.all.ids), *domain])
        )

    def test_secretary_sees_own_branch_only(self):
        listed = self._listed(self.staff)
        self.assertEqual(
            set(listed.mapped("code")),
            set((self.member | self.reporter).mapped("code")),
        )
        self.assertEqual(
            listed.read(["name", "code", "state"])[0]["state"], "registered"
        )
        # Name, number and state, not the record.
        self.assertFalse(
            self.env["volunteer.volunteer"]
            .with_user(self.staff)
            .search([("id", "in", self.all.ids)])
        )
        with self.assertRaises(AccessError):
            listed[0].action_open_volunteer()
        self.assertEqual(
            self.env["volunteer.branch"].with_user(self.staff).search([]).sudo(),
            self.ward,
        )
        for user in (self.portal, self.leader):
            self.assertFalse(self._listed(user), user.login)

    def test_secretary_above_sees_the_branches_below(self):
        self.general.secretary_id = self.portal_volunteer
        self.env.flush_all()
        self.assertEqual(len(self._listed(self.portal)), 2)
        self.assertEqual(len(self._listed(self.staff)), 2)

    def test_branch_is_not_told_to_leaders(self):
        """It tells a political status."""
        self.staff_volunteer.branch_id = self.ward
        mine = self.staff_volunteer.with_user(self.leader)
        with self.assertRaises(AccessError):
            mine.read(["branch_id"])
        with self.assertRaises(AccessError):
            mine.search([("branch_id", "=", self.ward.id)])
        with self.assertRaises(AccessError):
            self.env["volunteer.volunteer"].with_user(self.leader).search(
                [("branch_id.name", "ilike", "ward")]
            )

    def test_secretary_finds_nothing_by_a_path(self):
        """Nor does a search or a group through the person's record tell more."""
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.member.id, "mobile": "13812345678"}
        )
        self.env.flush_all()
        row = self._listed(self.staff, ("code", "=", self.member.code))
        self.assertTrue(row)
        Row = self.env["volunteer.branch.member"].with_user(self.staff)
        for ask in (
            lambda: Row.search([("volunteer_id.mobile_masked", "ilike", "5678")]),
            lambda: Row.search([("volunteer_id.identity_ids.mobile", "like", "138")]),
            lambda: Row.search([("volunteer_id.name", "ilike", "Member")]),
            lambda: Row.formatted_read_group(
                [("volunteer_id.mobile_masked", "!=", False)],
                ["volunteer_id.mobile_masked"],
                ["__count"],
            ),
        ):
            try:
                answer = ask()
            except AccessError:
                continue
            self.assertFalse(answer)
        values = row.web_read(
            {"volunteer_id": {"fields": {"display_name": {}}}, "state": {}}
        )
        self.assertEqual(values[0]["state"], "registered")
        with self.assertRaises(AccessError):
            row.web_read({"volunteer_id": {"fields": {"mobile_masked": {}}}})

    def test_not_reported(self):
        """Party members by branch or by political status, not league members."""
        missing = self._listed(
            self.officer, ("party_member", "=", True), ("reported", "=", False)
        )
        self.assertEqual(missing.volunteer_id, self.member | self.single)
        reported = self._listed(self.officer, ("reported", "=", True))
        self.assertEqual(reported.volunteer_id, self.reporter)
        self.assertEqual(reported.community, "Lakeside")
        self.assertFalse(self._listed(self.officer, ("id", "=", self.nobody.id)))
        other = self._new_user(
            "branches_other", "volunteer_base.group_officer", self.other_company
        )
        self.assertFalse(self._listed(other))

    def test_applicant_for_membership_is_no_member(self):
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.member.id, "party_applicant": True}
        )
        row = self._listed(self.officer, ("id", "=", self.member.id))
        self.assertTrue(row.party_applicant)
        self.assertFalse(row.party_member)

    def test_recorded_status_decides(self):
        """Somebody without party in a party branch is no party member."""
        self.env["volunteer.identity"].create(
            {
                "volunteer_id": self.member.id,
                "political_status_id": self.env.ref(
                    "volunteer_base.volunteer_code_political_status_13"
                ).id,
            }
        )
        row = self._listed(self.officer, ("id", "=", self.member.id))
        self.assertTrue(row)
        self.assertFalse(row.party_member)

    def test_secretary_opens_a_row(self):
        """Every field of the form is for the secretary's eyes."""
        Row = self.env["volunteer.branch.member"].with_user(self.staff)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_branch_member_action_mine"
        )
        self.assertIn("form", action["view_mode"])
        views = Row.get_views([(False, "list"), (False, "form")])
        names = views["models"]["volunteer.branch.member"]["fields"]
        row = self._listed(self.staff, ("code", "=", self.member.code))
        (values,) = row.web_read({name: {} for name in names})
        self.assertEqual(values["name"], "Member")
        for view in views["views"].values():
            self.assertNotIn("action_open_volunteer", view["arch"])

    def test_menus_of_ones_own(self):
        """Secretaries and owners of decisions find theirs, others see no app."""

        def menus(user):
            Menu = self.env["ir.ui.menu"].with_user(user)
            shown = {
                menu["xmlid"]
                for menu in Menu.load_menus(False).values()
                if menu.get("xmlid", "").startswith("volunteer_base.")
            }
            roots = Menu.load_menus_root()
            root = self.env.ref("volunteer_base.volunteer_base_menu_root")
            self.assertEqual(
                root.id in roots["all_menu_ids"],
                "volunteer_base.volunteer_base_menu_root" in shown,
            )
            return {name.split(".")[1] for name in shown}

        stranger = self._new_user("branches_stranger", "base.group_user")
        branch, decision = (
            "volunteer_branch_member_menu_mine",
            "volunteer_meeting_decision_menu_mine",
        )
        mine = {"volunteer_base_menu_root", "volunteer_base_menu_mine"}
        self.assertFalse((mine | {branch, decision}) & menus(stranger) - self._others())
        self.assertLessEqual(mine | {branch}, menus(self.staff))
        self.assertNotIn(decision, menus(self.staff))
        person = self._new_volunteer("Owner", stranger)
        meeting = self.env["volunteer.meeting"].create(
            {
                "name": "Meeting",
                "team_id": self.team.id,
                "date": fields.Datetime.now() - timedelta(hours=1),
                "attendee_ids": person.ids,
                "decision_ids": [(0, 0, {"name": "Do it", "owner_id": person.id})],
            }
        )
        self.assertNotIn(decision, menus(stranger))
        meeting.action_hold()
        self.assertLessEqual(mine | {decision}, menus(stranger))
        self.assertNotIn(branch, menus(stranger))
        # Leaders keep what they have.
        self.assertIn("volunteer_team_menu", menus(self.leader))
        self.assertNotIn("volunteer_base_menu_mine", menus(self.leader))

    def _others(self):
        """Other addons may have menus for everybody, which keep the app in sight."""
        root = self.env.ref("volunteer_base.volunteer_base_menu_root")
        everybody = self.env.ref("base.group_user")
        others = self.env["ir.ui.menu"].search(
            [
                ("id", "child_of", root.id),
                ("group_ids", "in", everybody.ids),
                ("action", "!=", False),
            ]
        )
        own = {"My Branch", "My Decisions"}
        return (
            {"volunteer_base_menu_root"} if set(others.mapped("name")) - own else set()
        )

    def test_member_count(self):
        self.assertEqual(self.ward.member_count, 2)
        self.member.action_leave("Moved away")
        self.assertEqual(self.ward.member_count, 1)

    def test_own_reports_are_few(self):
        own = self.portal_volunteer.with_user(self.portal)
        for number in range(3):
            own.action_report_community(f"Community {number}")
        with self.assertRaisesRegex(UserError, "within a year"):
            own.action_report_community("Community 3")
        # The same one again, e.g. with the receipt, and the office are let through.
        own.action_report_community("Community 0")
        self.portal_volunteer.with_user(self.officer).action_report_community("Other")
        self.assertEqual(len(self.portal_volunteer.community_report_ids), 4)

    def test_whoever_left_is_not_listed(self):
        self.member.action_leave("Moved away")
        self.assertNotIn(self.member.code, self._listed(self.staff).mapped("code"))

    def test_one_row_a_person(self):
        self.env["volunteer.community.report"].create(
            {
                "volunteer_id": self.reporter.id,
                "community": "Hillside",
                "date": fields.Date.today() - timedelta(days=400),
            }
        )
        row = self._listed(self.officer, ("id", "=", self.reporter.id))
        self.assertEqual(row.mapped("community"), ["Lakeside"])

    def test_branch_of_another_unit(self):
        branch = self.env["volunteer.branch"].create(
            {"name": "Other", "company_id": self.other_company.id}
        )
        with self.assertRaises(ValidationError):
            self.member.branch_id = branch
        with self.assertRaises(ValidationError):
            branch.secretary_id = self.staff_volunteer

    def test_report_in_the_future(self):
        with self.assertRaises(ValidationError):
            self.env["volunteer.community.report"].create(
                {
                    "volunteer_id": self.member.id,
                    "community": "Lakeside",
                    "date": fields.Date.today() + timedelta(days=3),
                }
            )

    def test_own_reports(self):
        Report = self.env["volunteer.community.report"]
        report = Report.create(
            {"volunteer_id": self.portal_volunteer.id, "community": "Lakeside"}
        )
        self.assertEqual(Report.with_user(self.portal).search([]).sudo(), report)
        with self.assertRaises(AccessError):
            report.with_user(self.portal).write({"community": "Hillside"})

    def test_no_circles(self):
        with self.assertRaises(UserError):
            self.general.parent_id = self.ward

    def test_secretary_is_not_erased(self):
        """Somebody else takes over the branch first."""
        with self.assertRaisesRegex(UserError, "Ward"):
            self.staff_volunteer.with_user(self.officer).action_erase("Asked for it")
        self.ward.secretary_id = self.member
        self.staff_volunteer.with_user(self.officer).action_erase("Asked for it")
        self.assertTrue(self.staff_volunteer.erased_on)
