import base64
import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon

NUMBER = "11010519491231002X"
# Unique texts that belong to the person; after an erasure none may be found anywhere.
TRACES = {
    "name": "Ottilie Quackenbush",
    "mobile": "13800138765",
    "email": "ottilie@quackenbush.example",
    "address": "Quackenbush Lane 7",
    "guardian": "Ermintrude Quackenbush",
    "note": "Quackenbush is often late",
    "external": "QKB-4711",
    "employer": "Quackenbush Brothers",
    "reason": "Quackenbush moves away",
    "receipt": "quackenbush-receipt.pdf",
    "part": "Quackenbush stands in",
    "item": "QKB-0815",
    "login": "ottilie_login",
}


class PrivacyCommon(VolunteerCommon):
    def setUp(self):
        super().setUp()
        self._use_keys()
        self.user = self._new_user("ottilie_login", "base.group_portal")
        self.user.partner_id.write(
            {"name": TRACES["name"], "email": TRACES["email"], "phone": "1"}
        )
        env = self.env(context={**self.env.context, "tracking_disable": False})
        self.person = env["volunteer.volunteer"].create(
            {
                "name": TRACES["name"],
                "company_id": self.company.id,
                "user_id": self.user.id,
                "partner_id": self.user.partner_id.id,
                "skill_ids": [
                    (0, 0, {"name": "Singing", "kind": "skill"}),
                ],
                "image_128": base64.b64encode(
                    base64.b64decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
                        "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
                    )
                ),
            }
        )
        self.person.action_register()
        self.identity = self.env["volunteer.identity"].create(
            {
                "volunteer_id": self.person.id,
                "id_number": NUMBER,
                "mobile": TRACES["mobile"],
                "email": TRACES["email"],
                "address": TRACES["address"],
                "employer": TRACES["employer"],
                "guardian_name": TRACES["guardian"],
            }
        )
        self.env["volunteer.external.number"].create(
            {
                "volunteer_id": self.person.id,
                "platform_id": self.env["volunteer.platform"].search([], limit=1).id,
                "number": TRACES["external"],
            }
        )
        self.env["volunteer.team.member"].create(
            {
                "team_id": self.team.id,
                "volunteer_id": self.person.id,
                "part": TRACES["part"],
            }
        )
        item = self.env["volunteer.item"].create(
            {"name": "Badge", "numbered": True, "company_id": self.company.id}
        )
        self.env["volunteer.item.issue"].create(
            {
                "item_id": item.id,
                "volunteer_id": self.person.id,
                "company_id": self.company.id,
                "number": TRACES["item"],
                "note": TRACES["note"],
            }
        )
        self.person._accept_documents_sudo(accepted_by=TRACES["guardian"])
        self.env["volunteer.community.report"].create(
            {"volunteer_id": self.person.id, "community": TRACES["employer"]}
        )
        self.person.message_post(body=TRACES["note"])
        self.env["ir.attachment"].create(
            {
                "name": TRACES["receipt"],
                "raw": b"x",
                "res_model": self.person._name,
                "res_id": self.person.id,
            }
        )

    def _rows(self, data, group, key):
        (section,) = [s for s in data["groups"][group] if s["key"] == key]
        return section["rows"]


@tagged("post_install", "-at_install")
class TestOwnCopy(PrivacyCommon):
    def test_everything_in_five_groups(self):
        data = self.person.with_user(self.user).get_own_data()
        self.assertEqual(
            list(data["groups"]),
            ["basic", "service", "training", "award", "evaluation"],
        )
        text = json.dumps(data, ensure_ascii=False)
        for key in ("name", "mobile", "email", "address", "guardian", "external"):
            self.assertIn(TRACES[key], text, key)
        self.assertEqual(self._rows(data, "basic", "identity")[0]["id_number"], NUMBER)
        self.assertEqual(len(self._rows(data, "basic", "papers")), 5)

    def test_duplicates_and_files_are_in_it(self):
        duplicate = self._new_volunteer("Ottilie Q.")
        self.env["volunteer.identity"].create(
            {"volunteer_id": duplicate.id, "address": "Second Street"}
        )
        duplicate._accept_documents_sudo()
        duplicate.sudo().write({"merged_into_id": self.person.id, "active": False})
        data = self.person.with_user(self.user).get_own_data()
        addresses = {r["address"] for r in self._rows(data, "basic", "identity")}
        self.assertEqual(addresses, {TRACES["address"], "Second Street"})
        self.assertEqual(len(self._rows(data, "basic", "papers")), 10)
        files = {row["name"] for row in self._rows(data, "basic", "files")}
        self.assertLessEqual({TRACES["receipt"], "image_128"}, files)

    def test_giving_it_is_logged(self):
        self.person.with_user(self.user).get_own_data()
        log = self.person.disclosure_ids
        self.assertEqual(set(log.mapped("what")), {"id_number", "mobile"})
        self.assertEqual(log.user_id, self.user)

    def test_who_gets_it(self):
        self.assertTrue(self.person.with_user(self.officer).get_own_data())
        for user in (self.staff, self.leader, self.portal):
            with self.assertRaises(AccessError, msg=user.login):
                self.person.with_user(user).get_own_data()
            with self.assertRaises(AccessError, msg=user.login):
                self.person.with_user(user).action_print_own_data()
        elsewhere = self._new_user(
            "elsewhere", "volunteer_base.group_officer", self.other_company
        )
        with self.assertRaises(AccessError):
            self.person.with_user(elsewhere).get_own_data()

    def test_without_key_the_mask(self):
        self._use_keys(present=False)
        data = self.person.with_user(self.user).get_own_data()
        self.assertEqual(
            self._rows(data, "basic", "identity")[0]["id_number"],
            self.person.id_number_masked,
        )

    def test_on_paper(self):
        report = self.env["ir.actions.report"].with_user(self.officer)
        html, _kind = report._render_qweb_html(
            "volunteer_base.own_copy", self.person.ids
        )
        for text in (TRACES["name"], NUMBER, "Basic information", "Evaluation"):
            self.assertIn(text, html.decode())
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.portal)._render_qweb_html(
                "volunteer_base.own_copy", self.person.ids
            )


@tagged("post_install", "-at_install")
class TestErasure(PrivacyCommon):
    def _find_trace(self, text):
        """Return the ``table.column`` pairs in which a text is found."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT table_name, column_name FROM information_schema.columns
             WHERE table_schema = 'public'
               AND data_type IN ('character varying', 'text', 'jsonb')
               AND (table_name LIKE 'volunteer%%' OR table_name LIKE 'mail%%'
                    OR table_name LIKE 'survey%%'
                    OR table_name IN ('res_partner', 'res_users', 'ir_attachment'))
               AND table_name NOT IN (
                    SELECT table_name FROM information_schema.views)
            """
        )
        found = []
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s LIMIT 1',
                [f"%{text}%"],
            )
            if self.env.cr.fetchall():
                found.append(f"{table}.{column}")
        return found

    def _fill_traces(self):
        """Leave the person's name wherever daily work leaves it."""
        self.user.write({"signature": f"<p>{TRACES['name']}</p>"})
        self.env["mail.message"].create(
            {
                "author_id": self.user.partner_id.id,
                "body": "<p>Hello</p>",
                "email_from": f'"{TRACES["name"]}" <{TRACES["email"]}>',
                "reply_to": f'"{TRACES["name"]}" <{TRACES["email"]}>',
            }
        )
        self.env["mail.mail"].create(
            {
                "subject": "Hello",
                "email_to": f'"{TRACES["name"]}" <{TRACES["email"].upper()}>',
            }
        )
        self.env["volunteer.paper.scan"].create(
            {
                "volunteer_ids": [(6, 0, self.person.ids)],
                "accepted_by": TRACES["guardian"],
                "filename": TRACES["receipt"],
            }
        )
        note = self.team.message_post(body="Another leader")
        self.env["mail.tracking.value"].create(
            {
                "mail_message_id": note.id,
                "field_id": self.env["ir.model.fields"]
                ._get("volunteer.team", "leader_id")
                .id,
                "old_value_integer": self.person.id,
                "old_value_char": TRACES["name"],
            }
        )

    def _erase(self, user=None):
        self.person.with_user(user or self.officer).action_erase("Asked on paper")

    def test_no_trace_is_left(self):
        self.assertTrue(self._find_trace(TRACES["note"]), "the search itself works")
        self._fill_traces()
        self.person.write({"name": "Mrs. " + TRACES["name"]})
        self._erase()
        for key, text in TRACES.items():
            self.assertEqual(self._find_trace(text), [], key)
        self.assertFalse(self.identity.exists())
        self.assertFalse(
            self.env["ir.attachment"].search(
                [
                    ("res_model", "=", self.person._name),
                    ("res_id", "=", self.person.id),
                    ("res_field", "!=", False),
                ]
            ),
            "the photo",
        )

    def test_what_stays(self):
        activity = self._new_activity()
        activity.slot_ids.action_sign_up_volunteers(self.person.ids)
        code = self.person.code
        self._erase()
        self.assertEqual(self.person.code, code)
        self.assertIn(code, self.person.name)
        self.assertEqual(self.person.state, "left")
        self.assertFalse(self.person.active)
        self.assertTrue(self.person.erased_on)
        self.assertFalse(self.person.skill_ids)
        self.assertEqual(activity.signup_ids.state, "cancelled")
        self.assertEqual(activity.slot_ids.taken, 0)
        self.assertTrue(self.person.member_ids.date_to)
        self.assertEqual(len(self.person.acceptance_ids), 5)

    def test_the_login_is_closed(self):
        self._erase()
        self.assertFalse(self.user.active)
        self.assertNotIn("ottilie", self.user.login)
        self.assertFalse(self.user.partner_id.email)

    def test_colleagues_keep_their_login(self):
        self.staff_volunteer.with_user(self.officer).action_erase("Asked")
        self.assertTrue(self.staff.active)
        self.assertEqual(self.staff.login, "test_staff")
        self.assertFalse(self.staff_volunteer.user_id)

    def test_it_is_logged_for_good(self):
        self.person.with_user(self.user).action_request_erasure()
        self._erase()
        log = self.env["volunteer.erasure"].search(
            [("volunteer_id", "=", self.person.id)]
        )
        self.assertEqual(log.user_id, self.officer)
        self.assertEqual(log.reason, "Asked on paper")
        self.assertEqual(log.requested_on, fields.Date.context_today(log))
        for change in (lambda: log.write({"reason": "x"}), log.unlink):
            with self.assertRaises(UserError):
                change()

    # Texts that are about no person: what a paper said, what was looked at.
    about_nobody = frozenset(
        (
            ("volunteer.acceptance", "digest"),
            ("volunteer.acceptance", "lang"),
            ("volunteer.opinion.sheet", "uuid"),
            ("volunteer.disclosure", "document"),
            ("volunteer.training.attendance", "content"),
            ("volunteer.training.attendance", "organiser"),
        )
    )

    def _get_matters(self):
        """Return the models of this addon with rows about one volunteer each."""
        return {
            name
            for name, model in self.env.registry.items()
            if not model._abstract
            and not model._transient
            and model._auto
            and self.env[name]._original_module == "volunteer_base"
            and "volunteer_id" in model._fields
            and model._fields["volunteer_id"].comodel_name == "volunteer.volunteer"
        } - {"volunteer.erasure"}  # the log of it, made by erasing

    def _fill_matters(self):
        """Give the person a row of every matter that has none yet."""
        self.person.with_user(self.user).get_own_data()
        call = self.env["volunteer.call"].create(
            {
                "name": "Call",
                "message": "Come",
                "company_id": self.company.id,
                "project_id": self.project.id,
                "post_id": self.post.id,
            }
        )
        self.env["volunteer.call.answer"].create(
            {
                "call_id": call.id,
                "company_id": self.company.id,
                "volunteer_id": self.person.id,
            }
        )
        self._new_activity().slot_ids.action_sign_up_volunteers(self.person.ids)
        self.env["volunteer.subsidy"].create(
            {
                "name": "Sheet",
                "project_id": self.project.id,
                "company_id": self.company.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "signup_id": self.person.signup_ids[:1].id,
                            "volunteer_id": self.person.id,
                            "date": "2020-01-01",
                        },
                    )
                ],
            }
        )
        course = self.env["volunteer.course"].create(
            {"name": "Course", "company_id": self.company.id}
        )
        self.env["volunteer.qualification"].create(
            {
                "volunteer_id": self.person.id,
                "kind": "course",
                "course_id": course.id,
                "date_from": "2020-01-01",
            }
        )
        self.env["volunteer.training.attendance"].sudo().create(
            {
                "volunteer_id": self.person.id,
                "course_id": course.id,
                "company_id": self.company.id,
                "date": "2020-01-01",
                "organiser": "Office",
            }
        )
        request = (
            self.env["volunteer.affiliation"]
            .sudo()
            .create(
                {
                    "id_number": NUMBER,
                    "company_id": self.other_company.id,
                    "reason": "Helps there",
                }
            )
        )
        request.volunteer_id = self.person
        signup = self.person.signup_ids
        self.env["volunteer.signup.swap"].sudo().create(
            {
                "volunteer_id": self.person.id,
                "other_id": self.staff_volunteer.id,
                "signup_id": signup.id,
                "activity_id": signup.activity_id.id,
                "company_id": self.company.id,
            }
        )
        self.person._notify_sudo("office", lambda person: ("Title", "Text"))
        self.env["volunteer.reflection"].create(
            {
                "volunteer_id": self.person.id,
                "activity_id": self._new_activity(hours=100).id,
                "text": "A good day",
            }
        )
        department = self.env["hr.department"].create({"name": "Ward"})
        opinion = self.env["volunteer.opinion.round"].create(
            {"quota_ids": [(0, 0, {"department_id": department.id})]}
        )
        self.env["volunteer.opinion.sheet"].create(
            {
                "quota_id": opinion.quota_ids.id,
                "volunteer_id": self.person.id,
                "uuid": "sheet",
            }
        )
        self.project.write(
            {"kind": "community", "claim_for": "all", "state": "running"}
        )
        self.project.with_user(self.user).action_claim()

    def test_every_matter_of_a_person_is_erased(self):
        """A new model or text about a volunteer must say what erasure does with it."""
        trace = "Quackenbush wrote this"
        self._fill_matters()
        self.env.flush_all()
        for name in sorted(self._get_matters()):
            rows = self.env[name].sudo().with_context(active_test=False)
            rows = rows.search([("volunteer_id", "=", self.person.id)])
            self.assertTrue(rows, f"no row of {name} to erase")
            for field in rows._fields.values():
                if (
                    field.type in ("char", "text", "html")
                    and field.column_type
                    and field.store
                    and not field.translate
                    and not field.related
                    and not field.compute
                    and (name, field.name) not in self.about_nobody
                ):
                    # By hand: what a method would not take may have been entered once.
                    self.env.cr.execute(
                        f'UPDATE "{rows._table}" SET "{field.name}" = %s || id '
                        "WHERE id IN %s",
                        [trace, tuple(rows.ids)],
                    )
        self.env.invalidate_all()
        self.assertTrue(self._find_trace(trace))
        self._erase()
        self.assertEqual(self._find_trace(trace), [])

    def test_other_peoples_mails_stay(self):
        """The address of one is part of another's, or reads like a pattern."""
        self.identity.email = "o_t%@quackenbush.example"
        mails = self.env["mail.mail"].create(
            [
                {"subject": address, "email_to": address}
                for address in (
                    f"Other <another.{TRACES['email']}>",
                    "otto@quackenbush.example",
                    f"{TRACES['email']}.org",
                )
            ]
        )
        own = self.env["mail.mail"].create({"email_to": "o_t%@quackenbush.example"})
        self._erase()
        self.assertEqual(mails.exists(), mails)
        self.assertFalse(own.exists())

    def test_only_the_home_unit_erases(self):
        elsewhere = self._new_user(
            "elsewhere", "volunteer_base.group_officer", self.other_company
        )
        self.person.company_ids += self.other_company
        self.assertTrue(self.person.with_user(elsewhere).has_access("write"))
        with self.assertRaisesRegex(AccessError, "Test Hospital"):
            self._erase(elsewhere)
        self._erase()

    def test_contacts_that_are_left_are_named(self):
        contact = self.env["res.partner"].create(
            {"name": "Ottilie Q.", "phone": TRACES["mobile"]}
        )
        result = self.person.with_user(self.officer).action_erase("Asked")
        self.assertIn(contact.name, result["params"]["message"])

    def test_who_erases(self):
        for user in (self.staff, self.leader, self.user):
            with self.assertRaises(AccessError, msg=user.login):
                self._erase(user)
        with self.assertRaises(UserError):
            self.person.with_user(self.officer).action_erase(" ")
        own = self._new_volunteer("Officer", self.officer)
        with self.assertRaises(AccessError):
            own.with_user(self.officer).action_erase("Mine")
        self._erase()
        with self.assertRaises(UserError):
            self._erase()
        with self.assertRaises(UserError):
            self.person.with_user(self.officer).action_register()

    def test_a_team_is_handed_over_first(self):
        with self.assertRaisesRegex(UserError, "Team"):
            self.leader_volunteer.with_user(self.officer).action_erase("Asked")

    def test_duplicates_go_along(self):
        duplicate = self._new_volunteer("Ottilie Quackenbush twice")
        duplicate.sudo().write({"merged_into_id": self.person.id, "active": False})
        with self.assertRaises(UserError):
            duplicate.with_user(self.officer).action_erase("Asked")
        self._erase()
        self.assertEqual(self._find_trace("Quackenbush"), [])
        self.assertTrue(duplicate.erased_on)

    def test_asking_and_taking_it_back(self):
        own = self.person.with_user(self.user)
        own.action_request_erasure()
        own.action_request_erasure()
        self.assertTrue(self.person.erasure_requested)
        self.assertEqual(len(self.person.activity_ids), 1, "one to-do, however often")
        own.action_withdraw_erasure_request()
        self.assertFalse(self.person.erasure_requested)
        self.assertFalse(self.person.activity_ids)
        with self.assertRaises(AccessError):
            self.person.with_user(self.officer).action_request_erasure()
        with self.assertRaises(AccessError):
            self.person.with_user(self.officer).write({"erasure_requested": False})

    def test_a_list_signed_by_others_stays_theirs(self):
        paper = self.env["volunteer.document"].create(
            {"name": "List", "body": "<p>x</p>", "company_id": self.company.id}
        )
        paper.action_publish()
        scan = self.env["ir.attachment"].create({"name": "list.pdf", "raw": b"list"})
        (self.person | self.staff_volunteer)._accept_documents_sudo(
            paper, "list", attachment=scan
        )
        self._erase()
        self.assertTrue(scan.exists())
        self.assertEqual(self.staff_volunteer.acceptance_ids.attachment_id, scan)
        self.env.invalidate_all()
        self.assertEqual(scan.with_user(self.officer).raw, b"list")
