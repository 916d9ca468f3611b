import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon

GOOD_ID = "11010519491231002X"


class StaffCase(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department, cls.other_department = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Surgery", "Pharmacy")
            ]
        )
        cls.below = cls.env["hr.department"].create(
            {
                "name": "Day surgery",
                "company_id": cls.company.id,
                "parent_id": cls.department.id,
            }
        )

    @classmethod
    def _new_employee(cls, name, department=None, **vals):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "department_id": (department or cls.department).id,
                **vals,
            }
        )

    def _register(self, user=None, **vals):
        wizard = (
            self.env["volunteer.staff.registration"]
            .with_user(user or self.officer)
            .create(
                {
                    "company_id": self.company.id,
                    "department_ids": self.department.ids,
                    **vals,
                }
            )
        )
        wizard.action_register()
        return wizard


@tagged("post_install", "-at_install")
class TestStaffRegistration(StaffCase):
    def test_departments_and_below(self):
        one = self._new_employee(
            "One", user_id=self._new_user("one", "base.group_user").id
        )
        two = self._new_employee("Two", self.below, employee_type="contractor")
        three = self._new_employee("Three", self.other_department)
        wizard = (
            self.env["volunteer.staff.registration"]
            .with_user(self.officer)
            .create(
                {"company_id": self.company.id, "department_ids": self.department.ids}
            )
        )
        self.assertEqual(
            (
                wizard.employee_count,
                wizard.known_count,
                wizard.new_count,
                wizard.no_login_count,
            ),
            (2, 0, 2, 1),
        )
        wizard.action_register()
        both = one.volunteer_id | two.volunteer_id
        self.assertEqual(len(both), 2)
        self.assertFalse(three.volunteer_id)
        self.assertEqual(set(both.mapped("state")), {"applied"})
        self.assertEqual(set(both.mapped("confirmation")), {"pending"})
        self.assertEqual(set(both.mapped("source")), {"department"})
        self.assertEqual(one.volunteer_id.user_id, one.user_id)
        self.assertTrue(two.volunteer_id.is_contract)
        self.assertFalse(one.volunteer_id.is_contract)
        wizard.invalidate_recordset()
        self.assertEqual((wizard.known_count, wizard.new_count), (2, 0))
        with self.assertRaisesRegex(UserError, "on file already"):
            wizard.action_register()

    def test_without_departments_below(self):
        two = self._new_employee("Two", self.below)
        with self.assertRaises(UserError):
            self._register(sub_departments=False)
        self.assertFalse(two.volunteer_id)

    def test_single_employees_and_mark(self):
        one = self._new_employee("One")
        self._new_employee("Two")
        self._register(mode="employee", employee_ids=one.ids, contract="all")
        self.assertTrue(one.volunteer_id.is_contract)
        self.assertFalse(
            self.env["hr.employee"].search(
                [
                    ("volunteer_id", "=", False),
                    ("department_id", "=", self.department.id),
                ]
            )
            - self.env["hr.employee"].search([("name", "=", "Two")])
        )

    def test_who_is_a_volunteer_by_login_is_linked(self):
        employee = self._new_employee("Staff", user_id=self.staff.id)
        self._register()
        self.assertEqual(employee.volunteer_id, self.staff_volunteer)
        self.assertEqual(self.staff_volunteer.state, "registered")
        self.assertEqual(self.staff_volunteer.confirmation, "none")

    def test_one_person_in_two_units(self):
        user = self._new_user("both", "base.group_user")
        user.company_ids = [(4, self.other_company.id)]
        first = self._new_employee("Both", user_id=user.id)
        second = self.env["hr.employee"].create(
            {
                "name": "Both",
                "company_id": self.other_company.id,
                "user_id": user.id,
            }
        )
        volunteers = self.env["volunteer.volunteer"]._register_employees_sudo(
            first | second
        )
        self.assertEqual(len(volunteers), 1)
        self.assertEqual(first.volunteer_id | second.volunteer_id, volunteers)
        self.assertEqual(volunteers.company_ids, self.company | self.other_company)

    def test_who_left_is_asked_again(self):
        """Shown as unregistered, so the wizard re-opens the record and its number."""
        people = [self._new_employee(name) for name in ("Left", "Archived", "Serving")]
        left, archived, serving = people
        for employee in people:
            employee.volunteer_id = self._new_volunteer(employee.name, kind="staff")
        left.volunteer_id.action_leave("Moved")
        archived.volunteer_id.active = False
        code = left.volunteer_id.code
        wizard = (
            self.env["volunteer.staff.registration"]
            .with_user(self.officer)
            .create(
                {"company_id": self.company.id, "department_ids": self.department.ids}
            )
        )
        self.assertEqual(
            (wizard.gone_count, wizard.known_count, wizard.new_count), (2, 1, 0)
        )
        wizard.reopen = True
        self.assertEqual(
            (wizard.gone_count, wizard.known_count, wizard.new_count), (2, 1, 2)
        )
        wizard.action_register()
        both = left.volunteer_id | archived.volunteer_id
        self.assertEqual(set(both.mapped("state")), {"applied"})
        self.assertEqual(set(both.mapped("confirmation")), {"pending"})
        self.assertTrue(all(both.mapped("active")))
        self.assertEqual(left.volunteer_id.code, code)
        self.assertEqual(
            left.volunteer_id.life_event_ids.sorted("id")[-1:].state_to, "applied"
        )
        self.assertEqual(serving.volunteer_id.state, "registered")
        with self.assertRaisesRegex(UserError, "have not agreed"):
            left.volunteer_id.with_user(self.officer).action_accept()
        left.volunteer_id._confirm_staff_sudo("tap", fields.Date.today())
        self.assertEqual(left.volunteer_id.state, "registered")
        self.assertFalse(left.volunteer_id.date_left)

    def test_other_units_and_former_staff_are_not_counted(self):
        self._new_employee("Gone").departure_date = "2020-01-01"
        self._new_employee("Here")
        Wizard = self.env["volunteer.staff.registration"]
        vals = {"company_id": self.company.id, "mode": "company"}
        self.assertEqual(
            Wizard.with_user(self.officer).create(vals).employee_count,
            self.env["hr.employee"].search_count([("company_id", "=", self.company.id)])
            - 1,
        )
        stranger = self._new_user(
            "stranger", "volunteer_base.group_officer", self.other_company
        )
        self.assertEqual(Wizard.with_user(stranger).new(vals).employee_count, 0)

    def test_who_serves_in_another_unit_is_asked(self):
        """Linked by the login, but serves here only after agreeing."""
        user = self._new_user("elsewhere", "base.group_user", self.other_company)
        volunteer = self._new_volunteer("E", user, company_id=self.other_company.id)
        team = self.env["volunteer.team"].create(
            {
                "name": "Surgeons",
                "company_id": self.company.id,
                "department_id": self.department.id,
                "staff_members": True,
            }
        )
        user.company_ids |= self.company
        employee = self._new_employee("E", user_id=user.id)
        self._register()
        self.assertEqual(employee.volunteer_id, volunteer)
        self.assertNotIn(self.company, volunteer.company_ids)
        request = self.env["volunteer.affiliation"].sudo()._get_open_sudo(volunteer)
        self.assertEqual(request.company_id, self.company)
        request.with_user(user).action_agree()
        self.assertIn(self.company, volunteer.company_ids)
        self.assertEqual(volunteer.team_ids, team)

    def test_office_of_the_unit_only(self):
        self._new_employee("One")
        for user in (self.leader, self.staff):
            with self.assertRaises(AccessError):
                self._register(user=user)
        stranger = self._new_user(
            "stranger", "volunteer_base.group_officer", self.other_company
        )
        with self.assertRaises(AccessError):
            self._register(user=stranger)

    def test_mail_to_who_can_be_reached(self):
        self._new_employee("One", work_email="one@example.com")
        self._new_employee("Two")
        self._register()
        mails = self.env["mail.mail"].search([("email_to", "=", "one@example.com")])
        self.assertEqual(len(mails), 1)
        self.assertIn("/my/volunteer/confirm", mails.body_html)
        self._new_employee("Three", work_email="three@example.com")
        self._register(send_mail=False)
        self.assertFalse(
            self.env["mail.mail"].search([("email_to", "=", "three@example.com")])
        )

    def test_office_cannot_answer_for_them(self):
        employee = self._new_employee("One")
        self._register()
        volunteer = employee.volunteer_id.with_user(self.officer)
        for call in (volunteer.action_accept, volunteer.action_register):
            with self.assertRaisesRegex(UserError, "have not agreed"):
                call()
        for field_name in ("confirmation", "confirmation_date", "confirmation_method"):
            with self.assertRaises(AccessError):
                volunteer.write({field_name: False})

    def test_queries_do_not_grow(self):
        """Registering 200 employees costs fewer than 0.2 queries each."""
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": f"E{number}",
                    "company_id": self.company.id,
                    "department_id": self.department.id,
                    "work_email": f"e{number}@example.com",
                }
                for number in range(600)
            ]
        )
        self._register(mode="employee", employee_ids=employees[:200].ids)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._register(mode="employee", employee_ids=employees[200:].ids)
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 0.2 * 400 + 60)
        self.assertTrue(all(employee.volunteer_id for employee in employees))


@tagged("post_install", "-at_install")
class TestStaffConfirmation(StaffCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._new_user("pending_user", "base.group_user")
        cls.employee = cls._new_employee(
            "Pending",
            user_id=cls.user.id,
            identification_id=GOOD_ID,
            private_phone="13900000000",
        )
        cls.no_login = cls._new_employee("No login")
        cls.env["volunteer.volunteer"]._register_employees_sudo(
            cls.employee | cls.no_login
        )
        cls.volunteer = cls.employee.volunteer_id
        cls.own = cls.volunteer.with_user(cls.user)

    def setUp(self):
        super().setUp()
        self._use_keys()

    def test_one_tap(self):
        self.company.volunteer_requirements = True
        self.own.action_confirm_own({"region": "Hall"})
        self.assertEqual(self.volunteer.state, "registered")
        self.assertEqual(self.volunteer.confirmation, "confirmed")
        self.assertEqual(self.volunteer.confirmation_method, "tap")
        self.assertTrue(self.volunteer.date_registered)
        identity = self.volunteer.identity_ids
        self.assertEqual(identity.region, "Hall")
        self.assertEqual(identity.mobile, "13900000000")
        self.assertTrue(identity.consent_date)
        self.assertEqual(identity.sex, "2")
        self.assertEqual(self.volunteer.id_number_masked[-4:], GOOD_ID[-4:])
        self.assertFalse(self.volunteer._get_open_documents_sudo()[self.volunteer])
        with self.assertRaisesRegex(UserError, "nothing for you"):
            self.own.action_confirm_own()

    def test_refuse_and_change_ones_mind(self):
        self.own.action_refuse_own()
        self.assertEqual(self.volunteer.confirmation, "refused")
        self.assertEqual(self.volunteer.state, "rejected")
        self.volunteer.with_user(self.officer).action_reopen()
        with self.assertRaisesRegex(UserError, "have not agreed"):
            self.volunteer.with_user(self.officer).action_accept()
        self.own.action_confirm_own()
        self.assertEqual(self.volunteer.state, "registered")

    def test_rejected_by_the_office(self):
        """Who was rejected does not register themselves; nobody agrees for them."""
        volunteer = self.volunteer.with_user(self.officer)
        volunteer.action_reject("Not now")
        self.assertEqual(self.volunteer.confirmation, "none")
        with self.assertRaisesRegex(UserError, "nothing for you"):
            self.own.action_confirm_own()
        self.assertEqual(self.volunteer.state, "rejected")
        volunteer.action_reopen()
        with self.assertRaisesRegex(UserError, "have not agreed"):
            volunteer.action_accept()
        self.own.action_confirm_own()
        self.assertEqual(self.volunteer.state, "registered")

    def test_rejected_after_a_refusal(self):
        self.own.action_refuse_own()
        volunteer = self.volunteer.with_user(self.officer)
        volunteer.action_reopen()
        volunteer.action_reject("Not now")
        with self.assertRaisesRegex(UserError, "nothing for you"):
            self.own.action_confirm_own()
        volunteer.action_reopen()
        with self.assertRaisesRegex(UserError, "have not agreed"):
            volunteer.action_accept()

    def test_hr_takes_no_record_over(self):
        """Only the office says who is which volunteer, and nobody their own login."""
        hr_user = self._new_user("hr_user", "hr.group_hr_user")
        employee = self._new_employee("HR").with_user(hr_user)
        target = self._new_volunteer("Target")
        with self.assertRaises(AccessError):
            employee.volunteer_id = target.id
        with self.assertRaises(AccessError):
            employee.create({"name": "Second", "volunteer_id": target.id})
        with self.assertRaises(AccessError):
            self.employee.with_user(hr_user).volunteer_id = False
        employee.sudo().volunteer_id = target
        employee.user_id = hr_user
        self.assertFalse(target.user_id)
        both = self._new_user(
            "hr_office", "hr.group_hr_user,volunteer_base.group_officer"
        )
        stranger = self._new_volunteer("Stranger", company_id=self.other_company.id)
        other = self._new_employee("Other").with_user(both)
        with self.assertRaises(AccessError):
            other.volunteer_id = stranger.id
        both.company_ids |= self.other_company
        other = other.with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        with self.assertRaisesRegex(UserError, "does not serve"):
            other.volunteer_id = stranger.id

    def test_nobody_answers_for_another(self):
        for user in (self.staff, self.officer, self.portal):
            other = self.volunteer.with_user(user)
            for call in (other.action_confirm_own, other.action_refuse_own):
                with self.assertRaises(AccessError):
                    call()

    def test_asked_again(self):
        self.own.action_refuse_own()
        self.volunteer.with_user(self.officer).action_ask_confirmation()
        self.assertEqual(
            (self.volunteer.state, self.volunteer.confirmation), ("applied", "pending")
        )
        with self.assertRaises(AccessError):
            self.own.action_ask_confirmation()
        with self.assertRaisesRegex(UserError, "need not confirm"):
            self.staff_volunteer.with_user(self.officer).action_ask_confirmation()

    def test_id_number_of_another_is_left_out(self):
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.staff_volunteer.id, "id_number": GOOD_ID}
        )
        self.own.action_confirm_own()
        self.assertEqual(self.volunteer.state, "registered")
        self.assertFalse(self.volunteer.id_number_masked)

    def test_without_a_key(self):
        self._use_keys(present=False)
        self.own.action_confirm_own()
        self.assertEqual(self.volunteer.state, "registered")
        self.assertFalse(self.volunteer.id_number_masked)

    def _new_list(self, volunteers, **vals):
        return (
            self.env["volunteer.staff.confirmation"]
            .with_user(self.officer)
            .create(
                {
                    "company_id": self.company.id,
                    "volunteer_ids": volunteers.ids,
                    "file": base64.b64encode(b"%PDF-1.4 scan"),
                    "filename": "list.pdf",
                    **vals,
                }
            )
        )

    def test_signed_list(self):
        both = self.volunteer | self.no_login.volunteer_id
        signed = self._new_list(both, date="2026-01-05")
        (page,) = signed._get_signing_pages()
        self.assertEqual([row[0] for row in page], [1, 2])
        signed.action_confirm()
        self.assertEqual(set(both.mapped("state")), {"registered"})
        self.assertEqual(set(both.mapped("confirmation_method")), {"list"})
        self.assertEqual(
            set(both.mapped("confirmation_date")), {fields.Date.to_date("2026-01-05")}
        )
        self.assertEqual(both.confirmation_list_id, signed)
        for call in (lambda: signed.write({"name": "x"}), signed.unlink):
            with self.assertRaisesRegex(UserError, "stays as it was"):
                call()
        with self.assertRaises(UserError):
            signed.action_confirm()

    def test_scan_is_a_picture_or_pdf(self):
        with self.assertRaisesRegex(UserError, "PDF, JPEG or PNG"):
            self._new_list(
                self.volunteer,
                file=base64.b64encode(b"<html><script>"),
                filename="a.pdf",
            )

    def test_who_answered_meanwhile_stays_so(self):
        both = self.volunteer | self.no_login.volunteer_id
        signed = self._new_list(both)
        self.own.action_confirm_own()
        signed.action_confirm()
        self.assertEqual(self.volunteer.confirmation_method, "tap")
        self.assertEqual(self.no_login.volunteer_id.confirmation_method, "list")

    def test_list_is_printed(self):
        signed = self._new_list(self.volunteer | self.no_login.volunteer_id)
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html(
                "volunteer_base.volunteer_staff_confirmation_report", signed.ids
            )
        )
        self.assertIn("No login", html.decode())
        self.assertIn("Surgery", html.decode())
        title = self.env.ref("volunteer_base.volunteer_document_consent").name
        self.assertIn(title, html.decode())

    def test_queries_do_not_grow(self):
        counts = []
        for number in (1, 1, 20):
            employees = self.env["hr.employee"].create(
                [
                    {
                        "name": f"E{index}",
                        "company_id": self.company.id,
                        "department_id": self.department.id,
                        "private_phone": f"1380000{index:04}",
                    }
                    for index in range(number)
                ]
            )
            people = self.env["volunteer.volunteer"]._register_employees_sudo(employees)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people._confirm_staff_sudo("list", fields.Date.today())
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # A cache that runs out in between costs one more; a row costs none.
        self.assertLessEqual(counts[2], counts[1] + 2)

    def test_list_is_checked(self):
        for vals, sentence in (
            ({"file": False}, "Upload the scan"),
            ({"date": fields.Date.today() + timedelta(days=2)}, "future"),
            ({"volunteer_ids": False}, "Choose the people"),
            ({"volunteer_ids": self.staff_volunteer.ids}, "not waiting"),
        ):
            signed = self._new_list(self.no_login.volunteer_id)
            signed.write(
                {
                    **vals,
                    **(
                        {"volunteer_ids": [(6, 0, vals["volunteer_ids"] or [])]}
                        if "volunteer_ids" in vals
                        else {}
                    ),
                }
            )
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                signed.action_confirm()
        with self.assertRaises(AccessError):
            signed.with_user(self.staff).action_confirm()
        other = self._new_volunteer("Other", company_id=self.other_company.id)
        other.sudo().write({"state": "applied", "confirmation": "pending"})
        foreign = self._new_list(self.no_login.volunteer_id)
        foreign.sudo().volunteer_ids = other
        with self.assertRaises(UserError):
            foreign.action_confirm()
        self.assertEqual(other.state, "applied")

    def test_list_fills_from_departments(self):
        signed = (
            self.env["volunteer.staff.confirmation"]
            .with_user(self.officer)
            .new({"company_id": self.company.id, "department_ids": self.department.ids})
        )
        signed._onchange_department_ids()
        self.assertEqual(
            signed.volunteer_ids._origin, self.volunteer | self.no_login.volunteer_id
        )


@tagged("post_install", "-at_install")
class TestStaffCoverage(StaffCase):
    def test_statuses(self):
        self.env["volunteer.volunteer"]._register_employees_sudo(
            self._new_employee("Pending")
            | self._new_employee("Refused")
            | self._new_employee("Suspended")
        )
        refused = (
            self.env["hr.employee"].search([("name", "=", "Refused")]).volunteer_id
        )
        refused.sudo().user_id = self._new_user("refused", "base.group_user")
        refused.with_user(refused.user_id).action_refuse_own()
        suspended = self.env["hr.employee"].search([("name", "=", "Suspended")])
        suspended.volunteer_id._confirm_staff_sudo("tap", fields.Date.today())
        suspended.volunteer_id.action_suspend("No-shows")
        self._new_employee("Unregistered")
        left = self._new_employee("Left")
        left.write({"departure_date": "2020-01-01"})
        self.env.flush_all()
        Coverage = self.env["volunteer.staff.coverage"].with_user(self.officer)
        domain = [("department_id", "=", self.department.id), ("is_current", "=", True)]
        rows = Coverage.search(domain)
        self.assertEqual(
            {row.employee_id.sudo().name: row.status for row in rows},
            {
                "Pending": "pending",
                "Refused": "refused",
                "Suspended": "confirmed",
                "Unregistered": "unregistered",
            },
        )
        ((_department, confirmed, rate),) = Coverage._read_group(
            domain, ["department_id"], ["confirmed_count:sum", "rate:avg"]
        )
        self.assertEqual((confirmed, rate), (1, 25.0))

    def test_units_and_readers(self):
        self._new_employee("One")
        hr_user = self._new_user("hr_user", "hr.group_hr_user")
        Coverage = self.env["volunteer.staff.coverage"]
        domain = [("department_id", "=", self.department.id)]
        self.assertEqual(len(Coverage.with_user(hr_user).search(domain)), 1)
        stranger = self._new_user(
            "stranger", "volunteer_base.group_officer", self.other_company
        )
        self.assertFalse(Coverage.with_user(stranger).search(domain))
        with self.assertRaises(AccessError):
            Coverage.with_user(self.leader).search(domain)

    def test_row_opens_what_the_reader_may_see(self):
        employee = self._new_employee("One")
        hr_user = self._new_user("hr_user", "hr.group_hr_user")
        row = self.env["volunteer.staff.coverage"].search(
            [("employee_id", "=", employee.id)]
        )
        self.assertEqual(
            row.with_user(hr_user).action_open_volunteer()["res_model"], "hr.employee"
        )
        action = row.with_user(self.officer).action_open_volunteer()
        wizard = (
            self.env["volunteer.staff.registration"]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.employee_ids.ids, employee.ids)
        self.assertEqual(wizard.new_count, 1)
        wizard.action_register()
        row.invalidate_recordset()
        self.assertEqual(
            row.with_user(self.officer).action_open_volunteer()["res_id"],
            employee.volunteer_id.id,
        )
