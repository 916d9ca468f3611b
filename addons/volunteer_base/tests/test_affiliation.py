from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon

NUMBER = "11010519491231002X"
NOBODY = "320402199005310017"


class AffiliationCase(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person_user = cls._new_user(
            "affiliation_person", "base.group_portal", cls.other_company
        )
        cls.person = cls._new_volunteer(
            "Person", cls.person_user, company_id=cls.other_company.id
        )
        cls.home_officer = cls._new_user(
            "affiliation_home", "volunteer_base.group_officer", cls.other_company
        )

    def setUp(self):
        super().setUp()
        self._use_keys()
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.person.id, "id_number": NUMBER}
        )

    def _ask(self, number, **vals):
        return (
            self.env["volunteer.affiliation"]
            .with_user(self.officer)
            .create(
                {
                    "id_number": number,
                    "reason": "Blood donation day",
                    "company_id": self.company.id,
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestAffiliation(AffiliationCase):
    def _shown(self, request):
        """Return what the asker can read, but for what they typed themselves."""
        names = set(request.fields_get()) - {
            "id",
            "id_number",
            "id_number_masked",
            "display_name",
            "date",
        }
        return request.read(sorted(names))[0] | {"id": 0}

    def test_nothing_is_revealed(self):
        known, unknown = self._ask(NUMBER), self._ask(NOBODY)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._shown(known), self._shown(unknown))
        self.assertEqual(known.id_number, "1101**********002X")
        with self.assertRaises(AccessError):
            known.read(["subject_id"])
        with self.assertRaises(AccessError):
            known.search([("subject_id", "!=", False)])
        known.with_user(self.person_user).action_refuse()
        self.env.invalidate_all()
        self.assertEqual(self._shown(known), self._shown(unknown), "a no is not told")
        self.assertNotIn(self.company, self.person.company_ids)
        after = fields.Datetime.now() - timedelta(days=31)
        self.env.cr.execute("UPDATE volunteer_affiliation SET date = %s", [after])
        self.env.invalidate_all()
        self.env["volunteer.affiliation"]._gc_unanswered()
        self.assertEqual((known | unknown).mapped("state"), ["closed"] * 2)

    def test_person_agrees(self):
        request = self._ask(NUMBER)
        self.assertEqual(
            self.env["volunteer.affiliation"]._get_open_sudo(self.person), request
        )
        with self.assertRaises(AccessError):
            self.person.with_user(self.officer).read(["name"])
        request.with_user(self.person_user).action_agree()
        self.env.invalidate_all()
        self.assertEqual((request.state, request.volunteer_id), ("agreed", self.person))
        self.assertEqual(self.person.with_user(self.officer).name, "Person")
        with self.assertRaises(UserError):
            request.with_user(self.person_user).action_refuse()

    def test_home_office_answers_for_who_has_no_login(self):
        self.person.user_id = False
        request = self._ask(NUMBER)
        self.assertEqual(self.person.activity_ids.user_id, self.home_officer)
        seen = request.with_user(self.home_officer)
        self.assertIn("Person", seen.person)
        self.assertTrue(seen.can_answer)
        seen.action_agree()
        self.assertIn(self.company, self.person.company_ids)

    def test_an_office_answers_only_for_who_cannot(self):
        request = self._ask(NUMBER).with_user(self.home_officer)
        self.assertFalse(request.can_answer)
        with self.assertRaises(AccessError):
            request.action_agree()
        self.person.user_id = False
        # Of both offices: whoever asks does not answer, too.
        self.officer.company_ids = [(4, self.other_company.id)]
        both = request.with_user(self.officer).with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        self.assertFalse(both.can_answer)
        with self.assertRaises(AccessError):
            both.action_agree()
        self.assertNotIn(self.company, self.person.company_ids)
        request.action_agree()
        self.assertIn(self.company, self.person.company_ids)

    def test_the_note_is_a_text_for_the_office(self):
        self.person.user_id = False
        self._ask(NUMBER, reason="<b>now</b> & here")
        note = self.person.activity_ids.note
        self.assertIn("&lt;b&gt;now&lt;/b&gt; &amp; here", note)

    def test_others_do_not_answer(self):
        request = self._ask(NUMBER)
        for user in (self.officer, self.staff, self.portal, self.leader):
            for method in ("action_agree", "action_refuse"):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    getattr(request.with_user(user), method)()
        with self.assertRaises(AccessError):
            self._ask(NOBODY).with_user(self.officer).action_agree()
        with self.assertRaises(AccessError):
            request.write({"state": "agreed"})

    def test_asking_twice_or_with_a_wrong_number(self):
        for number in (NUMBER, NOBODY):
            self._ask(number)
            with self.assertRaisesRegex(UserError, "asked this person already"):
                self._ask(number)
        with self.assertRaises(ValidationError):
            self._ask("110105194912310021")
        with self.assertRaises(ValidationError):
            self._ask("")
        with self.assertRaises(AccessError):
            self._ask(NUMBER, company_id=self.other_company.id)


@tagged("post_install", "-at_install")
class TestAffiliationPage(AffiliationCase, HttpCase):
    def test_answer_on_the_page(self):
        request = self._ask(NUMBER)
        other = self._ask(NOBODY)
        self.authenticate("affiliation_person", "affiliation_person")
        page = self.url_open("/my/volunteer").text
        self.assertIn("Blood donation day", page)
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        path = "/my/volunteer/units/%s/agree"
        response = self.url_open(path % other.id, data={"csrf_token": token})
        self.assertIn("alert-danger", response.text)
        response = self.url_open(path % request.id, data={"csrf_token": token})
        self.assertIn(self.company.name, response.text)
        self.assertIn(self.company, self.person.company_ids)
        self.assertNotIn("o_volunteer_affiliation", response.text)
