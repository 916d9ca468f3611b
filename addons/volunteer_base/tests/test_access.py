from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AccessMatrixMixin, VolunteerCommon

# group × model → operations allowed by access lists: c r u d. Rules narrow the rows;
# see TestRules. A model or group that is not listed here fails the test.
GROUPS = {
    "portal": "base.group_portal",
    "user": "base.group_user",
    "leader": "volunteer_base.group_leader",
    "officer": "volunteer_base.group_officer",
    "manager": "volunteer_base.group_manager",
}
MATRIX = {
    #                             portal  user  leader  officer  manager
    "volunteer.volunteer": ("r", "r", "r", "cru", "crud"),
    "volunteer.identity": ("r", "r", "r", "crud", "crud"),
    "volunteer.erasure": ("", "", "", "r", "r"),
    "volunteer.disclosure": ("", "", "", "r", "r"),
    "volunteer.life.event": ("", "", "", "r", "r"),
    "volunteer.recruitment": ("", "", "r", "crud", "crud"),
    "volunteer.recruitment.line": ("", "", "r", "crud", "crud"),
    # Only methods of the public pages count.
    "volunteer.throttle": ("", "", "", "", ""),
    "volunteer.staff.confirmation": ("", "", "", "crud", "crud"),
    # HR reads it too.
    "volunteer.staff.coverage": ("", "", "", "r", "r"),
    "volunteer.staff.registration": ("", "", "", "crud", "crud"),
    "volunteer.team": ("", "r", "r", "cru", "crud"),
    "volunteer.team.member": ("r", "r", "r", "crud", "crud"),
    "volunteer.meeting": ("", "r", "cru", "crud", "crud"),
    "volunteer.meeting.decision": ("r", "r", "crud", "crud", "crud"),
    "volunteer.branch": ("r", "r", "r", "cru", "crud"),
    "volunteer.branch.member": ("r", "r", "r", "r", "r"),
    "volunteer.community.report": ("r", "r", "r", "crud", "crud"),
    "volunteer.item": ("r", "r", "r", "r", "crud"),
    "volunteer.item.issue": ("r", "r", "r", "crud", "crud"),
    "volunteer.category": ("r", "r", "r", "r", "crud"),
    "volunteer.tag": ("r", "r", "r", "cru", "crud"),
    "volunteer.code": ("r", "r", "r", "r", "crud"),
    "volunteer.platform": ("r", "r", "r", "r", "crud"),
    "volunteer.external.number": ("r", "r", "r", "crud", "crud"),
    "volunteer.document": ("r", "r", "r", "r", "crud"),
    "volunteer.acceptance": ("r", "r", "r", "r", "r"),
    "volunteer.working.day.import": ("", "", "", "", "crud"),
    "volunteer.working.day": ("", "r", "r", "r", "crud"),
    "volunteer.series": ("", "", "crud", "crud", "crud"),
    "volunteer.series.exception": ("", "", "crud", "crud", "crud"),
    "volunteer.activity.template": ("", "", "crud", "crud", "crud"),
    "volunteer.pattern.need": ("", "", "crud", "crud", "crud"),
    "volunteer.themed.day": ("r", "r", "r", "r", "crud"),
    "volunteer.plan": ("", "", "r", "crud", "crud"),
    "volunteer.plan.line": ("", "r", "r", "crud", "crud"),
    "volunteer.money": ("", "", "r", "crud", "crud"),
    "volunteer.fund": ("", "", "", "crud", "crud"),
    "volunteer.donation": ("", "", "", "crud", "crud"),
    "volunteer.subsidy": ("", "", "", "crud", "crud"),
    "volunteer.subsidy.line": ("", "", "", "crud", "crud"),
    "volunteer.project": ("r", "r", "cru", "crud", "crud"),
    "volunteer.post": ("r", "r", "r", "crud", "crud"),
    "volunteer.activity": ("r", "r", "crud", "crud", "crud"),
    "volunteer.activity.slot": ("r", "r", "crud", "crud", "crud"),
    "volunteer.signup": ("r", "r", "r", "r", "r"),
    "volunteer.message": ("r", "r", "r", "r", "r"),
    "volunteer.check.item": ("r", "r", "r", "r", "crud"),
    "volunteer.activity.photo": ("r", "r", "crud", "crud", "crud"),
    "volunteer.project.photo": ("", "", "crud", "crud", "crud"),
    "volunteer.incident": ("r", "r", "r", "cru", "crud"),
    "volunteer.publicity": ("", "r", "crud", "crud", "crud"),
    "volunteer.message.delivery": ("", "", "r", "r", "r"),
    # Departments ask for their own; what may change, the model says.
    "volunteer.request": ("", "cru", "cru", "crud", "crud"),
    "volunteer.request.planning": ("", "crud", "crud", "crud", "crud"),
    "volunteer.request.rating": ("", "crud", "crud", "crud", "crud"),
    "volunteer.recipient": ("r", "r", "r", "cru", "crud"),
    "volunteer.partner.unit": ("", "", "r", "crud", "crud"),
    "volunteer.pairing": ("r", "r", "r", "crud", "crud"),
    "volunteer.pairing.visit": ("r", "r", "r", "crud", "crud"),
    "volunteer.pairing.log": ("", "", "", "crud", "crud"),
    "volunteer.project.claim": ("r", "r", "r", "r", "r"),
    "volunteer.post.title": ("", "", "r", "crud", "crud"),
    "volunteer.wish": ("r", "r", "r", "crud", "crud"),
    "volunteer.gateway": ("", "", "", "", "crud"),
    "volunteer.feedback.code": ("", "", "cru", "crud", "crud"),
    "volunteer.feedback": ("", "", "r", "r", "r"),
    "volunteer.reflection": ("r", "r", "r", "r", "r"),
    # Volunteers type in by methods only.
    "volunteer.opinion.round": ("", "", "", "crud", "crud"),
    "volunteer.opinion.question": ("", "", "", "crud", "crud"),
    "volunteer.opinion.quota": ("", "", "", "crud", "crud"),
    "volunteer.opinion.sheet": ("", "", "", "r", "r"),
    "volunteer.opinion.answer": ("", "", "", "r", "r"),
    "volunteer.opinion.finding": ("", "r", "r", "crud", "crud"),
    "volunteer.call": ("", "", "cru", "crud", "crud"),
    "volunteer.call.answer": ("r", "r", "r", "r", "r"),
    "volunteer.course": ("r", "r", "r", "crud", "crud"),
    "volunteer.course.step": ("r", "r", "r", "crud", "crud"),
    "volunteer.licence": ("r", "r", "r", "r", "crud"),
    "volunteer.training": ("r", "r", "r", "crud", "crud"),
    "volunteer.training.attendance": ("r", "r", "r", "crud", "crud"),
    "volunteer.qualification": ("r", "r", "r", "crud", "crud"),
    "volunteer.qualification.wizard": ("", "", "", "crud", "crud"),
    "volunteer.training.wizard": ("", "", "", "crud", "crud"),
    "volunteer.import": ("", "", "cru", "crud", "crud"),
    "volunteer.import.column": ("", "", "ru", "ru", "ru"),
    "volunteer.import.heading": ("", "", "", "crud", "crud"),
    "volunteer.import.problem": ("", "", "r", "r", "r"),
    "volunteer.duplicate": ("", "", "", "r", "r"),
    "volunteer.distinct": ("", "", "", "rd", "rd"),
    "volunteer.merge": ("", "", "", "crud", "crud"),
    "volunteer.affiliation": ("", "", "", "cr", "cr"),
    "volunteer.plan.import": ("", "", "", "crud", "crud"),
    "volunteer.paper.scan": ("", "", "", "crud", "crud"),
    # Whoever decides on hours gives a reason too; the methods called check rights.
    "volunteer.reason.wizard": ("", "crud", "crud", "crud", "crud"),
    "volunteer.item.wizard": ("", "", "", "crud", "crud"),
    "volunteer.series.edit": ("", "", "crud", "crud", "crud"),
    "volunteer.series.edit.need": ("", "", "crud", "crud", "crud"),
    "volunteer.themed.wizard": ("", "", "crud", "crud", "crud"),
    "volunteer.themed.wizard.line": ("", "", "crud", "crud", "crud"),
    "volunteer.template.wizard": ("", "", "crud", "crud", "crud"),
    "volunteer.message.wizard": ("", "", "crud", "crud", "crud"),
    "volunteer.signup.swap": ("r", "r", "r", "r", "r"),
    "volunteer.signup.wizard": ("", "", "crud", "crud", "crud"),
}


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrixMixin, VolunteerCommon):
    def test_matrix(self):
        self.assert_matrix(
            MATRIX,
            [self._new_user(f"matrix_{name}", group) for name, group in GROUPS.items()],
        )

    def test_every_model_is_listed(self):
        self.assert_every_model_listed(MATRIX, "volunteer_base")

    def test_public_reads_nothing(self):
        self.assert_public_reads_nothing(MATRIX)


@tagged("post_install", "-at_install")
class TestRules(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_volunteer = cls._new_volunteer(
            "Other", company_id=cls.other_company.id
        )
        cls.draft = cls._new_activity(hours=50, publish=False)
        cls.published = cls._new_activity(hours=72)
        cls.published.slot_ids.action_sign_up_volunteers(cls.staff_volunteer.ids)
        cls.other_project = cls.env["volunteer.project"].create(
            {"name": "Other", "company_id": cls.other_company.id}
        )
        cls.all_volunteers = (
            cls.leader_volunteer
            | cls.staff_volunteer
            | cls.portal_volunteer
            | cls.other_volunteer
        )

    def _visible(self, user, records):
        """Return which of ``records`` a user finds."""
        return (
            self.env[records._name]
            .with_user(user)
            .search([("id", "in", records.ids)])
            .sudo()
        )

    def test_volunteers(self):
        for user, expected in (
            (self.portal, self.portal_volunteer),
            (self.staff, self.staff_volunteer),
            (self.leader, self.leader_volunteer | self.staff_volunteer),
            (self.officer, self.all_volunteers - self.other_volunteer),
            (self.manager, self.all_volunteers - self.other_volunteer),
        ):
            self.assertEqual(
                set(self._visible(user, self.all_volunteers)), set(expected), user.login
            )

    def test_activities(self):
        both = self.draft | self.published
        for user, expected in (
            (self.portal, self.published),
            (self.staff, self.published),
            (self.leader, both),
            (self.officer, both),
        ):
            self.assertEqual(set(self._visible(user, both)), set(expected), user.login)
            self.assertEqual(
                set(self._visible(user, both.slot_ids)),
                set(expected.slot_ids),
                user.login,
            )

    def test_signups(self):
        signups = self.published.signup_ids
        for user in (self.staff, self.leader, self.officer):
            self.assertEqual(self._visible(user, signups), signups, user.login)
        for user in (
            self.portal,
            self._new_user("rules_user", "base.group_user"),
            self._new_user("rules_leader", "volunteer_base.group_leader"),
            self._new_user(
                "rules_other", "volunteer_base.group_officer", self.other_company
            ),
        ):
            self.assertFalse(self._visible(user, signups), user.login)

    def test_projects(self):
        projects = self.project | self.other_project
        self.assertEqual(self._visible(self.officer, projects), self.project)
        self.assertEqual(self._visible(self.leader, projects), self.project)
        other = self._new_user(
            "rules_other", "volunteer_base.group_officer", self.other_company
        )
        self.assertEqual(self._visible(other, projects), self.other_project)

    def test_plans(self):
        plans = self.env["volunteer.plan"].create(
            [
                {
                    "name": company.name,
                    "company_id": company.id,
                    "line_ids": [(0, 0, {"name": "Line"})],
                }
                for company in (self.company, self.other_company)
            ]
        )
        self.assertEqual(self._visible(self.officer, plans), plans[0])
        self.assertEqual(self._visible(self.leader, plans.line_ids), plans[0].line_ids)
        with self.assertRaises(AccessError):
            plans[1].with_user(self.officer).write({"name": "Mine"})

    def test_leader_writes_own_teams_only(self):
        other_team = self.env["volunteer.team"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        foreign = self._new_activity(hours=80, team_id=other_team.id, leader_id=False)
        with self.assertRaises(AccessError):
            foreign.with_user(self.leader).write({"place": "Mine"})
        with self.assertRaises(AccessError):
            foreign.slot_ids.with_user(self.leader).write({"seats": 99})
        with self.assertRaises(AccessError):
            foreign.with_user(self.leader).action_cancel("x")
        self.published.with_user(self.leader).write({"place": "Hall"})

    def test_leader_takes_nobody_in(self):
        """Members are read by their leader: who could add one could read anybody."""
        Member = self.env["volunteer.team.member"].with_user(self.leader)
        with self.assertRaises(AccessError):
            Member.create(
                {"team_id": self.team.id, "volunteer_id": self.portal_volunteer.id}
            )
        with self.assertRaises(AccessError):
            self.staff_volunteer.member_ids.with_user(self.leader).write(
                {"date_to": "2021-01-01"}
            )
        self.assertFalse(self._visible(self.leader, self.portal_volunteer))

    def test_disclosures(self):
        """The office reads those of its unit."""
        (self.staff_volunteer | self.other_volunteer)._log_disclosure_sudo("mobile")
        both = (self.staff_volunteer | self.other_volunteer).disclosure_ids
        self.assertEqual(len(both), 2)
        self.assertEqual(
            self._visible(self.officer, both).volunteer_id, self.staff_volunteer
        )

    def test_volunteer_serves_in_two_units(self):
        self.other_volunteer.company_ids = [(4, self.company.id)]
        self.assertEqual(
            self._visible(self.officer, self.other_volunteer), self.other_volunteer
        )

    def test_teams_of_the_parent_unit(self):
        """Configuration of a parent unit serves its branches."""
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        user = self._new_user("rules_branch", "volunteer_base.group_officer", branch)
        self.assertEqual(self._visible(user, self.team), self.team)
        self.assertEqual(self._visible(user, self.post), self.post)
        self.assertFalse(self._visible(self._branchless(), self.team))

    def _branchless(self):
        return self._new_user(
            "rules_elsewhere", "volunteer_base.group_officer", self.other_company
        )
