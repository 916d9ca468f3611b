import re

from odoo import fields
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mail.tests.common import MockEmail

from ..controllers.reset_password import LOGIN_LIMIT
from .common_account import PASSWORD, AccountCase


@tagged("post_install", "-at_install")
class TestAccount(AccountCase):
    def test_logins(self):
        """E-mail, else volunteer number; never a taken one, never a mobile number."""
        new_test_user(self.env, "b@example.com", "base.group_portal").active = False
        people = [
            self._new_applicant(email="a@example.com", mobile="13800138000"),
            self._new_applicant(mobile="13900139000"),
            self._new_applicant(mobile="13900139000"),
            self._new_applicant(email="b@example.com"),
            self._new_applicant(),
        ]
        everybody = self.env["volunteer.volunteer"].union(*people)
        self._accept(everybody)
        self.assertEqual(
            [person.user_id.login for person in people],
            [
                "a@example.com",
                *(f"v{person.code}".lower() for person in people[1:]),
            ],
        )
        for person in people:
            user = person.user_id
            self.assertTrue(user._is_portal())
            self.assertFalse(user._is_internal())
            self.assertEqual(user.company_ids, self.company)
            self.assertEqual(person.partner_id, user.partner_id)
            self.assertFalse(user.partner_id.phone)
        self.assertEqual(people[0].partner_id.email, "a@example.com")
        self.assertFalse(people[1].partner_id.email)

    def test_queries_a_person(self):
        def count(size):
            people = self.env["volunteer.volunteer"].union(
                *(self._new_applicant(f"P{size}-{n}") for n in range(size))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people._create_portal_account_sudo()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        one, twenty = count(1), count(20)
        self.assertLessEqual(twenty - one, 19 * 10, (one, twenty))

    def test_only_applicants_get_one(self):
        office = self._new_applicant(source="office", email="o@example.com")
        self.assertFalse(self._accept(office))
        self.assertFalse(office.account_date)

    def test_employees_keep_the_hospital_s_login(self):
        person = self._new_applicant(kind="staff", email="s@example.com")
        mails = self._mails()
        self.assertFalse(self._accept(person))
        (mail,) = self._mails() - mails
        self.assertNotIn("reset_password", mail.body_html)

    def test_once(self):
        person = self._new_applicant(email="a@example.com")
        user = self._accept(person)
        mails = len(self._mails())
        officer = person.with_user(self.officer)
        officer.action_leave("moved")
        officer.action_register()
        self.assertEqual(person.user_id, user)
        self.assertEqual(len(self._mails()), mails)

    def test_minor(self):
        born = {
            "kind": "minor",
            "birth_date": fields.Date.subtract(fields.Date.today(), years=11),
            "email": "g@example.com",
        }
        person = self._new_applicant(**born)
        self.assertFalse(self._accept(person))
        self.assertFalse(person.partner_id)
        with self.assertRaisesRegex(UserError, "guardian"):
            person.with_user(self.officer).action_print_access()
        person.with_user(self.officer).guardian_account = True
        person.with_user(self.officer).action_print_access()
        self.assertEqual(person.user_id.login, "g@example.com")
        other = self._new_applicant(
            guardian_account=True, **{**born, "email": "h@example.com"}
        )
        self.assertTrue(self._accept(other))

    def test_mails(self):
        person = self._new_applicant(email="a@example.com")
        silent = self._new_applicant(mobile="13900139000")
        both = person | silent
        officer = both.with_user(self.officer)
        before = self._mails()
        officer.action_ask_back("Which <days>?")
        (mail,) = self._mails() - before
        self.assertEqual(mail.email_to, "a@example.com")
        self.assertIn("Which &lt;days&gt;?", mail.body_html)
        self.assertIn(f"/application/{person.application_token}", mail.body_html)
        before |= mail
        officer.action_accept()
        (mail,) = self._mails() - before
        self.assertEqual(mail.email_to, "a@example.com")
        self.assertIn("/web/reset_password?", mail.body_html)
        self.assertFalse(both.sudo().filtered("application_token"))
        refused = self._new_applicant(email="r@example.com")
        before |= mail
        refused.with_user(self.officer).action_reject("Posts are <filled>")
        (mail,) = self._mails() - before
        self.assertEqual(mail.email_to, "r@example.com")
        self.assertIn("Posts are &lt;filled&gt;", mail.body_html)
        self.assertFalse(refused.user_id)

    def test_ask_back_checks(self):
        person = self._new_applicant()
        for user in (self.leader, self.staff, self.portal):
            with self.assertRaises(AccessError):
                person.with_user(user).action_ask_back("?")
        officer = person.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "write the question"):
            officer.action_ask_back("  ")
        with self.assertRaisesRegex(UserError, "no open question"):
            officer.action_print_question()
        officer.action_ask_back("Which days?")
        self.assertEqual(officer.action_print_question()["type"], "ir.actions.report")
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html("volunteer_base.question_slip", person.ids)
        )
        self.assertIn("Which days?", html.decode())
        self.assertIn(person.application_token, html.decode())
        officer.action_accept()
        with self.assertRaisesRegex(UserError, "no open application"):
            officer.action_ask_back("Again?")

    def test_the_link_is_the_office_s(self):
        person = self._new_applicant()
        person.with_user(self.officer).action_ask_back("?")
        self.assertIn("/application/", person.with_user(self.officer).application_url)
        for user in (self.officer, self.manager):
            with self.assertRaises(AccessError):
                person.with_user(user).read(["application_token"])
            with self.assertRaises(AccessError):
                person.with_user(user).search([("application_token", "=like", "a%")])
        with self.assertRaises(AccessError):
            self.staff_volunteer.with_user(self.staff).read(["application_url"])
        for name in ("question", "answer", "application_token", "account_user_id"):
            with self.assertRaises(AccessError):
                person.with_user(self.manager).write({name: False})

    def test_what_was_said_is_the_office_s(self):
        """Leaders see who applied, not what was written."""
        person = self._new_applicant()
        self.env["volunteer.team.member"].create(
            {"team_id": self.team.id, "volunteer_id": person.id}
        )
        leader = person.with_user(self.leader)
        self.assertEqual(leader.review, "new")
        for name in ("application_note", "question", "answer"):
            with self.assertRaises(AccessError):
                leader.read([name])

    def test_employees_who_have_not_agreed_are_not_reviewed(self):
        person = self._new_applicant(source="department", kind="staff")
        person.sudo().confirmation = "pending"
        self.assertFalse(person.review)
        person.sudo().confirmation = "none"
        self.assertEqual(person.review, "new")

    def test_erased_applicants_get_no_letter(self):
        person = self._new_applicant(email="e@example.com")
        mails = self._mails()
        person.with_user(self.officer).action_erase("asked on paper")
        self.assertFalse(self._mails() - mails)
        self.assertFalse(person.sudo().date_applied)

    # ------------------------------------------------------------------
    # Logging in
    # ------------------------------------------------------------------

    def test_mobile_number_logs_in(self):
        person = self._new_applicant(email="a@example.com", mobile="13800138000")
        user = self._accept(person)
        user.password = PASSWORD
        for login in ("a@example.com", "13800138000", "+86 138-0013-8000"):
            self.assertEqual(self._login(login)["uid"], user.id, login)
        for login in ("13800138001", "138****8000", "%", ""):
            with self.assertRaises(AccessDenied):
                self._login(login)
        with self.assertRaises(AccessDenied):
            self._login("13800138000", "wrong")

    def test_numbers_are_kept_in_one_form(self):
        person = self._new_applicant(
            mobile="+86 138-0013-8000", guardian_mobile="１３９００１３９０００"
        )
        identity = person.identity_ids
        self.assertEqual(identity.mobile, "13800138000")
        self.assertEqual(identity.guardian_mobile, "13900139000")
        identity.with_user(self.officer).mobile = " 0591 8333 1234 "
        self.assertEqual(identity.mobile, "059183331234")
        identity.mobile = False
        self.assertFalse(identity.mobile)

    def test_shared_mobile_number(self):
        """The older login goes on working; the office hears of the newer one."""
        first, second = (
            self._new_applicant(email=f"{n}@example.com", mobile="13800138000")
            for n in range(2)
        )
        self._accept(first).password = PASSWORD
        self.assertFalse(first.activity_ids)
        thief = self._accept(second)
        thief.password = PASSWORD + "!"
        self.assertEqual(len(second.activity_ids), 1)
        self.assertFalse(first.activity_ids)
        self.assertEqual(self._login("13800138000")["uid"], first.user_id.id)
        with self.assertRaises(AccessDenied):
            self._login("13800138000", PASSWORD + "!")
        self.assertEqual(self._login(thief.login, PASSWORD + "!")["uid"], thief.id)

    def test_forgotten_passwords_do_not_know_mobile_numbers(self):
        self._accept(self._new_applicant(mobile="13800138000"))
        with self.assertRaisesRegex(Exception, "No account found"):
            self.env["res.users"].reset_password("13800138000")


@tagged("post_install", "-at_install")
class TestForgottenPassword(MockEmail, HttpCase, AccountCase):
    def test_one_answer(self):
        self.env["ir.config_parameter"].set_param("auth_signup.reset_password", "True")
        silent = self._new_applicant("Somebody Silent", mobile="13800138000")
        user = self._accept(
            silent | self._new_applicant(email="a@example.com", mobile="13900139000")
        )
        page = self.url_open("/web/reset_password").text
        csrf = re.search(r'csrf_token: "([^"]+)"', page).group(1)

        def ask(login):
            form = {"csrf_token": csrf, "login": login}
            text = self.url_open("/web/reset_password", data=form).text
            self.assertIn("is on its way", text)
            self.assertNotIn("Somebody", text)
            return re.sub(r"\s+", " ", re.search(r"<main.*</main>", text, re.S).group())

        logins = ["nobody", silent.user_id.login, "13800138000", "13900139000", "a%"]
        answers = {ask(login).replace(login, "") for login in logins}
        self.assertEqual(len(answers), 1, answers)
        self.assertTrue(user)
        with self.mock_mail_gateway():
            for _n in range(LOGIN_LIMIT + 2):
                ask("a@example.com")
            self.assertEqual(len(self._mails), LOGIN_LIMIT)
