from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .test_working_time import WorkingTimeCase


class TestOffDuty(WorkingTimeCase):
    """The department head confirms time off, or returns the line as part of the job."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.route = cls.env["volunteer.approval.route"].create(
            {
                "name": "Head, then office",
                "company_id": cls.company.id,
                "sequence": 1,
                "step_ids": [
                    (0, 0, {"sequence": 1, "kind": "leader"}),
                    (0, 0, {"sequence": 2, "kind": "department"}),
                    (
                        0,
                        0,
                        {
                            "sequence": 3,
                            "kind": "group",
                            "group_id": cls.env.ref("volunteer_base.group_officer").id,
                        },
                    ),
                ],
            }
        )

    def submitted(self, since="09:00", until="11:00"):
        line = self.serve(since, until)
        line.with_user(self.member_user).action_submit()
        return line

    def test_head_confirms_and_approves(self):
        line = self.submitted()
        # The leader goes first, and leaves it to the head.
        line.with_user(self.leader_user).action_approve()
        self.assertEqual(line.approver_id, self.head_user)
        mine = line.with_user(self.head_user)
        with self.assertRaisesRegex(UserError, "First confirm"):
            mine.action_approve()
        self.assertTrue(mine.can_confirm_off_duty)
        mine.action_confirm_off_duty("rest")
        self.assertEqual((line.off_duty, line.off_duty_by), ("rest", self.head_user))
        mine.action_approve()
        line.with_user(self.officer).action_approve()
        self.assertEqual(line.state, "approved")
        kinds = [entry["kind"] for entry in line._get_trail_sudo()[line.id]]
        self.assertIn("off_duty", kinds)

    def test_wizard_confirms_and_approves_what_is_marked(self):
        marked, other = self.submitted(), self.submitted("18:00", "20:00")
        lines = marked | other
        lines.with_user(self.leader_user).action_approve()
        wizard = Form(
            self.env["volunteer.off.duty.wizard"]
            .with_user(self.head_user)
            .with_context(active_model="volunteer.hour", active_ids=lines.ids)
        )
        wizard.kind = "leave"
        wizard.save().action_confirm_and_approve()
        self.assertEqual(marked.off_duty, "leave")
        self.assertEqual(
            marked.approver_group_id, self.env.ref("volunteer_base.group_officer")
        )
        self.assertEqual(other.approver_id, self.head_user)
        self.assertFalse(other.off_duty)

    def test_returned_as_duty(self):
        line = self.submitted()
        line.with_user(self.leader_user).action_approve()
        line.with_user(self.head_user).action_return_as_duty()
        self.assertEqual(line.state, "refused")
        self.assertIn("your own job", line.approval_ids.mapped("note")[-2])
        evening = self.submitted("18:00", "20:00")
        with self.assertRaisesRegex(UserError, "do not lie in working time"):
            evening.with_user(self.leader_user).action_return_as_duty()

    def test_who_confirms(self):
        line = self.submitted()
        for user in (
            self.member_user,
            self.leader_user,
            self.stranger,
            self.portal_user,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                line.with_user(user).action_confirm_off_duty("rest")
        with self.assertRaises(UserError):
            line.with_user(self.officer).action_confirm_off_duty("holiday")
        line.with_user(self.officer).action_confirm_off_duty("compensatory")
        self.assertEqual(line.off_duty_by, self.officer)

    def test_department_without_head(self):
        """The volunteer office stands in, not whoever comes first."""
        self.department.manager_id = False
        line = self.submitted()
        with self.assertRaises(AccessError):
            line.with_user(self.leader_user).action_confirm_off_duty("rest")
        line.with_user(self.leader_user).action_approve()
        office = line.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "First confirm"):
            office.action_approve()
        office.action_confirm_off_duty("rest")
        office.action_approve()
        self.assertEqual(line.state, "approved")

    def test_head_who_stands_in_for_the_leader_confirms_at_once(self):
        """Their own step is passed over later: it must not be the only guard."""
        self.env["volunteer.delegation"].create(
            {
                "user_id": self.leader_user.id,
                "delegate_id": self.head_user.id,
                "date_from": "2020-01-01",
                "date_to": "2090-01-01",
            }
        )
        line = self.submitted()
        self.assertEqual(line.approver_id, self.head_user)
        with self.assertRaisesRegex(UserError, "First confirm"):
            line.with_user(self.head_user).action_approve()

    def test_nobody_confirms_their_own(self):
        self.department.manager_id = self.employee
        line = self.submitted()
        with self.assertRaises(AccessError):
            line.with_user(self.member_user).action_confirm_off_duty("rest")

    def test_needs_department_head(self):
        line = self.submitted()
        self.assertTrue(line._needs_department_head())
        self.assertFalse(self.submitted("18:00", "20:00")._needs_department_head())
        line.with_user(self.officer).action_confirm_off_duty("rest")
        self.assertTrue(line._needs_department_head())
        line.with_user(self.head_user).action_confirm_off_duty("rest")
        self.assertFalse(line._needs_department_head())

    def test_other_times_are_to_be_confirmed_anew(self):
        line = self.serve("09:00", "11:00")
        line.with_user(self.officer).action_confirm_off_duty("rest")
        line.with_user(self.officer).write({"stop": self.at("11:30"), "minutes": 150})
        self.assertTrue(line.in_working_time)
        self.assertFalse(line.off_duty or line.off_duty_by or line.off_duty_on)

    def test_time_off_known_later(self):
        """What HR enters after the service counts when the line is submitted."""
        line = self.serve("09:00", "11:00")
        self.assertTrue(line.in_working_time)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "date_from": self.at("08:00"),
                "date_to": self.at("12:00"),
                "resource_id": self.employee.resource_id.id,
            }
        )
        line.with_user(self.member_user).action_submit()
        self.assertFalse(line.in_working_time)

    def test_block(self):
        self.company.volunteer_working_time = "block"
        line = self.serve("09:00", "11:00")
        with self.assertRaisesRegex(UserError, "confirms time off first"):
            line.with_user(self.member_user).action_submit()
        line.with_user(self.officer).action_confirm_off_duty("rest")
        line.with_user(self.member_user).action_submit()
        self.assertEqual(line.state, "submitted")
        Mine = self.Hour.with_user(self.member_user)
        day = str(self.DAY.date())
        with freeze_time("2026-03-03 12:00:00"):
            with self.assertRaisesRegex(UserError, "there was work"):
                Mine.action_claim(day, 60, "Guided patients", start="15:00")
            self.assertTrue(Mine.action_claim(day, 60, "Guided", start="18:00"))

    def test_block_keeps_nobody_else_waiting(self):
        """An activity is closed; who was on duty is submitted when time off is said."""
        self.company.volunteer_working_time = "block"
        activity = self.make_activity(self.at("09:00"), self.at("11:00"))
        for signup in activity.signup_ids.with_user(self.officer):
            signup.action_check_in(when=self.at("09:00"))
            signup.action_check_out(when=self.at("11:00"))
        activity.with_user(self.officer).action_done()
        lines = self.Hour.search([("activity_id", "=", activity.id)])
        staff = lines.filtered(lambda line: line.volunteer_id == self.member)
        self.assertEqual((lines - staff).mapped("state"), ["submitted"])
        self.assertEqual(staff.state, "draft")
        staff.with_user(self.head_user).action_confirm_off_duty("rest")
        self.assertEqual(
            (staff.state, staff.off_duty_by), ("submitted", self.head_user)
        )

    def test_staff_say_when_it_was(self):
        """Without clock times nothing can be compared; the office may."""
        Mine = self.Hour.with_user(self.member_user)
        day, saturday = "2026-03-03", "2026-03-07"
        with freeze_time("2026-03-07 12:00:00"):
            with self.assertRaisesRegex(UserError, "at what time the service began"):
                Mine.action_claim(day, 30, "Guided patients")
            self.assertTrue(Mine.action_claim(saturday, 60, "Guided patients"))
            line = self.Hour.browse(Mine.action_claim(day, 60, "Guided", start="18:00"))
            with self.assertRaisesRegex(UserError, "at what time"):
                line.with_user(self.member_user).action_correct_claim(day, 60, "Guided")
            Others = self.Hour.with_user(self.portal_user)
            self.assertTrue(Others.action_claim(day, 60, "Guided patients"))
            self.company.volunteer_working_time = "off"
            self.assertTrue(Mine.action_claim("2026-03-04", 60, "Guided"))
        self.company.volunteer_working_time = "warn"
        self.assertFalse(self.claim(date=day, minutes=150).in_working_time)

    def test_reversal_needs_no_confirmation(self):
        line = self.submitted()
        line.with_user(self.leader_user).action_approve()
        line.with_user(self.head_user).action_confirm_off_duty("rest")
        line.with_user(self.head_user).action_approve()
        line.with_user(self.officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        with self.assertRaises(UserError):
            line.write({"off_duty": "leave"})
        reversal = self.Hour.browse(
            line.with_user(self.officer).action_reverse("Wrong day")
        )
        self.assertTrue(reversal.in_working_time)
        signs = [sign["code"] for sign in reversal.queue_signs]
        self.assertIn("reversal", signs)
        self.assertFalse({"working_time", "same_day"} & set(signs))
        with self.assertRaisesRegex(UserError, "do not lie in working time"):
            reversal.with_user(self.leader_user).action_return_as_duty()
        reversal.with_user(self.leader_user).action_approve()
        self.assertEqual(reversal.approver_id, self.head_user)

    def test_approving_costs_one_query_more(self):
        def queries(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.with_user(self.leader_user).action_approve()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def lines(count, hour):
            made = self.Hour.create(
                [
                    {
                        "volunteer_id": self.member.id,
                        "date": f"2026-03-{day:02}",
                        "start": f"2026-03-{day:02} {hour:02}:00:00",
                        "stop": f"2026-03-{day:02} {hour + 1:02}:00:00",
                        "minutes": 60,
                        "description": "Guided patients",
                    }
                    for day in [9, 10, 11, 12, 13, 16, 17, 18, 19, 20][:count]
                ]
            )
            self.assertEqual(set(made.mapped("in_working_time")), {True})
            made.action_submit()
            return made

        queries(lines(1, 1))
        self.assertLessEqual(queries(lines(10, 2)), queries(lines(1, 3)) + 1)
