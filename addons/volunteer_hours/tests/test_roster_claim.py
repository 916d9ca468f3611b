from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HoursCase
from .test_evidence import PDF


@tagged("post_install", "-at_install")
class TestRosterClaim(HoursCase):
    """Leaders claim for people of an activity whose presence nobody noted."""

    def rows(self, *people, minutes=120, **more):
        return [
            {"volunteer_id": person.id, "minutes": minutes, **more} for person in people
        ]

    def claim_for(self, rows, user=None, description="Guided patients", **more):
        activity = self.activity.with_user(user or self.leader_user)
        return self.Hour.browse(activity.action_claim_for(rows, description, **more))

    def test_claimed_and_submitted_at_once(self):
        """The leader has agreed by claiming: the office is next."""
        lines = self.claim_for(
            self.rows(self.member, self.citizen, start="08:00"),
            attachments=[("list.pdf", PDF)],
        )
        self.assertEqual(set(lines.mapped("state")), {"submitted"})
        self.assertEqual(set(lines.mapped("source")), {"claim"})
        self.assertEqual(lines.submitted_by, self.leader_user)
        self.assertEqual(set(lines.mapped("period")), {"08:00–10:00"})
        self.assertEqual(lines.mapped("evidence_count"), [1, 1])
        self.assertFalse(lines.approver_id)
        self.assertNotIn(self.leader_user, lines.approval_ids.approver_id)
        lines.with_user(self.officer).action_approve()
        self.assertEqual(set(lines.mapped("state")), {"approved"})

    def test_the_leaders_own_hours_are_not_agreed(self):
        line = self.claim_for(self.rows(self.leader))
        self.assertEqual(line.state, "submitted")
        self.assertNotEqual(line.approver_id, self.leader_user)
        with self.assertRaisesRegex(UserError, "own hours"):
            line.with_user(self.leader_user).action_approve()

    def test_a_member_of_the_team_without_a_sign_up(self):
        other = self.make_volunteer("Other")
        with self.assertRaisesRegex(UserError, "neither signed up"):
            self.claim_for(self.rows(other))
        self.env["volunteer.team.member"].create(
            {
                "team_id": self.team.id,
                "volunteer_id": other.id,
                "date_from": "2020-01-01",
            }
        )
        self.assertEqual(self.claim_for(self.rows(other)).volunteer_id, other)

    def test_all_or_nobody_and_why(self):
        """Whoever has hours already is named; nobody gets any."""
        self.activity.signup_ids[:1].with_user(self.officer).action_confirm_presence()
        present = self.activity.signup_ids[:1].volunteer_id
        absent = (self.member | self.citizen) - present
        with self.assertRaisesRegex(UserError, f"{present.name}.*presence"):
            with self.cr.savepoint():
                self.claim_for(self.rows(present, absent))
        self.assertFalse(self.Hour.search([("source", "=", "claim")]))
        with self.assertRaisesRegex(UserError, f"{absent.name}: chosen twice"):
            self.claim_for(self.rows(absent, absent))
        with self.assertRaisesRegex(UserError, f"{present.name} .*\n?.*"):
            self.claim_for(self.rows(present, start="09:00"))
        with self.assertRaisesRegex(UserError, f"{absent.name}: .*like 08:00"):
            self.claim_for(self.rows(absent, start="early"))
        with self.assertRaisesRegex(UserError, "nor belongs to the team"):
            self.claim_for([[1], {"volunteer_id": [1]}, {}])
        for rows in ([], None):
            with self.assertRaisesRegex(UserError, "Choose who"):
                self.claim_for(rows)
        with self.assertRaisesRegex(UserError, "what they did"):
            self.claim_for(self.rows(absent), description=" ")

    def test_who_may(self):
        for user in (self.member_user, self.portal_user, self.stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.claim_for(self.rows(self.citizen), user=user)
        with self.assertRaisesRegex(UserError, "volunteer office"):
            self.claim_for(self.rows(self.citizen), late_reason="Forgot")

    def test_late(self):
        self.company.volunteer_claim_days = 1
        self.env["volunteer.working.day"].create(
            [
                {"date": self.start.date().replace(), "working": "work"},
            ]
        )
        with self.assertRaisesRegex(UserError, "within 1 working days"):
            with self.cr.savepoint():
                self.claim_for(self.rows(self.citizen))
        line = self.claim_for(
            self.rows(self.citizen), user=self.officer, late_reason="Lists got lost"
        )
        self.assertEqual(line.late_reason, "Lists got lost")

    def test_activities_that_give_no_hours(self):
        self.activity.counts_hours = False
        with self.assertRaisesRegex(UserError, "not hours"):
            self.claim_for(self.rows(self.citizen))

    def test_cost_does_not_grow_with_people(self):
        people = [self.make_volunteer(f"V{number:02d}") for number in range(21)]
        self.env["volunteer.team.member"].create(
            [
                {
                    "team_id": self.team.id,
                    "volunteer_id": person.id,
                    "date_from": "2020-01-01",
                }
                for person in people
            ]
        )

        def cost(some, start):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.claim_for(
                self.rows(*some, minutes=60, start=start),
                attachments=[("list.pdf", PDF)],
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(people[:1], "08:00")
        few = cost(people[1:2], "10:00")
        many = cost(people[2:], "12:00")
        self.assertLessEqual(many, few + 8)

    def test_wizard(self):
        Wizard = self.env["volunteer.roster.claim.wizard"].with_user(self.leader_user)
        wizard = Wizard.with_context(
            active_model="volunteer.activity", active_id=self.activity.id
        ).create({"description": "Guided patients"})
        self.assertEqual((wizard.start, wizard.hours), ("08:00", 3.5))
        picked = wizard.line_ids.filtered("picked").volunteer_id
        self.assertEqual(picked, self.member | self.citizen)
        own = wizard.line_ids.filtered(lambda line: line.volunteer_id == self.citizen)
        own.write({"hours": 2, "start": "09:30"})
        wizard.action_claim()
        lines = self.Hour.search([("activity_id", "=", self.activity.id)])
        self.assertEqual(
            {(line.volunteer_id, line.hours, line.period) for line in lines},
            {
                (self.member, 3.5, "08:00–11:30"),
                (self.citizen, 2.0, "09:30–11:30"),
            },
        )

    def test_own_claim_at_the_desk(self):
        Wizard = self.env["volunteer.claim.wizard"].with_user(self.member_user)
        wizard = Wizard.create(
            {
                "date": self.start.date(),
                "hours": 1.5,
                "project_id": self.project.id,
                "description": "Guided patients",
                "start": "14:00",
            }
        )
        wizard.action_submit()
        line = self.Hour.search([("volunteer_id", "=", self.member.id)])
        self.assertEqual((line.state, line.hours), ("submitted", 1.5))
        self.assertEqual(line.period, "14:00–15:30")
        # The next form begins with the project of the last claim.
        self.project.state = "running"
        self.assertEqual(Wizard.new({}).project_id._origin, self.project)
        self.assertIn(self.activity, wizard.claimable_ids)
