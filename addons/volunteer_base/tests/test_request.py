from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_needs import NeedsCommon


@tagged("post_install", "-at_install")
class TestRequest(NeedsCommon):
    """A department asks, the office answers, the department rates."""

    def _assessed(self, **vals):
        request = self._ask(**vals).with_user(self.officer)
        request.action_assess("Good work for volunteers")
        return request

    def test_whole_way(self):
        request = self._ask(post_id=self.post.id, mon=True, thu=True)
        self.assertEqual(request.user_id, self.nurse)
        todo = request.sudo().activity_ids
        self.assertEqual(todo.user_id, self.officer)
        office = request.with_user(self.officer)
        office.action_assess("Good work for volunteers")
        self.assertEqual(request.assessment, "Good work for volunteers")
        project = self.env["volunteer.project"].browse(
            office.action_plan(team_id=self.team.id, with_activities=True)
        )
        self.assertEqual(request.state, "planned")
        self.assertFalse(request.sudo().activity_ids, "nothing left to do")
        self.assertEqual(project.name, request.name)
        activities = request.sudo().service_activity_ids
        self.assertEqual({activity.date.weekday() for activity in activities}, {0, 3})
        self.assertEqual(len(activities), 2)
        self.assertEqual(activities.slot_ids.mapped("seats"), [2, 2])
        start = fields.Datetime.context_timestamp(
            activities[0].with_context(tz=self.company.volunteer_tz),
            activities[0].start,
        )
        self.assertEqual((start.hour, start.minute), (8, 0))
        self.assertFalse(request._has_begun_sudo(), "drafts of coming days")
        request.with_user(self.head).action_rate(4, "Kind people")
        self.assertEqual((request.state, request.rating), ("rated", 4))
        self.assertEqual(request.rated_by_id, self.head)

    def test_who_reads(self):
        request = self._ask()
        colleague = self._ask(
            self.foreign_nurse, department_id=self.foreign_department.id
        )
        elsewhere = self._new_user(
            "elsewhere", "volunteer_base.group_officer", self.other_company
        )
        Request = self.env["volunteer.request"]
        both = [("id", "in", (request | colleague).ids)]
        for user, expected in (
            (self.nurse, request),
            (self.head, request),
            (self.foreign_nurse, colleague),
            (self.officer, request | colleague),
            (self.leader, Request),
            (self.staff, Request),
            (elsewhere, Request),
        ):
            mine = Request.with_user(user)
            self.assertEqual(mine.search(both).sudo(), expected.sudo(), user.login)
        with self.assertRaises(AccessError):
            request.with_user(self.foreign_nurse).read(["reason"])
        with self.assertRaises(AccessError):
            Request.with_user(self.portal).search([])

    def test_who_has_moved_to_another_department(self):
        request = self._ask()
        request.with_user(self.nurse).read(["name"])
        employee = self.env["hr.employee"].search([("user_id", "=", self.nurse.id)])
        employee.department_id = self.foreign_department
        self.env.invalidate_all()
        self.assertFalse(
            self.env["volunteer.request"]
            .with_user(self.nurse)
            .search([("id", "=", request.id)])
        )

    def test_for_the_own_department_only(self):
        with self.assertRaises(AccessError):
            self._ask(department_id=self.foreign_department.id)
        with self.assertRaises(AccessError):
            self._ask(self.staff)
        request = self._ask()
        with self.assertRaises(AccessError):
            request.write({"department_id": self.foreign_department.id})
        with self.assertRaises(UserError):
            self._ask(self.officer, company_id=self.other_company.id)

    def test_a_department_does_not_answer_itself(self):
        request = self._ask()
        for deed in (
            lambda: request.action_assess("Fine"),
            lambda: request.action_refuse("No"),
            request.action_plan,
            lambda: request.write({"assessment": "Fine"}),
            lambda: request.write({"social_worker_id": self.nurse.id}),
            lambda: request.write({"state": "planned"}),
            lambda: self._ask(assessment="Fine"),
            lambda: self._ask(social_worker_id=self.nurse.id),
            # A request for a department that is not one's own, to answer it oneself.
            lambda: self._ask(
                self.foreign_nurse, social_worker_id=self.foreign_nurse.id
            ),
            lambda: (
                self.env["volunteer.request"]
                .with_user(self.staff)
                .with_context(default_social_worker_id=self.staff.id)
                .create(self.env["volunteer.request"].browse(request.id).copy_data()[0])
            ),
            lambda: self._ask(user_id=self.head.id),
        ):
            with self.assertRaises(AccessError):
                deed()
        with self.assertRaises(AccessError):
            request.with_user(self.officer).write({"rating": 5})

    def test_answered_requests_keep_their_words(self):
        request = self._assessed().with_user(self.nurse)
        with self.assertRaises(UserError):
            request.write({"heads": 9})
        request.with_user(self.officer).write({"post_id": self.post.id})

    def test_social_worker_answers(self):
        request = self._ask()
        with self.assertRaises(AccessError):
            request.with_user(self.staff).action_assess("Fine")
        request.with_user(self.officer).social_worker_id = self.staff
        self.assertEqual(request.sudo().activity_ids.user_id, self.staff)
        own = request.with_user(self.staff)
        own.assessment = "Visited the counter"
        own.action_assess()
        project = self.env["volunteer.project"].browse(own.action_plan())
        self.assertEqual(project.social_worker_id, self.staff)

    def test_refused_with_a_reason(self):
        request = self._ask().with_user(self.officer)
        with self.assertRaises(UserError):
            request.action_refuse(" ")
        request.action_refuse("This is nursing")
        self.assertEqual(request.refuse_reason, "This is nursing")
        note = request.message_ids.filtered(
            lambda message: self.nurse.partner_id in message.partner_ids
        )
        self.assertIn("This is nursing", note.body)
        with self.assertRaises(UserError):
            request.with_user(self.head).action_rate(1)
        request.action_reopen()
        self.assertEqual(request.state, "open")

    def test_rating(self):
        request = self._assessed()
        with self.assertRaises(UserError):
            request.with_user(self.nurse).action_rate(5)
        request.action_plan(self.project.id)
        self.assertEqual(request.project_id, self.project)
        for user in (self.officer, self.foreign_nurse):
            with self.assertRaises(AccessError):
                request.with_user(user).action_rate(5)
        for rating in (0, 6, "5", None):
            with self.assertRaises(UserError):
                request.with_user(self.nurse).action_rate(rating)
        request.with_user(self.nurse).action_rate(5)
        self.assertEqual(request.rating, 5)

    def test_planning_refuses(self):
        request = self._ask().with_user(self.officer)
        with self.assertRaises(UserError):
            request.action_plan()
        with self.assertRaises(UserError):
            request.action_assess()
        request.action_assess("Fine")
        foreign = self.env["volunteer.project"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            request.action_plan(foreign.id)
        self.project.action_close()
        with self.assertRaises(UserError):
            request.action_plan(self.project.id)
        with self.assertRaises(UserError, msg="no post"):
            request.action_plan(team_id=self.team.id, with_activities=True)
        self.assertEqual(request.state, "assessed")

    def test_withdrawn(self):
        request = self._ask()
        with self.assertRaises(AccessError):
            request.with_user(self.foreign_nurse).action_withdraw()
        request.action_withdraw()
        self.assertEqual(request.state, "withdrawn")
        self.assertFalse(request.sudo().activity_ids)
        with self.assertRaises(UserError):
            request.action_withdraw()

    @mute_logger("odoo.sql_db")
    def test_what_makes_no_sense(self):
        for vals in ({"heads": 0}, {"date_to": "2000-01-01"}, {"time_from": 23.0}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._ask(**vals)

    def test_average_leaves_out_what_is_not_rated(self):
        request = self._assessed()
        request.action_plan()
        request.with_user(self.nurse).action_rate(4)
        self._ask()
        ((average,),) = self.env["volunteer.request"]._read_group(
            [("department_id", "=", self.department.id)], [], ["rating:avg"]
        )
        self.assertEqual(average, 4)

    def test_menu_of_those_who_have_a_department(self):
        menu = self.env.ref("volunteer_base.volunteer_request_menu_mine").id
        Menu = self.env["ir.ui.menu"]
        self.assertIn(menu, Menu.with_user(self.nurse).load_menus(False))
        self.assertNotIn(menu, Menu.with_user(self.staff).load_menus(False))

    def test_home_of_heads(self):
        menu = self.env.ref("volunteer_base.volunteer_home_menu").id
        Menu = self.env["ir.ui.menu"]
        self.assertIn(menu, Menu.with_user(self.head).load_menus(False))
        self.assertNotIn(menu, Menu.with_user(self.staff).load_menus(False))
        self.assertTrue(self.env["volunteer.home"].with_user(self.head).get_tiles())
