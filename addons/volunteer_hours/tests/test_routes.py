from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import OFFICE, HoursCase

HR = "volunteer_hours.group_hr"


@tagged("post_install", "-at_install")
class TestRoutes(HoursCase):
    """The samples that come with the addon, and what routes look at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sample_routes.active = True
        cls.office = cls.env.ref(OFFICE)
        cls.hr = cls.env.ref(HR)
        cls.make_user("test_hr", HR)
        cls.head_user = cls.make_user("test_head", "base.group_user")
        head = cls.env["hr.employee"].create(
            {
                "name": "Head",
                "user_id": cls.head_user.id,
                "company_id": cls.company.id,
            }
        )
        cls.department = cls.env["hr.department"].create(
            {
                "name": "Clinic",
                "company_id": cls.company.id,
                "manager_id": head.id,
            }
        )

    def steps(self, line):
        return [
            step.approver_id or step.group_id
            for step in line.approval_ids.sorted("sequence")
        ]

    def submit(self, volunteer=None, **vals):
        line = self.claim(volunteer, **vals)
        line.department_id = self.department
        line.action_submit()
        return line

    def test_proven_hours_within_limits(self):
        self.activity.action_confirm_all_present()
        self.activity.hour_ids.action_submit()
        self.assertEqual(set(self.activity.hour_ids.mapped("state")), {"approved"})
        self.assertFalse(self.activity.hour_ids.approval_ids)

    def test_claims(self):
        line = self.submit()
        self.assertEqual(
            self.steps(line), [self.leader_user, self.head_user, self.office]
        )
        self.assertEqual(
            line.approval_ids.sorted("sequence").mapped("kind"),
            ["leader", "department", "office"],
        )

    def test_over_eight_hours_hr_agrees(self):
        line = self.submit(minutes=480)
        self.assertNotIn(self.hr, self.steps(line))
        line = self.submit(minutes=510, date="2025-03-03")
        self.assertEqual(
            self.steps(line), [self.leader_user, self.head_user, self.hr, self.office]
        )

    def test_party_members(self):
        secretary_user = self.make_user("test_secretary", "base.group_user")
        branch = self.env["volunteer.branch"].create(
            {
                "name": "First Branch",
                "company_id": self.company.id,
                "secretary_id": self.make_volunteer("Secretary", secretary_user).id,
            }
        )
        self.citizen.branch_id = branch
        line = self.submit(self.citizen)
        self.assertEqual(self.steps(line), [secretary_user, self.office])
        branch.kind = "league"
        line = self.submit(self.citizen, date="2025-03-03")
        self.assertEqual(line.approver_id, self.leader_user)
        # The secretary's own claims are not theirs to decide.
        branch.kind = "party"
        branch.secretary_id.branch_id = branch
        line = self.submit(branch.secretary_id)
        self.assertEqual(self.steps(line), [self.office])

    def test_the_office_is_decided_on_by_the_executive(self):
        self.company.volunteer_executive_id = self.stranger
        line = self.submit(self.make_volunteer("Officer", self.officer))
        self.assertEqual(
            self.steps(line), [self.leader_user, self.head_user, self.stranger]
        )

    def test_organiser_and_working_time(self):
        route = self.env["volunteer.approval.route"].create(
            {
                "name": "Elsewhere",
                "sequence": 1,
                "organiser": "other",
                "step_ids": [(0, 0, {"kind": "user", "user_id": self.stranger.id})],
            }
        )
        own = self.submit()
        elsewhere = self.submit(organiser="Red Cross", date="2025-03-03")
        self.assertEqual(own.approver_id, self.leader_user)
        self.assertEqual(elsewhere.approver_id, self.stranger)
        route.write({"organiser": False, "in_working_time": True})
        own = self.submit(date="2025-03-04")
        self.assertEqual(own.approver_id, self.leader_user)

    def test_what_is_under_way_keeps_its_steps(self):
        line = self.submit()
        route = self.env.ref("volunteer_hours.volunteer_approval_route_claim")
        route.step_ids[0].write({"kind": "user", "user_id": self.stranger.id})
        line.with_user(self.leader_user).action_approve()
        self.assertEqual(line.approver_id, self.head_user)
        route.active = False
        line.with_user(self.head_user).action_approve()
        self.assertEqual(line.approver_group_id, self.office)
        route.unlink()
        line.with_user(self.officer).action_approve()
        self.assertEqual(line.state, "approved")

    def test_the_office_is_asked_once(self):
        """Two steps without an approver fall to the office, which agrees once."""
        self.team.leader_id = False
        self.department.manager_id = False
        self.assertEqual(self.steps(self.submit()), [self.office])

    def test_the_office_has_the_last_word(self):
        """It stands in for a leader, yet agrees where the route names it."""
        self.team.leader_id = False
        line = self.submit(minutes=510)
        self.assertEqual(self.steps(line), [self.head_user, self.hr, self.office])

    def test_the_office_sets_up_routes(self):
        form = Form(self.env["volunteer.approval.route"].with_user(self.officer))
        form.name = "Claims of volunteers who are no staff"
        form.kind = "community"
        with form.step_ids.new() as step:
            step.kind = "user"
            step.user_id = self.stranger
        route = form.save()
        # A unit among others: the routes of all are not its own.
        self.assertEqual(route.company_id, self.company)
        route.sequence = 0
        self.citizen.kind = "community"
        self.assertEqual(self.submit(self.citizen).approver_id, self.stranger)
        route.with_user(self.officer).step_ids.user_id = self.other_officer
        shared = self.env.ref("volunteer_hours.volunteer_approval_route_claim")
        theirs = shared.with_user(self.officer)
        for deed in (
            lambda: theirs.write({"active": False}),
            theirs.unlink,
            lambda: theirs.step_ids[0].write({"threshold": 1}),
            theirs.step_ids.unlink,
            lambda: route.with_user(self.officer).write({"company_id": False}),
            lambda: theirs.step_ids.create({"route_id": shared.id, "kind": "leader"}),
            lambda: theirs.create({"name": "Ours for all", "company_id": False}),
        ):
            with self.assertRaisesRegex(AccessError, "for every unit"):
                deed()
        manager = self.make_user("test_manager", "volunteer_base.group_manager")
        shared.with_user(manager).name = "Claims"
        self.officer.sudo().company_ids = self.env["res.company"].search([])
        theirs.name = "Claims of all"
        elsewhere = self.env["res.company"].create({"name": "Another Hospital"})
        other = self.env["volunteer.approval.route"].create(
            {"name": "Elsewhere", "company_id": elsewhere.id}
        )
        with self.assertRaises(AccessError):
            other.with_user(self.officer).name = "Ours"

    def test_members_are_looked_up_once(self):
        def run(count, day):
            lines = self.Hour.concat(
                *(
                    self.claim(date=f"2025-{day:02}-{number + 1:02}")
                    for number in range(count)
                )
            )
            lines.sudo().write({"department_id": self.department.id})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            lines.action_submit()
            # The next step is a person's.
            lines.with_user(self.leader_user).action_approve()
            self.env.flush_all()
            self.assertEqual(lines.approver_id, self.head_user)
            return self.cr.sql_log_count - before

        run(2, 1)
        few, many = run(2, 2), run(20, 3)
        self.assertLessEqual(many, few + 2)
