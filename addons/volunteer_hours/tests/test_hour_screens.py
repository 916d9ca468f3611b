from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OFFICE, HoursCase


@tagged("post_install", "-at_install")
class TestHourScreens(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A head of department: decides by route only, without any group of ours.
        cls.send_claims_to(cls.stranger)
        cls.line = cls.claim()
        cls.line.with_user(cls.member_user).action_submit()

    def as_stranger(self, record):
        return record.with_user(self.stranger)

    def wizard(self, lines, user, **vals):
        return (
            self.env["volunteer.hour.decision.wizard"]
            .with_user(user)
            .with_context(active_model="volunteer.hour", active_ids=lines.ids)
            .create(vals)
        )

    def reason_wizard(self, lines, user, method, reason="Because"):
        return (
            self.env["volunteer.reason.wizard"]
            .with_user(user)
            .with_context(active_model="volunteer.hour", active_ids=lines.ids)
            .create({"method": method, "reason": reason})
        )

    def test_queue_without_a_group(self):
        """Who may not read volunteers still finds what waits, and reads every field."""
        Hour = self.as_stranger(self.Hour)
        queue = Hour.search([("my_turn", "=", True)])
        self.assertEqual(queue, self.line)
        self.assertTrue(queue.my_turn)
        self.assertFalse(
            self.Hour.with_user(self.officer).search([("my_turn", "=", True)])
        )
        view = self.env.ref("volunteer_hours.volunteer_hour_view_form")
        arch = etree.fromstring(Hour.get_view(view.id, "form")["arch"])
        names = {
            node.get("name")
            for node in arch.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }
        self.assertIn("turn", names)
        self.assertNotIn("notice_id", names)
        [values] = queue.web_read({name: {} for name in names})
        self.assertEqual(values["turn"], self.stranger.name)
        [named] = queue.web_read({"volunteer_id": {"fields": {"display_name": {}}}})
        self.assertIn("Member", named["volunteer_id"]["display_name"])
        with self.assertRaises(AccessError):
            queue.volunteer_id.user_id.check_access("write")

    def test_nobody_queues_for_oneself(self):
        office_member = self.make_volunteer("Office member", self.officer)
        lines = self.env["volunteer.hour"]
        for _day in range(2):
            lines |= self.claim(
                office_member if not lines else self.citizen, project_id=False
            )
        route = self.env["volunteer.approval.route"].create(
            {
                "name": "Office",
                "sequence": 0,
                "company_id": self.company.id,
                "step_ids": [
                    Command.create({"kind": "group", "group_id": self.ref(OFFICE)})
                ],
            }
        )
        self.company.volunteer_executive_id = self.other_officer
        lines.action_submit()
        self.assertTrue(route)
        queue = self.Hour.with_user(self.officer).search([("my_turn", "=", True)])
        self.assertEqual(queue, lines[1])
        self.assertFalse(lines[0].with_user(self.officer).my_turn)
        self.assertTrue(lines[0].with_user(self.other_officer).my_turn)

    def test_correct_and_approve(self):
        wizard = self.wizard(self.line, self.stranger, hours=1.5, note="Lunch")
        self.assertEqual(wizard.hour_ids, self.line)
        wizard.action_approve()
        self.assertEqual((self.line.state, self.line.minutes), ("approved", 90))
        decision = self.line.approval_ids
        self.assertEqual((decision.old_minutes, decision.new_minutes), (120, 90))
        self.assertEqual(decision.note, "Lunch")
        self.assertTrue(self.as_stranger(self.line).can_undo)
        self.assertFalse(self.line.with_user(self.officer).can_undo)

    def test_same_hours_leave_no_correction(self):
        wizard = self.wizard(self.line, self.stranger, note="Fine")
        self.assertEqual(wizard.hours, 2.0)
        wizard.action_approve()
        self.assertEqual((self.line.state, self.line.minutes), ("approved", 120))
        self.assertFalse(self.line.approval_ids.new_minutes)

    def test_several_lines(self):
        other = self.claim(self.citizen, minutes=90)
        other.action_submit()
        both = self.line | other
        wizard = self.wizard(both, self.stranger)
        self.assertFalse(wizard.hours, "nothing is changed unless it is typed")
        wizard.hours = 1.5
        wizard.action_approve()
        self.assertEqual(both.mapped("minutes"), [90, 90])
        self.assertEqual(set(both.mapped("state")), {"approved"})
        self.assertFalse(other.approval_ids.new_minutes)

    def test_wizard_decides_nothing_by_itself(self):
        for user in (self.member_user, self.officer):
            wizard = self.wizard(self.line, user)
            with self.assertRaises(UserError):
                wizard.action_approve()
        with self.assertRaises(UserError):
            self.wizard(self.Hour, self.stranger).action_approve()
        with self.assertRaises(UserError):
            self.wizard(self.line, self.stranger, hours=1.37).action_approve()
        self.assertEqual(self.line.state, "submitted")

    def test_refuse_with_reason(self):
        self.reason_wizard(self.line, self.stranger, "action_refuse").action_confirm()
        self.assertEqual(self.line.state, "refused")
        self.assertEqual(self.line.approval_ids.note, "Because")
        wizard = self.reason_wizard(self.line, self.stranger, "action_reverse")
        with self.assertRaises(AccessError):
            wizard.action_confirm()
        wizard = self.reason_wizard(self.line, self.officer, "unlink")
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_beside_the_line(self):
        self.claim(minutes=60, date=self.line.date)
        self.assertEqual(self.line.month_hours, 3.0)
        self.assertFalse(self.line.period)
        [line_id] = self.activity.signup_ids[0].action_confirm_presence()
        line = self.Hour.browse(line_id)
        self.assertEqual(line.period, "08:00–11:30")
        self.assertTrue(self.line.with_user(self.member_user).is_own)
        self.assertFalse(self.as_stranger(self.line).is_own)

    def test_roster(self):
        signup = self.activity.signup_ids[0]
        self.assertEqual(signup.presence, "none")
        signup.action_check_in(when=self.start)
        self.assertEqual((signup.presence, signup.stay), ("here", "08:00–"))
        signup.action_check_out(when=self.stop)
        self.assertEqual((signup.presence, signup.stay), ("left", "08:00–11:30"))
        self.assertEqual(signup.hours, 3.5)
        self.assertEqual(self.activity.hour_total, 3.5)

    def test_notice_counts_what_it_would_take(self):
        self.as_stranger(self.line).action_approve()
        notice = self.env["volunteer.notice"].new({"company_id": self.company.id})
        self.assertEqual(notice.approved_count, 1)
        notice.date_from = "2999-01-01"
        self.assertEqual(notice.approved_count, 0)

    def test_menus(self):
        def visible(user):
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            return lambda xml_id: self.env.ref(xml_id).id in menus

        plain, office = visible(self.stranger), visible(self.officer)
        self.assertTrue(plain("volunteer_base.volunteer_base_menu_root"))
        self.assertTrue(plain("volunteer_hours.volunteer_hour_menu_waiting"))
        for xml_id in (
            "volunteer_base.volunteer_base_menu_activities",
            "volunteer_hours.volunteer_hour_menu",
            "volunteer_hours.volunteer_hour_menu_publish",
        ):
            self.assertFalse(plain(xml_id), xml_id)
            self.assertTrue(office(xml_id), xml_id)

    def test_every_group_opens_its_screens(self):
        """Each user reads every field of every list and form that a menu offers."""
        self.record(self.claim(self.citizen, minutes=60, source="import"))
        hr = self.make_user("test_hr_screens", "volunteer_hours.group_hr")
        data = self.env["ir.model.data"].search(
            [("module", "=", "volunteer_hours"), ("model", "=", "ir.ui.menu")]
        )
        menus = self.env["ir.ui.menu"].browse(data.mapped("res_id"))
        for user in (self.stranger, self.leader_user, hr, self.officer):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for menu in menus:
                if menu.id not in visible or not menu.action:
                    continue
                if menu.action._name == "ir.actions.act_window":
                    with self.subTest(user=user.login, menu=menu.name):
                        self.open_screens(user, menu.action)

    def open_screens(self, user, action):
        model = self.env[action.res_model].with_user(user)
        domain = [("id", "!=", 0)]
        if action.res_model == "volunteer.hour":
            domain = [("company_id", "=", self.company.id)]
        for view_id, kind in action.views:
            arch = etree.fromstring(model.get_view(view_id, kind)["arch"])
            names = {
                node.get("name")
                for node in arch.iter("field")
                if not any(parent.tag == "field" for parent in node.iterancestors())
            }
            if kind in ("list", "kanban", "form"):
                model.web_search_read(
                    domain,
                    {
                        name: {"fields": {"display_name": {}}}
                        if model._fields[name].type == "many2one"
                        else {}
                        for name in names
                    },
                )

    def test_employee_figure(self):
        employee = self.env["hr.employee"].create(
            {"name": "Member", "company_id": self.company.id}
        )
        self.member.employee_id = employee
        line = self.claim(minutes=60)
        self.assertEqual(line.employee_id, employee)
        line.action_submit()
        self.as_stranger(line).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.action_publish()
        self.assertEqual(employee.volunteer_hours, 0.0)
        notice.action_close()
        employee.invalidate_recordset()
        self.assertEqual(employee.volunteer_hours, 1.0)
        hr = self.make_user("test_hr", "volunteer_hours.group_hr,hr.group_hr_user")
        self.assertEqual(employee.with_user(hr).volunteer_hours, 1.0)
        with self.assertRaises(AccessError):
            _hours = employee.with_user(self.stranger).volunteer_hours
