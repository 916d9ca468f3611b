from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon

# The example of GB 11643-1999, nobody's number.
NUMBER = "11010519491231002X"


@tagged("post_install", "-at_install")
class TestIdentity(VolunteerCommon):
    def _new_identity(self, volunteer=None, **vals):
        return self.env["volunteer.identity"].create(
            {"volunteer_id": (volunteer or self.staff_volunteer).id, **vals}
        )

    def _columns(self, identity):
        identity.flush_recordset()
        self.env.cr.execute(
            "SELECT to_jsonb(i)::text FROM volunteer_identity i WHERE id = %s",
            [identity.id],
        )
        return self.env.cr.fetchone()[0]

    def test_encrypted(self):
        self._use_keys()
        identity = self._new_identity(id_number=NUMBER.lower())
        self.assertEqual(identity.id_number, "1101**********002X")
        self.assertEqual(self.staff_volunteer.id_number_masked, "1101**********002X")
        self.assertEqual(str(identity.birth_date), "1949-12-31")
        self.assertEqual(identity.sex, "2")
        self.assertNotIn(NUMBER, self._columns(identity))
        self.assertNotIn("19491231002", self._columns(identity))
        self.assertEqual(self.staff_volunteer.action_reveal_id_number(), NUMBER)

    def test_mask_sent_back(self):
        """A form that sends the mask back changes nothing."""
        self._use_keys()
        identity = self._new_identity(id_number=NUMBER)
        identity.write({"id_number": identity.id_number, "mobile": "13812345678"})
        self.assertEqual(self.staff_volunteer.action_reveal_id_number(), NUMBER)
        self.assertEqual(self.staff_volunteer.mobile_masked, "138****5678")
        identity.id_number = False
        self.assertFalse(self.staff_volunteer.id_number_masked)
        with self.assertRaisesRegex(UserError, "No ID number"):
            self.staff_volunteer.action_reveal_id_number()

    def test_no_key(self):
        """Without a key nothing is saved, and everything else still works."""
        self._use_keys(present=False)
        with self.assertRaisesRegex(UserError, "no usable key"):
            self._new_identity(id_number=NUMBER)
        identity = self._new_identity(self.portal_volunteer, mobile="13812345678")
        self.assertEqual(self.portal_volunteer.mobile_masked, "138****5678")
        self.assertNotIn('cipher": "', self._columns(identity))

    def test_other_key(self):
        self._use_keys()
        self._new_identity(id_number=NUMBER)
        self._use_keys()
        with self.assertRaisesRegex(UserError, "no longer has"):
            self.staff_volunteer.action_reveal_id_number()

    def test_invalid_numbers(self):
        self._use_keys()
        volunteers = self.env["volunteer.volunteer"]
        for number, part in (
            ("110105194912310021", "check digit"),
            ("1101051949123100", "18 characters"),
            ("11010519491331002X", "date of birth"),
            ("1101051949123100AX", "17 digits"),
        ):
            volunteer = volunteers.create({"name": "New"})
            with (
                self.subTest(number=number),
                self.assertRaises(ValidationError) as caught,
            ):
                self._new_identity(volunteer, id_number=number)
            self.assertIn(part, str(caught.exception))
            self.assertNotIn(number, str(caught.exception))
        with self.assertRaisesRegex(ValidationError, "date of birth of Staff differs"):
            self._new_identity(id_number=NUMBER, birth_date="1950-01-01")
        with self.assertRaisesRegex(ValidationError, "sex of Portal differs"):
            self._new_identity(self.portal_volunteer, id_number=NUMBER, sex="1")

    def test_other_documents(self):
        self._use_keys()
        self._new_identity(id_type="414", id_number="e12345678")
        self.assertEqual(self.staff_volunteer.action_reveal_id_number(), "E12345678")

    def test_type_changes_with_the_number(self):
        """The index covers the type: one number under another type is another."""
        self._use_keys()
        identity = self._new_identity(id_type="414", id_number="e12345678")
        identity = identity.with_user(self.officer)
        mask = identity.id_number
        for vals in ({}, {"id_number": mask}):
            with self.assertRaisesRegex(UserError, "whole ID number again"):
                identity.write({"id_type": "114", **vals})
        identity.write({"id_type": "414", "mobile": "13812345678"})
        before = identity.sudo().id_number_index
        identity.write({"id_type": "114", "id_number": "E12345678"})
        self.assertNotEqual(identity.sudo().id_number_index, before)
        identity.write({"id_type": "111", "id_number": False})
        identity.write({"id_type": "414"})

    def test_taken_number_tells_nothing(self):
        index = self.env["volunteer.identity"]._table_objects[
            "volunteer_identity_id_number_unique"
        ]
        message = index.get_error_message(self.env["volunteer.identity"])
        self.assertIn("cannot be saved for this volunteer", message)

    @mute_logger("odoo.sql_db")
    def test_unique(self):
        self._use_keys()
        self._new_identity(id_number=NUMBER)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._new_identity(self.portal_volunteer, id_number=NUMBER)

    def test_search(self):
        self._use_keys()
        identity = self._new_identity(id_number=NUMBER)
        Identity = self.env["volunteer.identity"]
        officer = Identity.with_user(self.officer)
        self.assertEqual(officer.search([("id_number", "=", NUMBER)]), identity)
        self.assertEqual(officer.search([("id_number", "=", NUMBER.lower())]), identity)
        self.assertFalse(officer.search([("id_number", "=", NUMBER[:-1])]))
        for domain in (
            [("id_number", "like", "1101")],
            [("id_number", "=like", "1101%")],
            [("id_number", "!=", NUMBER)],
            [("id_number", ">", "1")],
        ):
            with self.subTest(domain=domain), self.assertRaises(UserError):
                officer.search(domain)
        for user in (self.leader, self.portal):
            self.assertFalse(
                Identity.with_user(user).search([("id_number", "=", NUMBER)])
            )
        path = [("identity_ids.id_number", "=", NUMBER)]
        Volunteer = self.env["volunteer.volunteer"]
        with self.assertRaises(AccessError):
            Volunteer.with_user(self.leader).search(path)
        self.assertEqual(
            Volunteer.with_user(self.officer).search(path), self.staff_volunteer
        )

    def test_cipher_is_closed(self):
        self._use_keys()
        identity = self._new_identity(id_number=NUMBER).with_user(self.manager)
        for name in ("id_number_cipher", "id_number_index"):
            with self.assertRaises(AccessError):
                identity.read([name])
            with self.assertRaises(AccessError):
                identity.write({name: "x"})
            with self.assertRaises(AccessError):
                identity.search([(name, "=", "x")])

    def test_who_reads(self):
        self._use_keys()
        identity = self._new_identity(id_number=NUMBER, mobile="13812345678")
        for user in (self.officer, self.manager, self.staff):
            self.assertEqual(identity.with_user(user).mobile, "13812345678")
        for user in (self.leader, self.portal):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                identity.with_user(user).read(["mobile"])
            self.assertFalse(
                self.env["volunteer.identity"]
                .with_user(user)
                .search([("mobile", "=", "13812345678")])
            )
        stranger = self._new_user(
            "test_officer2", "volunteer_base.group_officer", self.other_company
        )
        with self.assertRaises(AccessError):
            identity.with_user(stranger).read(["mobile"])

    def test_who_reveals(self):
        self._use_keys()
        self._new_identity(id_number=NUMBER, mobile="13812345678")
        for user in (self.officer, self.staff):
            volunteer = self.staff_volunteer.with_user(user)
            self.assertEqual(volunteer.action_reveal_id_number(), NUMBER)
            self.assertEqual(volunteer.action_reveal_mobile(), "13812345678")
            self.assertEqual(
                volunteer.action_show_id_number()["params"]["message"], NUMBER
            )
        for user in (self.leader, self.portal):
            volunteer = self.staff_volunteer.with_user(user)
            for call in (
                volunteer.action_reveal_id_number,
                volunteer.action_show_id_number,
                volunteer.action_reveal_mobile,
                volunteer.action_show_mobile,
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_reveal_is_logged(self):
        self._use_keys()
        self._new_identity(id_number=NUMBER)
        self.staff_volunteer.with_user(self.officer).action_reveal_id_number()
        disclosure = self.staff_volunteer.disclosure_ids
        self.assertEqual(disclosure.user_id, self.officer)
        self.assertEqual(disclosure.what, "id_number")
        self.assertTrue(disclosure.date)

    def test_log_is_only_added_to(self):
        self._new_identity(mobile="13812345678")
        volunteer = self.staff_volunteer.with_user(self.manager)
        volunteer.with_context(default_document="x").action_reveal_mobile()
        disclosure = volunteer.disclosure_ids
        self.assertEqual((disclosure.what, disclosure.document), ("mobile", False))
        with self.assertRaises(AccessError):
            disclosure.unlink()
        for change in (
            lambda: disclosure.write({"user_id": self.officer.id}),
            lambda: disclosure.sudo().write({"user_id": self.officer.id}),
            lambda: disclosure.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            volunteer.write(
                {"disclosure_ids": [(0, 0, {"user_id": 1, "what": "mobile"})]}
            )

    def test_leader_of_the_activity_calls(self):
        """The mobile number is for who must reach the volunteer, and only then."""
        self._new_identity(self.staff_volunteer, mobile="13812345678")
        activity = self._new_activity()
        ids = activity.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        volunteer = self.staff_volunteer.with_user(self.leader)
        self.assertEqual(volunteer.action_reveal_mobile(), "13812345678")
        with self.assertRaises(AccessError):
            volunteer.action_reveal_id_number()
        self.env["volunteer.signup"].browse(ids).action_cancel()
        with self.assertRaises(AccessError):
            volunteer.action_reveal_mobile()

    def test_leader_calls_for_a_week(self):
        self._new_identity(self.staff_volunteer, mobile="13812345678")
        volunteer = self.staff_volunteer.with_user(self.leader)
        activity = self._new_activity()
        ids = activity.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        self.env["volunteer.signup"].browse(ids).sudo().state = "attended"
        now = fields.Datetime.now()
        for days, allowed in ((6, True), (8, False)):
            stop = now - timedelta(days=days)
            activity.write({"start": stop - timedelta(hours=2), "stop": stop})
            with self.subTest(days=days):
                if allowed:
                    self.assertEqual(volunteer.action_reveal_mobile(), "13812345678")
                else:
                    with self.assertRaises(AccessError):
                        volunteer.action_reveal_mobile()

    def test_standby_is_called_by_the_team(self):
        self._new_identity(self.staff_volunteer, mobile="13812345678")
        volunteer = self.staff_volunteer.with_user(self.leader)
        member = self.staff_volunteer.member_ids
        with self.assertRaises(AccessError):
            volunteer.action_reveal_mobile()
        member.action_stand_by()
        self.assertEqual(volunteer.action_reveal_mobile(), "13812345678")
        log = self.staff_volunteer.disclosure_ids
        self.assertEqual((log.user_id, log.what), (self.leader, "mobile"))
        self.assertTrue(member.with_user(self.leader).action_show_mobile())
        view = self.env.ref("volunteer_base.volunteer_team_member_view_list_standby")
        arch = member.with_user(self.leader).get_view(view.id)["arch"]
        self.assertIn("action_show_mobile", arch)
        other = self._new_user("identity_leader", "volunteer_base.group_leader")
        with self.assertRaises(AccessError):
            self.staff_volunteer.with_user(other).action_reveal_mobile()
        member.date_to = fields.Date.today() - timedelta(days=1)
        with self.assertRaises(AccessError):
            volunteer.action_reveal_mobile()

    def test_names_masked(self):
        volunteer = self.env["volunteer.volunteer"].create({"name": "张三丰"})
        self.assertEqual(volunteer.name_masked, "张*")

    def test_open_identity(self):
        """The button makes the record once, for the office only."""
        with self.assertRaises(AccessError):
            self.staff_volunteer.with_user(self.leader).action_open_identity()
        volunteer = self.staff_volunteer.with_user(self.officer)
        action = volunteer.action_open_identity()
        self.assertEqual(action["res_id"], volunteer.identity_ids.id)
        self.assertEqual(volunteer.action_open_identity()["res_id"], action["res_id"])

    def test_resident_id_decides(self):
        """Officers, too, correct the number and not what it says."""
        self._use_keys()
        number = "11010519491231002X"
        identity = self.env["volunteer.identity"].create(
            {"volunteer_id": self.portal_volunteer.id, "id_number": number}
        )
        officer = identity.with_user(self.officer)
        for wrong in (
            {"birth_date": "1990-01-01"},
            {"sex": "1"},
            {"birth_date": False},
            {"birth_date": "1990-01-01", "id_number": officer.id_number},
        ):
            with self.assertRaisesRegex(ValidationError, "decides"):
                officer.write(wrong)
        officer.write({"birth_date": "1949-12-31", "sex": "2", "region": "R"})
        officer.write(
            {"id_type": "414", "id_number": "C12345678", "birth_date": "1990-01-01"}
        )
        self.assertEqual(str(identity.birth_date), "1990-01-01")
